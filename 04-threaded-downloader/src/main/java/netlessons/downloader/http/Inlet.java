package netlessons.downloader.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What comes on a connection, and what is to be remembered of it. HttpCore takes the end of a connection for the end of
 * whatever it reads, be it the middle of a line.
 */
final class Inlet extends FilterInputStream {
    private final Body direct;
    private long received;
    private long most = Long.MAX_VALUE;
    private boolean ended;

    /** @param direct what brings the same bytes straight into buffers */
    Inlet(InputStream in, Body direct) {
        super(in);
        this.direct = direct;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (received >= most) {
            throw new TooMuch();
        }
        return counted(in.read(bytes, offset, length));
    }

    int read(ByteBuffer into) throws IOException {
        return counted(direct.read(into));
    }

    private int counted(int count) {
        if (count < 0) {
            ended = true;
        } else {
            received += count;
        }
        return count;
    }

    /** Over all. */
    long received() {
        return received;
    }

    /** The other side has closed, and we have seen it. */
    boolean ended() {
        return ended;
    }

    /** No more than so many bytes may come from now on, more or less. */
    void atMost(long bytes) {
        most = received + bytes;
    }

    void unbounded() {
        most = Long.MAX_VALUE;
    }

    /** More came than may. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;
    }
}
