package netlessons.share.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import netlessons.share.http.Buffers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.IO;

/** A request's body as it comes out of Jetty. For one thread. */
final class Body extends InputStream implements Buffers {
    private final Content.Source source;

    /** What is being read; given back to Jetty when the next one is needed. */
    private Content.Chunk chunk = Content.Chunk.EMPTY;

    Body(Content.Source source) {
        this.source = source;
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
                throw IO.rethrow(chunk.getFailure());
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
            }
        }
        return true;
    }

    private void await() throws IOException {
        try (Blocker.Runnable arrival = Blocker.runnable()) {
            source.demand(arrival);
            arrival.block();
        }
    }

    /** Gives back what Jetty lent us; the rest of the body stays where it is. Once more does nothing. */
    @Override
    public void close() {
        chunk.release();
        chunk = Content.Chunk.EOF;
    }
}
