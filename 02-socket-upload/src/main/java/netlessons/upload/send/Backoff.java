package netlessons.upload.send;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try. "Full jitter": a random part of a time that doubles, so that many who lost the
 * same receiver do not all come back at the same moment.
 *
 * @param first the longest wait before the first retry
 * @param most the longest of all
 * @param random from 0 to 1
 */
record Backoff(Duration first, Duration most, DoubleSupplier random) {
    /** @param retry from 1 */
    Duration before(int retry) {
        double longest = Math.min(most.toNanos(), first.toNanos() * Math.pow(2, retry - 1));
        return Duration.ofNanos((long) (longest * random.getAsDouble()));
    }
}
