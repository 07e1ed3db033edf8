package netlessons.share.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import netlessons.share.http.HttpError;

/** A body that may not be longer than something: of a form, what nobody wants would be read else, for ever. */
final class Limited extends FilterInputStream {
    private final int said;
    private long left;

    /**
     * @param most bytes
     * @param said the number that the client gets to know
     */
    Limited(InputStream in, long most, int said) {
        super(in);
        this.left = most;
        this.said = said;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws HttpError 413 once more has come */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            throw Payload.tooLarge(said);
        }
        return count;
    }
}
