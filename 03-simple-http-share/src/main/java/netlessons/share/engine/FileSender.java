package netlessons.share.engine;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import netlessons.share.http.Content;
import org.eclipse.jetty.io.Content.Sink;

/** Sends parts of files: through memory outside of the heap, which is used again. Safe for threads. */
final class FileSender {
    private static final int BUFFER = 256 << 10;
    private static final ConcurrentLinkedQueue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

    private FileSender() {}

    static void send(Content.FileParts content, Sink out) throws IOException {
        ByteBuffer buffer = FREE.poll();
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(BUFFER);
        }
        try {
            for (int i = 0; i < content.parts().size(); i++) {
                write(content.between().get(i), false, out);
                send(content.file(), content.parts().get(i), buffer, out);
            }
            byte[] end = content.between().get(content.parts().size());
            Sink.write(out, true, ByteBuffer.wrap(end));
        } finally {
            FREE.add(buffer);
        }
    }

    private static void write(byte[] bytes, boolean last, Sink out) throws IOException {
        if (bytes.length > 0) {
            Sink.write(out, last, ByteBuffer.wrap(bytes));
        }
    }

    private static void send(FileChannel file, Content.Part part, ByteBuffer buffer, Sink out) throws IOException {
        long end = part.position() + part.length();
        for (long at = part.position(); at < end; ) {
            buffer.clear().limit((int) Math.min(BUFFER, end - at));
            int count = file.read(buffer, at);
            if (count < 0) {
                throw new EOFException("The file has become shorter");
            }
            at += count;
            Sink.write(out, false, buffer.flip());
        }
    }
}
