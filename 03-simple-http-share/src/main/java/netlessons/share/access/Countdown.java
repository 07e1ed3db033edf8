package netlessons.share.access;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import netlessons.share.page.Ending;
import netlessons.share.text.Clock;

/**
 * How long this will go on: until a time, until so many files are fetched, or both, whichever comes first. Safe for
 * threads.
 */
public final class Countdown implements Ending {
    private final Optional<Duration> time;
    private final long start = System.nanoTime();
    private final boolean counts;
    private int left;
    private int underWay;

    /**
     * It begins now.
     *
     * @param time nothing: no limit
     * @param downloads nothing: no limit
     */
    public Countdown(Optional<Duration> time, OptionalInt downloads) {
        this.time = time;
        this.counts = downloads.isPresent();
        this.left = downloads.orElse(0);
    }

    @Override
    public Optional<Duration> timeLeft() {
        Duration past = Duration.ofNanos(System.nanoTime() - start);
        return time.map(all -> all.compareTo(past) < 0 ? Duration.ZERO : all.minus(past));
    }

    @Override
    public synchronized OptionalInt downloadsLeft() {
        return counts ? OptionalInt.of(left) : OptionalInt.empty();
    }

    // @start region=begin
    /** Takes one of the downloads, if there is one. Two who come for the last one at once do not get two. */
    synchronized boolean begin() {
        if (underWay >= left) {
            return false;
        }
        underWay++;
        return true;
    }

    /**
     * One that has begun is over.
     *
     * @param complete whether all of it was sent; else it can be had once more
     * @return whether it was the last one
     */
    synchronized boolean end(boolean complete) {
        underWay--;
        left -= complete ? 1 : 0;
        return complete && left == 0;
    }
    // @end

    /** For people: "stops in 09:41, or after 1 more download"; nothing if it goes on for ever. */
    public Optional<String> words() {
        OptionalInt downloads = downloadsLeft();
        String most = downloads.isEmpty() ? "" : "after " + count(downloads.getAsInt());
        Optional<String> timed = timeLeft().map(left -> "stops in " + Clock.of((left.toMillis() + 999) / 1000));
        if (timed.isEmpty()) {
            return most.isEmpty() ? Optional.empty() : Optional.of("stops " + most);
        }
        return timed.map(words -> most.isEmpty() ? words : words + ", or " + most);
    }

    private static String count(int downloads) {
        return downloads + (downloads == 1 ? " download" : " downloads");
    }
}
