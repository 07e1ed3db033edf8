package netlessons.downloader.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** From where bytes come only into arrays, into buffers of all kinds. For one thread. */
final class Detour {
    private static final int SIZE = 64 << 10;

    private byte[] bytes; // made if need be: most bodies come without

    /** Where they come from, as {@link java.io.InputStream#read(byte[], int, int)}. */
    interface Source {
        int read(byte[] bytes, int offset, int length) throws IOException;
    }

    int read(Source source, ByteBuffer into) throws IOException {
        if (into.hasArray()) {
            int count = source.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            into.position(into.position() + Math.max(0, count));
            return count;
        }
        if (bytes == null) {
            bytes = new byte[SIZE];
        }
        int count = source.read(bytes, 0, Math.min(SIZE, into.remaining()));
        into.put(bytes, 0, Math.max(0, count));
        return count;
    }
}
