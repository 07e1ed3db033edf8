package netlessons.upload.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Remembers the files of a watched folder, to tell which are to be sent: those that are new or have changed, but only
 * when nobody has written to them for a while. It asks no clock and no file system. Safe for use by many threads.
 */
final class Settling {
    /** What editors, browsers and copy programs call a file that is not finished. */
    private static final Pattern TEMPORARY =
            Pattern.compile("(.*/)?(\\.[^/]*|[^/]*(~|\\.part|\\.tmp|\\.crdownload))", Pattern.CASE_INSENSITIVE);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private static final class State {
        private Item item;
        private long since;
        private boolean handled;
        private int failures;
        private long notBefore;
        private long round;

        State(Item item, long now) {
            this.item = item;
            this.since = now;
            this.notBefore = now;
        }
    }

    private final long settle;
    private final Map<Path, State> states = new HashMap<>();
    private long round;

    /** @param settle how long a file has to stay as it is */
    Settling(Duration settle) {
        this.settle = settle.toNanos();
    }

    static boolean isTemporary(String name) {
        return TEMPORARY.matcher(name).matches();
    }

    // @start region=settle
    /**
     * Whether to send a file that looks like this.
     *
     * @param now in System.nanoTime
     */
    synchronized boolean isDue(Item item, long now) {
        if (isTemporary(item.name())) {
            return false;
        }
        State state = states.get(item.path());
        if (state == null || !state.item.isLike(item)) {
            state = new State(item, now);
            states.put(item.path(), state);
        }
        state.round = round;
        return !state.handled && now - state.since >= settle && now - state.notBefore >= 0;
    }
    // @end

    /** All files have been looked at: those that were not there are forgotten. */
    synchronized void endRound() {
        states.values().removeIf(state -> state.round != round);
        round++;
    }

    synchronized void committed(Item item) {
        State state = states.get(item.path());
        if (state != null) {
            state.item = item;
            state.handled = true;
        }
    }

    /** To be tried again later, unless it would be refused again just as it is. */
    synchronized void failed(Path path, Fault fault, long now) {
        State state = states.get(path);
        if (state != null) {
            state.handled = !fault.again() && !fault.code().equals(Fault.CONNECTION);
            double wait = FIRST_RETRY.toNanos() * Math.pow(2, state.failures++);
            state.notBefore = now + (long) Math.min(wait, LONGEST_RETRY.toNanos());
        }
    }
}
