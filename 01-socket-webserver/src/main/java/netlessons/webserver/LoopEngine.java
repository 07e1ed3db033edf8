package netlessons.webserver;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A few event loops, each with connections of its own; a new one goes to the loop that has the fewest. */
final class LoopEngine implements Engine {
    private final List<Loop> loops;

    LoopEngine(Executor blocking, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("without a loop nobody is served");
        }
        loops = Stream.generate(() -> new Loop(blocking)).limit(count).toList();
    }

    @Override
    public void serve(ServerSocketChannel listener, Service service) {
        loops.forEach(Loop::start);
        Acceptor.accept(
                listener,
                service.limits().connections(),
                this::connections,
                client -> loops.stream()
                        .min(Comparator.comparingInt(Loop::connections))
                        .orElseThrow()
                        .serve(client, service));
    }

    private int connections() {
        return loops.stream().mapToInt(Loop::connections).sum();
    }

    @Override
    public void stop(Limits limits) throws IOException, InterruptedException {
        long end = System.nanoTime() + limits.grace().toNanos();
        try {
            loops.forEach(Loop::stop);
            while (connections() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } finally {
            loops.forEach(Loop::end);
        }
        for (Loop loop : loops) {
            loop.join();
        }
    }
}
