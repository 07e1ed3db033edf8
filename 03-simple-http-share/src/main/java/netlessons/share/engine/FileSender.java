package netlessons.share.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import netlessons.share.http.Content;
import org.eclipse.jetty.io.Content.Sink;

/**
 * Sends parts of files: through memory outside of the heap, which the system reads into and writes from without a copy, and
 * which is used again. Safe for threads.
 */
final class FileSender {
    private static final int BUFFER = 256 << 10;

    /** For those who find no large buffer free. */
    private static final int SMALL = 16 << 10;

    /** Java lets as much memory be taken outside of the heap as in it: of that a quarter is for this. */
    private static final Semaphore LARGE =
            new Semaphore((int) Math.max(1, Math.min(Runtime.getRuntime().maxMemory() / 4 / BUFFER, 1024)));

    private static final ConcurrentLinkedQueue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

    private FileSender() {}

    static void send(Content.FileParts content, Sink out) throws IOException {
        if (!LARGE.tryAcquire()) {
            send(content, ByteBuffer.allocate(SMALL), out);
            return;
        }
        ByteBuffer buffer = FREE.poll();
        try {
            buffer = buffer == null ? ByteBuffer.allocateDirect(BUFFER) : buffer;
            send(content, buffer, out);
        } catch (InterruptedIOException e) { // nobody has waited for what was being written, from this buffer
            buffer = null;
            throw e;
        } finally {
            if (buffer != null) {
                FREE.add(buffer);
            }
            LARGE.release();
        }
    }

    private static void send(Content.FileParts content, ByteBuffer buffer, Sink out) throws IOException {
        for (int i = 0; i < content.parts().size(); i++) {
            write(content.between().get(i), false, out);
            send(content.file(), content.parts().get(i), buffer, out);
        }
        Sink.write(
                out, true, ByteBuffer.wrap(content.between().get(content.parts().size())));
    }

    private static void write(byte[] bytes, boolean last, Sink out) throws IOException {
        if (bytes.length > 0) {
            Sink.write(out, last, ByteBuffer.wrap(bytes));
        }
    }

    private static void send(FileChannel file, Content.Part part, ByteBuffer buffer, Sink out) throws IOException {
        long end = part.position() + part.length();
        for (long at = part.position(); at < end; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int count = file.read(buffer, at);
            if (count < 0) {
                throw new EOFException("The file has become shorter");
            }
            at += count;
            Sink.write(out, false, buffer.flip());
        }
    }
}
