package netlessons.downloader.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads how long an origin wants to be left alone (RFC 9110 section 10.2.3). */
final class RetryAfter {
    /** Whatever is longer: no arithmetic overflows with it. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private RetryAfter() {}

    /** Empty if it makes no sense. A date that has passed means: now. */
    static Optional<Duration> parse(String field, Instant now) {
        String text = field.strip();
        if (text.matches("[0-9]+")) {
            long seconds = Digits.parse(text);
            return Optional.of(shorter(seconds < 0 ? LONGEST : Duration.ofSeconds(seconds)));
        }
        return HttpDate.parse(text).map(date -> {
            Duration wait = Duration.between(now, date);
            return wait.isNegative() ? Duration.ZERO : shorter(wait);
        });
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
