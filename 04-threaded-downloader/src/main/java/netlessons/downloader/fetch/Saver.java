package netlessons.downloader.fetch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.file.Part;

/**
 * A thread that puts on disk what has come, every few seconds, so that a crash costs no more than that. More often would
 * cost the fast ones more than it saves: the system writes in the background anyway. Safe for threads.
 */
final class Saver implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final Set<Part> parts = ConcurrentHashMap.newKeySet();
    private final Scope scope = new Scope();
    private final Thread thread = new Thread(this::run, "saver");

    Saver() {
        thread.setDaemon(true);
        thread.start();
    }

    void add(Part part) {
        parts.add(part);
    }

    void remove(Part part) {
        parts.remove(part);
    }

    private void run() {
        try {
            while (!scope.await(INTERVAL)) {
                parts.forEach(Saver::save);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void save(Part part) {
        try {
            part.save();
        } catch (DiskFault e) {
            // Who writes it, or gives it its name, meets the same fault and says so.
        }
    }

    @Override
    public void close() {
        scope.end();
    }
}
