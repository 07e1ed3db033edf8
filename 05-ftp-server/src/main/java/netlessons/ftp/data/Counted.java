package netlessons.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/** A data stream that counts what passes, and keeps to a rate. Any thread may ask for the count. */
public final class Counted implements DataStream {
    /** At a time: so much may take as long as a data connection may rest. */
    private static final int PIECE = 256 << 10;

    private final DataStream stream;
    private final long download;
    private final long upload;
    private final long start = System.nanoTime();
    private volatile long sent;
    private volatile long received;

    /**
     * @param download most bytes a second; 0: no limit
     * @param upload the same
     */
    Counted(DataStream stream, long download, long upload) {
        this.stream = stream;
        this.download = download;
        this.upload = upload;
    }

    public long sent() {
        return sent;
    }

    public long received() {
        return received;
    }

    public long nanos() {
        return System.nanoTime() - start;
    }

    /** As much as goes at a time. */
    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        long went = stream.send(file, position, Math.min(count, piece(download)));
        sent += went;
        keepTo(download, sent);
        return went;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        stream.write(bytes);
        sent += count;
        keepTo(download, sent);
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        bytes.limit((int) Math.min(limit, bytes.position() + piece(upload)));
        int count = stream.read(bytes);
        bytes.limit(limit);
        received += Math.max(count, 0);
        keepTo(upload, received);
        return count;
    }

    private static long piece(long rate) {
        return rate == 0 ? PIECE : Math.max(1, Math.min(PIECE, rate / 4));
    }

    private void keepTo(long rate, long count) throws IOException {
        if (rate > 0) {
            long early = (long) (count * 1e9 / rate) - nanos();
            try {
                TimeUnit.NANOSECONDS.sleep(early);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("The server stops", e);
            }
        }
    }

    @Override
    public void finish() throws IOException {
        stream.finish();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
