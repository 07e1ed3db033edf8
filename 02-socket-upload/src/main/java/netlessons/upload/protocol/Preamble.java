package netlessons.upload.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The six bytes with which each side begins: section 1 of docs/02-protocol.md. */
public final class Preamble {
    public static final int LENGTH = 6;
    private static final int MAGIC = 'N' << 24 | 'L' << 16 | 'U' << 8 | 'P';
    private static final byte VERSION = 1;

    private Preamble() {}

    public static void put(ByteBuffer out) {
        out.putInt(MAGIC).put(VERSION).put((byte) 0);
    }

    /**
     * Waits for that of the other side.
     *
     * @throws EOFException if it closed the connection before
     * @throws ProtocolException if it is none of this version
     */
    public static void read(ReadableByteChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("The connection was closed before the preamble.");
            }
        }
        check(bytes.flip());
    }

    /**
     * Takes one from the buffer.
     *
     * @throws ProtocolException if it is none of this version
     */
    static void check(ByteBuffer in) throws ProtocolException {
        if (in.getInt() != MAGIC) {
            throw new ProtocolException(Code.NOT_THIS_PROTOCOL, "This is an upload port of netlessons, lesson 02.");
        }
        int version = in.get() & 0xFF;
        int flags = in.get() & 0xFF;
        if (version != VERSION || flags != 0) {
            throw new ProtocolException(
                    Code.VERSION,
                    "Version 1 without flags is spoken here, not %d with 0x%02x.".formatted(version, flags));
        }
    }
}
