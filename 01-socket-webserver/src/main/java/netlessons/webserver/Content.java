package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** The body of a response: its length is known before the first byte goes out. */
public sealed interface Content extends Closeable {
    Content NONE = new Bytes(new byte[0]);

    /** Length in bytes. */
    long length();

    /** Bytes in memory. Whoever hands them over must not change them any more. */
    record Bytes(byte[] bytes) implements Content {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** A part of an open file. The server closes it once the response is sent, or could not be; nobody else does. */
    record FilePart(FileChannel file, long position, long length) implements Content {
        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
