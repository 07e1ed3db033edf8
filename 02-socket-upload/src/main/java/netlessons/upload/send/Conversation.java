package netlessons.upload.send;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.List;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.FrameReader;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.Preamble;
import netlessons.upload.protocol.ProtocolException;

/**
 * One connection, from the preamble to its end: this thread sends uploads as long as there are any, another one reads the
 * answers at the same time.
 */
final class Conversation {
    /** How long to wait for more to send before the connection is closed; shorter than any receiver's patience. */
    private static final Duration LINGER = Duration.ofMillis(500);

    /** For the last answers when the sender is stopped. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** For the ERROR frame that may have come just before the connection was closed. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final ByteChannel channel;
    private final Job job;
    private final FrameReader in;
    private final Unanswered unanswered = new Unanswered();
    private Outgoing held;

    Conversation(ByteChannel channel, Job job) {
        this.channel = channel;
        this.job = job;
        this.in = new FrameReader(channel, new FrameDecoder(false, Message.Limits.LEAST));
    }

    /** Whether the receiver owes an answer. */
    boolean isOwed() {
        return !unanswered.isEmpty();
    }

    /**
     * Says hello.
     *
     * @return what the receiver accepts
     * @throws IOException also if it is no receiver, or refuses the connection
     */
    Message.Limits begin() throws IOException {
        ByteBuffer hello = ByteBuffer.allocate(Preamble.LENGTH);
        Preamble.put(hello);
        hello.flip();
        while (hello.hasRemaining()) {
            channel.write(hello);
        }
        try {
            in.preamble();
        } catch (ProtocolException e) {
            throw new Fault(
                            e.code().name(),
                            false,
                            "There is no receiver that speaks version 1 of the upload protocol.")
                    .asException();
        }
        Frame frame = in.next();
        if (frame == null) {
            throw new EOFException("The receiver closed the connection.");
        }
        Message message =
                frame.type() == FrameType.COMMITTED || frame.type() == FrameType.HAVE ? null : frame.message();
        if (message instanceof Message.Refusal refusal && refusal.type() == FrameType.ERROR) {
            throw Fault.of(refusal).asException();
        } else if (message instanceof Message.Limits limits) {
            return limits;
        }
        throw new ProtocolException(Code.STATE, "The first frame is " + frame.type() + ", not LIMITS.");
    }

    // @start region=conversation
    /**
     * Sends uploads until there are no more, and waits for all answers.
     *
     * @param first the upload for which the connection was made
     * @throws IOException if the connection broke: see {@link #held} and {@link #rest}
     */
    void send(Message.Limits limits, Outgoing first) throws IOException, InterruptedException {
        held = first;
        Answers reader = new Answers(in, unanswered, job);
        Thread answers = new Thread(reader, "answers");
        answers.setDaemon(true);
        try {
            reader.early();
            answers.start();
            Outlet out = new Outlet(channel, limits, job);
            FileSender files = new FileSender(out, unanswered, job);
            while (held != null) {
                unanswered.check();
                if (unanswered.isFull()) {
                    out.flush();
                    unanswered.awaitRoom();
                }
                Outgoing next = held;
                held = null;
                files.send(next);
                out.flushIfOld();
                held = job.backlog().poll();
                if (held == null) {
                    out.flush(); // there is nothing to gather any more
                    held = job.backlog().take(LINGER, unanswered::isBroken);
                }
            }
            unanswered.awaitAll();
        } catch (IOException e) {
            throw reason(e, answers);
        } finally {
            channel.close();
            answers.join(); // it ends now that the channel is closed; until then it may settle something
        }
    }
    // @end

    /** If the receiver has said why the connection ends, that tells more than how the writing thread felt it. */
    private IOException reason(IOException felt, Thread answers) throws InterruptedException {
        if (job.isStopped()) {
            unanswered.awaitEnded(GRACE.toNanos());
            return felt;
        }
        answers.join(LAST_WORDS.toMillis());
        try {
            unanswered.check();
        } catch (IOException heard) {
            return heard instanceof Fault.Refused || !(felt instanceof Fault.Refused) ? heard : felt;
        }
        return felt;
    }

    /** After the connection broke: the upload that it had taken and not begun, or null. */
    Outgoing held() {
        return held;
    }

    /** After the connection broke: what the receiver never answered. */
    List<Attempt> rest() {
        return unanswered.rest();
    }
}
