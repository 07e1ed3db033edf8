package netlessons.downloader.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection whose reads end at a deadline. A socket's own time-out is for one read: who sends a byte now and then
 * is never late. Here a whole head, or a whole TLS handshake, has to come in time; and of a body something of use.
 */
final class Line extends ChannelSocket {
    private static final int MILLION = 1_000_000;

    /** Something of use may take so many times as long as silence may: TLS brings nothing until a record is whole. */
    private static final int PATIENCE = 10;

    private final ByteBuffer one = ByteBuffer.allocate(1);
    private long deadline;
    private boolean bounded;
    private long silence;
    private boolean ended;

    Line() throws IOException {
        super(SocketChannel.open());
        getChannel().setOption(StandardSocketOptions.TCP_NODELAY, true); // a request is one write
    }

    /** All that is read from now on has to be there by then, in System.nanoTime. */
    void until(long nanos) {
        deadline = nanos;
        bounded = true;
    }

    /** From now on a read ends if nothing at all comes for so long. */
    void unlessSilentFor(int millis) throws IOException {
        bounded = false;
        silence = millis;
        setSoTimeout(millis);
        expect();
    }

    /** From now on something of use has to come, be it a byte: the framing of chunks or of TLS alone may go on for ever. */
    void expect() {
        if (!bounded) {
            deadline = System.nanoTime() + PATIENCE * silence * MILLION;
        }
    }

    /** The other side has closed, and it was read that far. */
    boolean ended() {
        return ended;
    }

    /**
     * Reads all that is here, or waits for some more. Into a direct buffer it comes without a detour: a stream would have
     * the bytes copied, and with the one that a file is written with twice.
     */
    int read(ByteBuffer into) throws IOException {
        int count = readAtOnce(into);
        if (count == 0) {
            count = getInputStream().read(one.array());
            if (count > 0) {
                into.put(one.get(0));
                count += Math.max(0, readAtOnce(into));
            }
        }
        return count;
    }

    /** So that there is no system call more than need be, neither here nor where they are written: all that fits. */
    private int readAtOnce(ByteBuffer into) throws IOException {
        int before = into.position();
        getChannel().configureBlocking(false);
        try {
            while (into.hasRemaining()) {
                int count = getChannel().read(into);
                if (count < 0) {
                    ended = true;
                    return into.position() == before ? count : into.position() - before;
                } else if (count == 0) {
                    break;
                }
            }
        } catch (IOException e) {
            if (into.position() == before) {
                throw e;
            } // else what is before it is good, and the next read meets it again
        } finally {
            getChannel().configureBlocking(true);
        }
        return into.position() - before;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException("too late");
                } else if (bounded) {
                    setSoTimeout((int) Math.min(Integer.MAX_VALUE, left / MILLION + 1));
                }
                int count = in.read(bytes, offset, length);
                ended |= count < 0;
                return count;
            }
        };
    }
}
