package netlessons.ftp.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a data connection. Any thread may close it, which ends a wait; all else is for one thread. */
public interface DataStream extends Closeable {
    /**
     * Sends a part of a file.
     *
     * @return how many bytes went; less than asked for at the end of the file
     */
    long send(FileChannel file, long position, long count) throws IOException;

    /** Sends all of it. */
    void write(ByteBuffer bytes) throws IOException;

    /** @return at least one byte; -1 at the end */
    int read(ByteBuffer bytes) throws IOException;

    /** Says that nothing more will come: with TLS also that nobody has cut it short. */
    void finish() throws IOException;
}
