package netlessons.share.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.List;

/** The body of a response. */
public sealed interface Content extends Closeable {
    Content NONE = new Bytes(new byte[0]);

    /** In bytes; -1 if it is not known before it is written. */
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

    /** A part of an open file. */
    record Part(long position, long length) {}

    /**
     * Parts of an open file. The engine closes it once the response is sent, or could not be; nobody else does.
     *
     * @param between what stands before each part, and behind the last one: for one part nothing, for several the
     *     boundaries of multipart/byteranges
     */
    record FileParts(FileChannel file, List<Part> parts, List<byte[]> between) implements Content {
        /** One part, and nothing else. */
        public static FileParts of(FileChannel file, long position, long length) {
            return new FileParts(file, List.of(new Part(position, length)), List.of(new byte[0], new byte[0]));
        }

        @Override
        public long length() {
            return parts.stream().mapToLong(Part::length).sum()
                    + between.stream().mapToLong(bytes -> bytes.length).sum();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** What is made while it is sent. */
    record Written(Writer writer) implements Content {
        @Override
        public long length() {
            return -1;
        }

        @Override
        public void close() {
            // the writer closes what it opens
        }
    }

    /** Writes a body. */
    interface Writer {
        /** @throws IOException also if the client has gone; just let it pass */
        void writeTo(OutputStream out) throws IOException;
    }
}
