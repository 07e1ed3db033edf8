package netlessons.webserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Executor;

/**
 * How the server shares its time among its clients. All engines speak the same HTTP with the same parser, handlers
 * and responses; they differ in what happens while one client is slow. To choose from, not to implement.
 */
public sealed interface Engine permits BlockingEngine, LoopEngine {

    /** One client at a time: the next waits until the connection before has ended. */
    static Engine single() {
        return new BlockingEngine(Runnable::run);
    }

    /**
     * Each connection is a task that may block for as long as the connection lasts.
     *
     * @param executor must start every task at once, each in a thread of its own; {@link Limits#connections} says how
     *     many there can be
     */
    static Engine threads(Executor executor) {
        return new BlockingEngine(executor);
    }

    /**
     * Event loops: a few threads, each of which serves thousands of connections by never waiting for one of them.
     *
     * @param blocking runs the handlers that {@linkplain Handler#mayBlock may block}; must start every task at once
     * @param loops how many; more than there are processors do not help
     * @throws UncheckedIOException if the system has no more descriptors to give
     */
    static Engine loop(Executor blocking, int loops) {
        return new LoopEngine(blocking, loops);
    }

    /** Accepts and serves connections until the listener is closed. */
    void serve(ServerSocketChannel listener, Service service);

    /** After the listener is closed: lets requests in flight finish within the grace, then ends every connection. */
    void stop(Limits limits) throws IOException, InterruptedException;
}
