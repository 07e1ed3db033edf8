package netlessons.share.tus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Upload;

/** One upload, from its creation to its end. Safe for threads: who writes has it alone. */
final class Transfer {
    private static final int BUFFER = 256 << 10;

    /** Held by who writes to it; others need not wait for that, they are told so. */
    final ReentrantLock writing = new ReentrantLock();

    private final Upload upload;
    private final long length;
    private volatile long touched = System.nanoTime();
    private volatile boolean done;

    Transfer(Upload upload, long length) {
        this.upload = upload;
        this.length = length;
    }

    long length() {
        return length;
    }

    /** How much has come. */
    long offset() {
        return done ? length : upload.size();
    }

    /** In nanoseconds. */
    long idle() {
        return System.nanoTime() - touched;
    }

    /** Appends what comes; all of it is there when this returns. What came before it broke off stays. */
    void append(InputStream body) throws Refused, IOException {
        byte[] bytes = new byte[BUFFER];
        for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
            if (count > length - upload.size()) {
                throw new Refused(Refused.Reason.TOO_LARGE, "More came than the upload's length.");
            }
            upload.write(ByteBuffer.wrap(bytes, 0, count));
            touched = System.nanoTime();
        }
    }

    /** Gives the file its name, once all of it is there. */
    void publishIfWhole() throws Refused, IOException {
        if (!done && upload.size() == length) {
            upload.publish(there -> true);
            done = true;
            upload.close();
        }
    }

    /** What is not whole goes; a thread that writes to it fails. */
    void end() throws IOException {
        upload.close();
    }
}
