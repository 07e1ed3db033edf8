package netlessons.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/** The lesson in this JVM: to stop it is to close it, in the background, as a signal would. */
final class LessonServer implements Server {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

    private final Lesson.Running running;
    private final CopyOnWriteArrayList<CompletableFuture<Void>> stops = new CopyOnWriteArrayList<>();

    LessonServer(Lesson.Running running) {
        this.running = running;
    }

    InetSocketAddress address() {
        return running.address();
    }

    @Override
    public String stop() {
        CompletableFuture<Void> stop = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        running.close();
                        stop.complete(null);
                    } catch (IOException | RuntimeException | Error e) {
                        stop.completeExceptionally(e);
                    }
                },
                "stops the lesson");
        thread.setDaemon(true);
        thread.start();
        stops.add(stop);
        return "close()";
    }

    @Override
    public String stopCommand() {
        return "";
    }

    @Override
    public String interrupt() {
        return Assumptions.abort("nobody can press Ctrl-C in the JVM of the grader");
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        try {
            CompletableFuture.allOf(stops.toArray(CompletableFuture<?>[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the lesson could not be stopped", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String state() {
        return stops.stream().allMatch(CompletableFuture::isDone) ? "it has stopped" : "it has not stopped yet";
    }

    @Override
    public void kill() {
        // one JVM, one life
    }

    /** Waits for it, so that one test does not disturb the next. */
    @Override
    public void close() {
        if (stops.isEmpty()) {
            stop();
        }
        if (!awaitEnd(LONGEST_CLOSE)) {
            System.err.println("The lesson does not stop.");
        }
    }
}
