package netlessons.downloader.http;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Iterator;

/** Connections that wait for the next request. Safe for threads. */
final class Kept implements Closeable {
    /** In nanoseconds: most servers have closed them by then. */
    private static final long LONGEST = 30_000_000_000L;

    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final int most;
    private boolean closed;

    Kept(int most) {
        this.most = most;
    }

    /** The one that was used last; null if there is none. */
    synchronized Connection take(Route route) {
        for (Iterator<Connection> all = idle.iterator(); all.hasNext(); ) {
            Connection connection = all.next();
            boolean wanted = connection.route().isSame(route);
            if (wanted || connection.keptFor() > LONGEST) {
                all.remove();
                if (wanted && connection.keptFor() <= LONGEST && connection.isClean()) {
                    return connection;
                }
                connection.close();
            }
        }
        return null;
    }

    synchronized void keep(Connection connection) {
        if (closed) {
            connection.close();
            return;
        }
        connection.done();
        idle.addFirst(connection);
        if (idle.size() > most) {
            idle.removeLast().close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Connection connection : idle) {
            connection.close();
        }
        idle.clear();
    }
}
