package netlessons.share.read;

import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipOutputStream;

/** Can be given up: then nothing more is said, so that nobody takes what was sent for all. */
final class Zip extends ZipOutputStream {
    private static final int BUFFER = 64 << 10;

    Zip(OutputStream out) {
        super(out);
        buf = new byte[BUFFER]; // half a kilobyte at a time, as it is by default, is slow
        // On a network at home to compress takes longer than to send, and pictures do not get smaller.
        setLevel(Deflater.NO_COMPRESSION);
    }

    /** Gives back what it holds outside of the heap. */
    void end() {
        def.end();
    }
}
