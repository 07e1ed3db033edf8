package netlessons.share.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A request's body that can be had as it lies in the engine's memory, without a copy. For one thread. */
public interface Buffers {
    /**
     * What comes next; waits until something does.
     *
     * @return at least one byte, to be used before this is called again; null at the end of the body
     * @throws IOException if the body breaks off
     */
    ByteBuffer next() throws IOException;

    /** Any body, with a copy if it cannot be had without. */
    static Buffers of(InputStream body) {
        if (body instanceof Buffers buffers) {
            return buffers;
        }
        byte[] bytes = new byte[64 << 10];
        return () -> {
            int count = body.read(bytes);
            return count < 0 ? null : ByteBuffer.wrap(bytes, 0, count);
        };
    }
}
