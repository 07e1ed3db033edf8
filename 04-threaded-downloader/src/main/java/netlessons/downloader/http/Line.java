package netlessons.downloader.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A TCP connection whose reads end at a deadline. A socket's own time-out is for one read: who sends a byte now and then
 * is never late. Here a whole head, or a whole TLS handshake, has to come in time; and of a body something of use.
 */
final class Line extends Socket {
    private static final int MILLION = 1_000_000;

    /** Something of use may take so many times as long as silence may: TLS brings nothing until a record is whole. */
    private static final int PATIENCE = 10;

    private long deadline;
    private boolean bounded;
    private long silence;
    private boolean ended;

    /** With a socket of the system from the start: one that is made in connect() is not closed by a close() meanwhile. */
    Line() throws IOException {
        setTcpNoDelay(true); // a request is one write
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
