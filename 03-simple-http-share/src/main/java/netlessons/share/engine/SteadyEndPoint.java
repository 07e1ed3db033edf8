package netlessons.share.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection whose other side has to take what it asked for at some pace. Who takes a byte now and then is never idle,
 * but would keep a buffer, a file and a thread for days.
 */
final class SteadyEndPoint extends SocketChannelEndPoint {
    private final Pace pace;

    /** When the system would take no more; 0: it did. */
    private long full;

    SteadyEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Pace pace) {
        super(channel, selector, key, scheduler);
        this.pace = pace;
    }

    /** Called by one thread at a time, and again when there is room for some more. */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (full == 0) {
            boolean all = super.flush(buffers);
            if (!all) {
                full = System.nanoTime();
            }
            return all;
        }
        long before = remaining(buffers);
        boolean all = super.flush(buffers);
        long now = System.nanoTime();
        pace.add(now - full, before - remaining(buffers));
        full = all ? 0 : now;
        if (all) {
            pace.reset();
        }
        return all;
    }

    private static long remaining(ByteBuffer... buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }
}
