package netlessons.upload;

import java.nio.ByteBuffer;

/** The six bytes with which each side begins: section 1 of docs/02-protocol.md. */
final class Preamble {
    static final int LENGTH = 6;
    private static final int MAGIC = 'N' << 24 | 'L' << 16 | 'U' << 8 | 'P';
    private static final byte VERSION = 1;

    private Preamble() {}

    static void put(ByteBuffer out) {
        out.putInt(MAGIC).put(VERSION).put((byte) 0);
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
