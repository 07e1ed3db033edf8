package netlessons.share.page;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** When sharing ends by itself, as far as it does. Asked for each page anew; safe for threads. */
public interface Ending {
    /** Never. */
    Ending NEVER = new Ending() {
        @Override
        public Optional<Duration> timeLeft() {
            return Optional.empty();
        }

        @Override
        public OptionalInt downloadsLeft() {
            return OptionalInt.empty();
        }
    };

    /** Until it stops; never negative; nothing if no end is set. */
    Optional<Duration> timeLeft();

    /** How many files may still be fetched; nothing if any number. */
    OptionalInt downloadsLeft();
}
