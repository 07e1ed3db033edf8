package netlessons.downloader.fetch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.file.Part;

/**
 * A thread that puts on disk what has come, every second, so that a crash costs no more than that. It also keeps the disk
 * busy while the network is, rather than after it. Safe for threads.
 */
final class Saver implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

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
