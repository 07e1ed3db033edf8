package netlessons.webserver;

import java.nio.ByteBuffer;

/** A body of as many bytes as Content-Length says, RFC 9112 section 6.2. */
final class FixedDecoder implements BodyDecoder {
    private long remaining;

    FixedDecoder(long length) {
        this.remaining = length;
    }

    @Override
    public void decode(ByteBuffer in, ByteBuffer out) {
        remaining -= BodyDecoder.move(in, out, remaining);
    }

    @Override
    public boolean isDone() {
        return remaining == 0;
    }

    @Override
    public long remaining() {
        return remaining;
    }
}
