package netlessons.upload.send;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before an attempt: "full jitter". Each further time may be twice as long, up to a cap, and the wait
 * is any part of it: a hundred senders that lost the same receiver do not come back in the same moment.
 *
 * @param first the longest wait before the first new attempt
 * @param longest of all
 * @param random from 0 to 1
 */
record Backoff(Duration first, Duration longest, DoubleSupplier random) {
    /** @param failures how many attempts in a row have failed; 1 or more */
    Duration after(int failures) {
        double most = first.toNanos() * Math.pow(2, failures - 1);
        return Duration.ofNanos((long) (Math.min(most, longest.toNanos()) * random.getAsDouble()));
    }
}
