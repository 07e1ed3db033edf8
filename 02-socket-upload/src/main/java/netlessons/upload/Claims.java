package netlessons.upload;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Which connection has which upload open. A sender that lost its connection comes back with the same id, often long
 * before we notice that the old connection is dead: so the newer one wins. Safe for use by many threads.
 */
final class Claims {
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(2);

    /** Has an upload open. */
    interface Holder {
        /** Somebody else wants it: let go of it soon. May be called many times, from any thread. */
        void letGo();
    }

    private final ConcurrentHashMap<UploadId, Holder> holders = new ConcurrentHashMap<>();
    private final Duration patience;

    /** @param patience how long an older connection may take to let go */
    Claims(Duration patience) {
        this.patience = patience;
    }

    // @start region=claim
    /**
     * Takes the upload, from an older holder if need be. Waits for that one to let go: it may be about to write.
     *
     * @throws Rejection IN_USE if it does not
     */
    void take(UploadId id, Holder holder) throws Rejection {
        long end = System.nanoTime() + patience.toNanos();
        Holder older = holders.putIfAbsent(id, holder);
        while (older != null) {
            if (System.nanoTime() - end > 0) {
                throw new Rejection(Code.IN_USE, "Another connection sends this very upload.");
            }
            older.letGo();
            LockSupport.parkNanos(LOOK_AGAIN);
            older = holders.putIfAbsent(id, holder);
        }
    }
    // @end

    /** The same without a wait, if nobody has it. */
    boolean tryTake(UploadId id, Holder holder) {
        return holders.putIfAbsent(id, holder) == null;
    }

    void release(UploadId id, Holder holder) {
        holders.remove(id, holder);
    }
}
