package netlessons.ftp.data;

import java.nio.ByteBuffer;

/**
 * TYPE A: on the way lines end in CR LF (RFC 959 section 3.1.1.1), here in LF. A CR LF that is in a file goes as it is, since
 * nobody wants a CR CR LF back. For one direction of one transfer, and one thread.
 */
public final class LineEnds {
    private byte last;
    private boolean held; // a CR whose successor has not come yet

    /** As it is sent; good until the next call. */
    public ByteBuffer toNetwork(ByteBuffer file) {
        ByteBuffer out = ByteBuffer.allocate(2 * file.remaining());
        while (file.hasRemaining()) {
            byte b = file.get();
            if (b == '\n' && last != '\r') {
                out.put((byte) '\r');
            }
            out.put(b);
            last = b;
        }
        return out.flip();
    }

    /** As it is stored. */
    public ByteBuffer toFile(ByteBuffer network) {
        ByteBuffer out = ByteBuffer.allocate(network.remaining() + 1);
        while (network.hasRemaining()) {
            byte b = network.get();
            if (held && b != '\n') {
                out.put((byte) '\r');
            }
            held = b == '\r';
            if (!held) {
                out.put(b);
            }
        }
        return out.flip();
    }

    /** What is left at the end. */
    public ByteBuffer rest() {
        return held ? ByteBuffer.wrap(new byte[] {'\r'}) : ByteBuffer.allocate(0);
    }
}
