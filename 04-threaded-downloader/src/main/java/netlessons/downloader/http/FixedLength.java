package netlessons.downloader.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/**
 * A body whose length was announced (RFC 9112 section 6.2): most are. What came with the head is in the buffer, the rest
 * goes past it.
 */
final class FixedLength implements Body {
    private final SessionInputBufferImpl buffer;
    private final Inlet in;
    private final Detour detour;
    private long left;

    FixedLength(SessionInputBufferImpl buffer, Inlet in, Detour detour, long length) {
        this.buffer = buffer;
        this.in = in;
        this.detour = detour;
        this.left = length;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (left == 0) {
            return -1;
        }
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + left));
        int count = buffer.hasBufferedData()
                ? detour.read((bytes, offset, length) -> buffer.read(bytes, offset, length, in), into)
                : in.read(into);
        into.limit(limit);
        if (count < 0) {
            throw new EOFException("the body breaks off");
        }
        left -= count;
        return count;
    }
}
