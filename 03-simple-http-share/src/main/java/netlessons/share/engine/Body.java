package netlessons.share.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import netlessons.share.http.Buffers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.IO;

/**
 * A request's body as it comes out of Jetty; it has to come at some pace. A byte now and then keeps any idle time-out
 * from ending, and holds a thread, a connection and a temporary file. (Jetty 12.1 has setMinRequestDataRate, but nothing
 * asks for it.) For one thread.
 */
final class Body extends InputStream implements Buffers {
    /**
     * How long a client may go on to send what nobody wants any more. To close at once would be a reset, which takes the
     * answer away from a client that has not read it yet (RFC 9112 section 9.6).
     */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private final Content.Source source;
    private final Limits limits;

    /** What is being read; given back to Jetty when the next one is needed. */
    private Content.Chunk chunk = Content.Chunk.EMPTY;

    /** There is none as long as all is there when it is asked for. */
    private SpeedGuard guard;

    /** That came since the last time somebody had to wait. */
    private long bytes;

    private boolean asked;

    Body(Content.Source source, Limits limits) {
        this.source = source;
        this.limits = limits;
    }

    @Override
    public ByteBuffer next() throws IOException {
        return fill() ? chunk.getByteBuffer() : null;
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk.getByteBuffer().get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        } else if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.remaining());
        chunk.getByteBuffer().get(bytes, offset, count);
        return count;
    }

    @Override
    public int available() {
        return chunk.remaining();
    }

    /** Waits until there is something to read; false at the end. */
    private boolean fill() throws IOException {
        while (!chunk.hasRemaining()) {
            if (Content.Chunk.isFailure(chunk)) { // also when it is asked once more: it must not look like the end
                // Jetty's idle time-out ends here, too.
                throw chunk.getFailure() instanceof TimeoutException
                        ? new SpeedGuard.TooSlow()
                        : IO.rethrow(chunk.getFailure());
            } else if (chunk.isLast()) {
                return false;
            }
            chunk.release();
            chunk = Content.Chunk.EMPTY;
            Content.Chunk next = source.read();
            if (next == null) {
                await();
            } else {
                chunk = next;
                bytes += next.remaining();
            }
        }
        return true;
    }

    /**
     * Waits until there is something to read, but not for ever: what keeps a connection from being idle need not be a part
     * of the body. The length of a chunk may be followed by an extension, a byte of it every now and then.
     */
    private void await() throws IOException {
        if (guard == null) {
            guard = new SpeedGuard(limits.minimumRate(), limits.patience());
        }
        long before = System.nanoTime();
        try {
            if (!arrives(limits.idleTimeout().toNanos())) {
                throw new SpeedGuard.TooSlow();
            }
            guard.add(System.nanoTime() - before, bytes);
            bytes = 0;
        } catch (SpeedGuard.TooSlow e) {
            throw fail(e);
        }
    }

    private boolean arrives(long nanos) throws IOException {
        Semaphore arrival = new Semaphore(0);
        asked = true;
        source.demand(arrival::release);
        try {
            return arrival.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fail(new InterruptedIOException("The server stops"));
        }
    }

    /** Whether somebody has waited for it: then a client that waited for a 100 (Continue) has got it. */
    boolean asked() {
        return asked;
    }

    /**
     * Throws away the rest, for a while: of what comes as fast as we throw it away there is always some.
     *
     * @param waits for more; else it is only what is there
     * @return whether the body has come to its end
     */
    boolean skip(boolean waits) {
        long deadline = System.nanoTime() + LINGER.toNanos();
        try {
            while (!chunk.isLast()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                chunk.release();
                chunk = Content.Chunk.EMPTY;
                Content.Chunk next = source.read();
                if (next != null) {
                    chunk = next;
                } else if (!waits || !arrives(left)) {
                    return false;
                }
            }
            return !Content.Chunk.isFailure(chunk);
        } catch (IOException e) {
            return false;
        }
    }

    /** It will not become any better, also when it is asked once more. */
    private IOException fail(IOException e) {
        source.fail(e);
        chunk = Content.Chunk.from(e);
        return e;
    }

    /** Gives back what Jetty lent us; the rest of the body stays where it is. Once more does nothing. */
    @Override
    public void close() {
        chunk.release();
        chunk = Content.Chunk.EOF;
    }
}
