package netlessons.downloader.fetch;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try. "Full jitter": a random part of a time that doubles, so that many who lost the
 * same origin do not all come back at the same moment.
 *
 * @param first the longest wait before the first retry
 * @param most the longest of all
 * @param random from 0 to 1
 */
record Backoff(Duration first, Duration most, DoubleSupplier random) {
    /** Not shorter than this part of the longest: a wait of nearly nothing would waste a try. */
    private static final double LEAST = 0.25;

    /** @param retry from 1 */
    Duration before(int retry) {
        double longest = Math.min(most.toNanos(), first.toNanos() * Math.pow(2, retry - 1));
        return Duration.ofNanos((long) (longest * (LEAST + (1 - LEAST) * random.getAsDouble())));
    }

    /** What an origin asked for, and a little more, so that not all come back at once. */
    Duration after(Duration asked) {
        return asked.plus(before(1).dividedBy(2));
    }
}
