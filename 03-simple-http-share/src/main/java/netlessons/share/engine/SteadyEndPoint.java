package netlessons.share.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection whose other side has to take what it asked for at some pace. Who takes a byte now and then is never idle,
 * but would keep a buffer, a file and a thread for days.
 */
final class SteadyEndPoint extends SocketChannelEndPoint {
    private final SpeedGuard guard;

    /** When the system would take no more; 0: it did. */
    private long full;

    /** How long it has been full, in nanoseconds, since it was so the last time but one. */
    private long waited;

    /** Bytes that it has taken in all. */
    private volatile long taken;

    /** The same, until it was full the last time. */
    private long before;

    SteadyEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, SpeedGuard guard) {
        super(channel, selector, key, scheduler);
        this.guard = guard;
    }

    /**
     * Called by one thread at a time, and again when there is room for some more. What the other side has taken shows only
     * when the system is full once more: before that it may have room for much more than we have just now.
     */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long size = remaining(buffers);
        boolean all = super.flush(buffers);
        taken += size - remaining(buffers);
        if (full == 0 && all) {
            return true;
        }
        long now = System.nanoTime();
        waited += full == 0 ? 0 : now - full;
        full = all ? 0 : now;
        if (!all) {
            long time = waited;
            long count = taken - before;
            waited = 0;
            before = taken;
            if (time > 0) {
                guard.add(time, count);
            }
        }
        return all;
    }

    /**
     * The system says that there is room again when a third of its buffer is empty. That may be a megabyte, which at 20 KB
     * a second takes longer than a connection may rest. So whoever seems to rest is offered some more, and stays if he
     * has made room for it.
     */
    @Override
    protected void onIdleExpired(TimeoutException e) {
        long sofar = taken;
        if (getWriteFlusher().isPending()) {
            getWriteFlusher().completeWrite();
        }
        if (taken == sofar) {
            super.onIdleExpired(e);
        }
    }

    private static long remaining(ByteBuffer... buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }
}
