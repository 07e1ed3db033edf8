package netlessons.share.read;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import netlessons.share.http.HardWork;
import netlessons.share.http.HttpError;

/**
 * Places for what takes much memory, or keeps a disk busy. However many ask at once, there is a bound to what they take: the
 * others wait for a while, in the order of their coming. Safe for threads.
 */
final class Room {
    /** Of Java's memory, in bytes, what one long list, or an archive of so many files, may take. */
    private static final long LARGE = 64 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Semaphore places;
    private final Duration patience;

    Room(int places) {
        this(places, PATIENCE);
    }

    /** @param patience how long one waits for a place */
    Room(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /** With as many places as there is memory for what is large. */
    static Room forLarge() {
        return new Room((int) Math.max(1, Runtime.getRuntime().maxMemory() / LARGE));
    }

    /** Does it in a thread of the system, once there is a place. */
    <T> T run(HardWork.Work<T> work) throws IOException {
        enter();
        try {
            return HardWork.run(work);
        } finally {
            leave();
        }
    }

    /**
     * Takes a place, which has to be given back.
     *
     * @throws HttpError 503 if none has become free
     */
    void enter() {
        try {
            if (places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is stopping
        }
        throw new HttpError(503, "Too many are asking for long lists, or large archives, at the moment.");
    }

    void leave() {
        places.release();
    }
}
