package netlessons.upload.receive;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.UploadId;

/**
 * Which connection has which upload open. A sender that lost its connection comes back with the same id, often long
 * before we notice that the old connection is dead: so the newer one wins. Safe for use by many threads.
 */
final class Claims {
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(2);

    /**
     * Has an upload open, or wants one.
     *
     * @param number in the order in which the connections came
     * @param letGo somebody newer wants it: let go of it soon; may be run many times, from any thread
     */
    record Holder(long number, Runnable letGo) {}

    private final AtomicLong holders = new AtomicLong();
    private final ConcurrentHashMap<UploadId, Claim> claims = new ConcurrentHashMap<>();
    private final Duration patience;

    /** @param patience how long an older connection may take to let go */
    Claims(Duration patience) {
        this.patience = patience;
    }

    /** One that is newer than all before. */
    Holder holder(Runnable letGo) {
        return new Holder(holders.getAndIncrement(), letGo);
    }

    // @start region=claim
    /**
     * Takes the upload, from an older holder if need be. Waits for that one to let go: it may be about to write. From a
     * newer one it is not taken: a connection that was lost may still have a BEGIN which we read only now, when the
     * sender has long come back with another one.
     *
     * @throws Rejection IN_USE if the holder keeps it
     * @throws IOException if the client has gone meanwhile
     */
    Claim take(UploadId id, Holder holder, Signs signs) throws IOException, Rejection {
        Claim claim = new Claim(id, holder);
        long end = System.nanoTime() + patience.toNanos();
        Claim other = claims.putIfAbsent(id, claim);
        while (other != null) {
            if (System.nanoTime() - end > 0) {
                throw new Rejection(Code.IN_USE, "Another connection sends this very upload.");
            }
            if (other.holder.number() < holder.number()) {
                other.holder.letGo().run();
            }
            signs.ofLife();
            LockSupport.parkNanos(LOOK_AGAIN);
            other = claims.putIfAbsent(id, claim);
        }
        return claim;
    }
    // @end

    /** The same if nobody has it, without a wait; nobody can make us let go. */
    Optional<Claim> tryTake(UploadId id) {
        Claim claim = new Claim(id, holder(() -> {}));
        return claims.putIfAbsent(id, claim) == null ? Optional.of(claim) : Optional.empty();
    }

    /** The right to write the parts of one upload. */
    final class Claim {
        private final UploadId id;
        private final Holder holder;

        private Claim(UploadId id, Holder holder) {
            this.id = id;
            this.holder = holder;
        }

        /** Once more does nothing. */
        void release() {
            claims.remove(id, this);
        }
    }
}
