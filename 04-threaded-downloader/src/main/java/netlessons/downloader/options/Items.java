package netlessons.downloader.options;

import java.util.Optional;
import java.util.OptionalInt;
import netlessons.downloader.fetch.Item;

/**
 * The files to fetch.
 *
 * @param count how many, if that is known
 * @param live the list, if it is one that comes line by line
 */
public record Items(Iterable<Item> all, OptionalInt count, Optional<Live> live) {
    /** What was wrong with the line at which they have ended. */
    public Optional<Wrong> fault() {
        return live.isPresent() ? live.get().fault() : Optional.empty();
    }

    /** If they come line by line they end here; for any thread. */
    public void close() {
        if (live.isPresent()) {
            live.get().close();
        }
    }

    /** A list that comes line by line. */
    public interface Live {
        /** What was wrong with the line at which it has ended. */
        Optional<Wrong> fault();

        /** It ends here; for any thread. */
        void close();
    }
}
