package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One raw TCP connection to the server under test. It remembers all that was said, for the transcript of a failure.
 * Nagle's algorithm is off, so that each write leaves at once. A wait ends with a failure when nothing comes for
 * {@code target.timeout} seconds (10 by default), and a whole reply may take ten times as long. What has been left open
 * is closed after each test. For one thread at a time; several connections may be used by several threads.
 */
public final class Wire implements AutoCloseable {
    private static final String NO_BODY = "no body: an answer to HEAD ends with the empty line";

    private final Subject target;
    private final Connection connection;
    private int parsed;
    private Reply last;
    private boolean head;
    private long replyDeadline;
    private Speech speech = Speech.TEXT;

    Wire(Subject target, Connection connection) {
        this.target = target;
        this.connection = connection;
    }

    /** Sends text, one byte for each char (ISO-8859-1). */
    public Wire send(String latin1) {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends bytes with one write. When the other side has closed, this does not fail: its last words can still be read.
     *
     * @throws AssertionError if the server stops reading
     */
    public Wire send(byte[] bytes) {
        if (!connection.write(bytes, target.timeout())) {
            throw failure(Fault.NOT_READ, "the server to read all that was sent", connection.length());
        }
        return this;
    }

    /**
     * Sends bytes in several writes, with about a millisecond between them so that they seldom arrive together.
     *
     * @param cuts where each write but the first begins, ascending
     */
    public Wire sendEach(byte[] bytes, int... cuts) {
        int from = 0;
        for (int cut : cuts) {
            send(Arrays.copyOfRange(bytes, from, cut));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            from = cut;
        }
        return send(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /** Sends bytes with one write each, some ten microseconds apart. */
    public Wire sendByteByByte(byte[] bytes) {
        for (byte octet : bytes) {
            send(new byte[] {octet});
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(10));
        }
        return this;
    }

    /**
     * Sends one byte as TCP's urgent data. Where the other side has not asked for it inline (SO_OOBINLINE), it is not in
     * what that side reads.
     */
    public Wire sendUrgently(int octet) {
        connection.writeUrgently((byte) octet);
        return this;
    }

    /** Closes this side only (FIN); reading stays possible. */
    public Wire finish() {
        connection.finish();
        return this;
    }

    /** From now on, what was said here is told to people in this way. */
    public Wire speaks(Speech language) {
        speech = language;
        return this;
    }

    /**
     * Reads the next bytes, for a protocol that the kit knows nothing of.
     *
     * @param expected what they should be, in words, for the failure if they do not come
     * @throws AssertionError if the connection ends before, or nothing comes in time
     */
    public byte[] read(int count, String expected) {
        replyDeadline = System.nanoTime() + target.timeout().toNanos() * 10;
        if (count > 0 && !has(parsed + count - 1)) {
            throw ended(expected);
        }
        parsed += count;
        return slice(parsed - count, parsed);
    }

    /**
     * The same as {@link #read}, but no byte behind these is taken from the system before somebody asks for it: the other
     * side has to wait, as with a client that is slow.
     */
    public byte[] sip(int count, String expected) {
        connection.takeAtMost(Math.max(connection.length(), parsed + count));
        return read(count, expected);
    }

    /** Ends what {@link #sip} began: from now on, all that comes is taken at once. */
    public Wire gulp() {
        connection.takeAtMost(Integer.MAX_VALUE);
        return this;
    }

    /**
     * Reads the next line, with the LF at its end and whatever stands before that.
     *
     * @param longest how long it may be
     * @param expected what it should be, in words, for the failure if it does not come
     */
    public byte[] readLine(int longest, String expected) {
        replyDeadline = System.nanoTime() + target.timeout().toNanos() * 10;
        int end = parsed;
        do {
            if (end - parsed == longest) {
                throw malformed("a line of at most " + longest + " bytes", end);
            } else if (!has(end)) {
                throw ended(expected);
            }
        } while (at(end++) != '\n');
        int start = parsed;
        parsed = end;
        return slice(start, end);
    }

    /**
     * Reads all that comes until the other side ends the connection in order (FIN).
     *
     * @param most how many bytes that may be
     */
    public byte[] readToEnd(int most, String expected) {
        int start = parsed;
        while (awaitMore(expected)) {
            parsed = connection.length();
            if (parsed - start > most) {
                throw failure(expected, start + most);
            }
        }
        if (connection.end() != Fault.CLOSED) {
            throw ended(expected);
        }
        return slice(start, parsed);
    }

    /**
     * Goes on with TLS: shakes hands.
     *
     * @throws AssertionError if the server does not, or not in time
     */
    public Wire secure(Cover cover) {
        try {
            return secure(cover, connection.remote());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same on a further connection: it takes up the session of the first one, if the server lets it. */
    public Wire secureAs(Wire first, Cover cover) {
        try {
            return secure(cover, first.connection.remote());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Wire secure(Cover cover, InetSocketAddress session) {
        try {
            connection.secure(cover.engine(session), target.timeout());
            return this;
        } catch (IOException e) {
            Fault fault = e instanceof SocketTimeoutException ? Fault.TIMED_OUT : Fault.RESET;
            throw failure(fault, "the handshake of TLS (" + e.getMessage() + ")", connection.length());
        }
    }

    /** For a protocol that needs more than one connection: makes the others. */
    public Beside beside() {
        return new Beside(this, target);
    }

    /** How many of the bytes that came have been read; for {@link #failure(String, int)}. */
    public int position() {
        return parsed;
    }

    /**
     * Waits for one more byte, and does not read it.
     *
     * @return false if the connection is closed (FIN or RST) before
     * @throws AssertionError if nothing comes in time, not even the end
     */
    public boolean awaitMore(String expected) {
        if (connection.length() > parsed || connection.more(target.timeout())) {
            return true;
        } else if (connection.end() == null) {
            throw ended(expected);
        }
        return false;
    }

    /**
     * Waits until the server has begun to answer, and reads nothing yet: of a long answer, most cannot be sent.
     *
     * @throws AssertionError if nothing comes in time
     */
    public Wire awaitAnswer() {
        if (connection.length() == parsed && connection.end() == null && !connection.readable(target.timeout())) {
            throw ended("an answer to begin");
        }
        return this;
    }

    /** Reads the next reply, whatever its status is, 1xx included. */
    public Reply reply() {
        return replyTo("GET");
    }

    /** The same for a request with this method: a reply to HEAD has no body. */
    public Reply replyTo(String method) {
        replyDeadline = System.nanoTime() + target.timeout().toNanos() * 10;
        head = method.equals("HEAD");
        last = new ReplyParser(this, parsed).parse(head);
        parsed = last.end();
        return last;
    }

    /** The next reply, or none if the server closes the connection (FIN or RST) without one more byte. */
    public Optional<Reply> replyIfAny() {
        return awaitMore("a reply, or the connection to be closed") ? Optional.of(reply()) : Optional.empty();
    }

    /** The next reply that is not 1xx, or none if the connection ends (FIN or RST) before that reply does. */
    public Optional<Reply> replyUnlessCut() {
        try {
            return Optional.of(finalReply());
        } catch (WireFailure e) {
            if (isCut(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether this failure says that the connection ended (FIN or RST) before all that was to be read had come. */
    public static boolean isCut(AssertionError failure) {
        return failure instanceof WireFailure wire && (wire.fault() == Fault.CLOSED || wire.fault() == Fault.RESET);
    }

    /** Reads the next reply that is not 1xx. */
    public Reply finalReply() {
        return finalReplyTo("GET");
    }

    /** The same for a request with this method. */
    public Reply finalReplyTo(String method) {
        for (int interim = 0; interim < 10; interim++) {
            Reply reply = replyTo(method);
            if (reply.status() >= 200) {
                return reply;
            }
        }
        throw failure("a final status after ten interim ones (1xx)", parsed);
    }

    /** The server closes the connection (FIN or RST) in time, and not one byte comes before. */
    public Wire expectClosed() {
        if (connection.length() > parsed || connection.more(target.timeout())) {
            throw failure(head ? NO_BODY : "the connection to be closed, and not a byte more", parsed);
        } else if (connection.end() == null) {
            throw failure(Fault.STILL_OPEN, "the connection to be closed; it is still open", parsed);
        }
        return this;
    }

    /** Nothing comes for that long, and the connection stays open. */
    public Wire expectSilence(Duration time) {
        String expected = "nothing, for " + WireTranscript.seconds(time) + ", on an open connection";
        if (connection.length() > parsed || connection.more(time)) {
            throw failure(head ? NO_BODY : expected, parsed);
        } else if (connection.end() != null) {
            throw ended(expected);
        }
        return this;
    }

    /**
     * Makes a failure with the transcript of this connection, to be thrown.
     *
     * @param expected what should have come, in words
     * @param offset where in all that was received the first wrong byte is; -1 for the last reply's body
     */
    public AssertionError failure(String expected, int offset) {
        Fault end = offset >= 0 || last != null ? null : connection.end();
        int place = offset >= 0 ? offset : last != null ? last.bodyStart() : connection.length();
        return failure(end == null ? Fault.WRONG_VALUE : end, expected, place);
    }

    /** The same for bytes that are not what the grammar allows. */
    public AssertionError malformed(String expected, int offset) {
        return failure(Fault.MALFORMED, expected, offset);
    }

    /** Whether something comes within that time, if only the end; nothing is read. */
    public boolean hasWord(Duration time) {
        return connection.length() > parsed || connection.more(time) || connection.end() != null;
    }

    /** Whether it is open, and the other side has not closed it behind an answer that has been read. */
    boolean inUse() {
        return connection.isOpen() && (connection.end() == null || connection.length() > parsed);
    }

    Connection connection() {
        return connection;
    }

    /** Ends the connection with a reset (RST), as when a cable is pulled and somebody notices. */
    public void reset() {
        connection.reset();
    }

    /** Ends the connection, both ways. What was said can still be told. */
    @Override
    public void close() {
        connection.close();
    }

    /** Waits until the byte at this offset is there; false if it will not come. */
    boolean has(int offset) {
        while (connection.length() <= offset) {
            long left = Math.min(target.timeout().toNanos(), replyDeadline - System.nanoTime());
            if (left <= 0 || (!connection.more(Duration.ofNanos(left)) && connection.length() <= offset)) {
                return false;
            }
        }
        return true;
    }

    /** The byte at an offset that {@link #has} said is there. */
    byte at(int offset) {
        return connection.received()[offset];
    }

    byte[] slice(int from, int to) {
        return Arrays.copyOfRange(connection.received(), from, to);
    }

    /** The failure for bytes that did not come. */
    AssertionError ended(String expected) {
        return failure(connection.end() == null ? Fault.TIMED_OUT : connection.end(), expected, connection.length());
    }

    AssertionError failure(Fault fault, String expected, int offset) {
        return new WireTranscript(connection, target, last, speech).failure(fault, expected, offset);
    }

    /** Adds what both sides have said, and expects nothing. */
    void addSaid(Transcript transcript) {
        new WireTranscript(connection, target, last, speech).addTo(transcript);
    }

    /** Adds a line for a shell that says the same once more. */
    void addAgain(Transcript transcript) {
        new WireTranscript(connection, target, last, speech).addAgain(transcript, "");
    }

    /** For a check that a test made by other means. */
    String with(String message) {
        return new WireTranscript(connection, target, last, speech).check(message);
    }
}
