package netlessons.downloader.fetch;

import java.time.Duration;
import netlessons.downloader.http.HttpFault;

/** Counts what failed in a row without coming any farther, and says how long to wait. For one thread. */
final class Tries {
    /** An origin that sends a byte and breaks off has not come farther, or it could keep us busy for years. */
    static final long PROGRESS = 64 << 10;

    private final int most;
    private final Backoff backoff;
    private int failed;
    private long best;

    /** @param there how many bytes of the file are there */
    Tries(int most, Backoff backoff, long there) {
        this.most = most;
        this.backoff = backoff;
        this.best = there;
    }

    // @start region=failed
    /**
     * One more has failed.
     *
     * @param there how many bytes of the file are there by now, whoever has brought them
     * @return how long to wait before the next
     * @throws HttpFault the same, if there is to be no other try
     */
    Duration failed(HttpFault fault, long there) throws HttpFault {
        if (fault.kind() != HttpFault.Kind.TRANSIENT && fault.kind() != HttpFault.Kind.BUSY) {
            throw fault;
        }
        failed = there - best >= PROGRESS ? 1 : failed + 1;
        best = Math.max(best, there); // who has to begin again and again comes no farther
        if (failed > most || most == 0) {
            throw most == 0 ? fault : with(fault, " (" + (most + 1) + " times)");
        }
        Duration asked = fault.retryAfter().orElse(Duration.ZERO);
        if (asked.compareTo(backoff.most()) > 0) {
            throw with(fault, ", and wants to be asked again only in " + asked.toSeconds() + " s");
        }
        Duration own = backoff.before(failed);
        return fault.retryAfter().isPresent() ? max(own, backoff.after(asked)) : own;
    }
    // @end

    /** Which one failed last, from 1. */
    int number() {
        return failed;
    }

    int most() {
        return most;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static HttpFault with(HttpFault fault, String more) {
        return new HttpFault(
                HttpFault.Kind.PERMANENT, fault.getMessage() + more, fault.status(), fault.retryAfter(), fault);
    }
}
