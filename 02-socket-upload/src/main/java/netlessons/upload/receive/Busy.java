package netlessons.upload.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FrameEncoder;
import netlessons.upload.protocol.Message;

/**
 * Clients for whom there is no room: each is told so, without a wait and without a thread. They are let go a second
 * later, because a connection that is closed with bytes unread ends with a reset, which can take our words with it.
 */
final class Busy {
    private static final long STAY = TimeUnit.SECONDS.toNanos(1);

    /** Beyond that the one that came first goes at once. */
    private static final int MOST = 64;

    private record Leaving(SocketChannel client, long end) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Leaving> leaving = new ArrayDeque<>();
    private final ByteBuffer unwanted = ByteBuffer.allocate(4 << 10);

    /** Tells the client; closes its channel in the end. Never waits for it. */
    void turnAway(SocketChannel client) throws IOException {
        try {
            client.configureBlocking(false);
            FrameEncoder out = new FrameEncoder(client, 1 << 10); // the system's buffer for a new socket is larger
            out.preamble();
            out.write(Message.Refusal.error(Code.BUSY, "Too many connections at the moment."));
            out.flush();
            client.shutdownOutput();
        } catch (IOException | RuntimeException | Error e) {
            client.close();
            throw e;
        }
        lock.lock();
        try {
            leaving.add(new Leaving(client, System.nanoTime() + STAY));
            if (leaving.size() > MOST) {
                leaving.remove().client().close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets go those that have gone themselves or have stayed long enough. For the clock. */
    void check(long now) {
        lock.lock();
        try {
            leaving.removeIf(one -> {
                boolean goes = now - one.end() > 0
                        || !Quietly.run(() -> drain(one.client()))
                        || !one.client().isOpen();
                return goes && (Quietly.run(one.client()::close) || true);
            });
        } finally {
            lock.unlock();
        }
    }

    private void drain(SocketChannel client) throws IOException {
        int count = client.read(unwanted.clear());
        while (count > 0) {
            count = client.read(unwanted.clear());
        }
        if (count < 0) {
            client.close();
        }
    }

    /** Lets all go. */
    void close() {
        check(Long.MAX_VALUE);
    }
}
