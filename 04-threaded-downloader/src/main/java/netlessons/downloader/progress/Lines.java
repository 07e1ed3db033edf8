package netlessons.downloader.progress;

import java.nio.file.Path;
import java.time.Duration;
import netlessons.downloader.text.Printable;
import netlessons.downloader.text.Units;

/** What becomes of the files, in words: a line each. */
final class Lines {
    private Lines() {}

    static String started(Track track) {
        String size = track.total().isPresent() ? Units.size(track.total().getAsLong()) : "size unknown";
        String kept = track.kept() > 0 ? ", " + Units.size(track.kept()) + " of it there already" : "";
        return "begun     " + name(track) + " (" + size + kept + ")";
    }

    static String retrying(Track track, String reason, Duration wait, int attempt, int of) {
        return "again     " + because(track, reason) + " (try " + attempt + " of " + of + " in " + Units.seconds(wait)
                + ")";
    }

    static String restarted(Track track, String reason) {
        return "restart   " + because(track, reason);
    }

    static String mirror(Track track, String reason) {
        return "mirror    " + because(track, reason);
    }

    static String warning(Track track, String message) {
        return "warning   " + because(track, message);
    }

    static String done(Track track, Path file, boolean there) {
        String name = String.valueOf(file.getFileName());
        return (there ? "there     " : "done      ") + Printable.of(name) + " (" + Units.size(track.bytes()) + ")";
    }

    static String failed(Track track, String reason, boolean kept) {
        return "failed    " + because(track, reason) + (kept ? " (the same command goes on where it was)" : "");
    }

    static String paused(String host, Duration wait) {
        return "pause     " + Printable.of(host) + " is not asked for " + Units.seconds(wait);
    }

    /** {@code 3 of 10 files, 1.20 GiB of 2.50 GiB, 12.5 MiB/s, 1:45 left}. */
    static String status(Board.Now now) {
        return files(now) + ", " + bytes(now) + ", " + Units.rate(now.rate())
                + now.left().map(left -> ", " + Units.clock(left) + " left").orElse("")
                + (now.failed() > 0 ? ", " + Units.count(now.failed()) + " failed" : "");
    }

    /** {@code 3 of 10 files}. */
    static String files(Board.Now now) {
        return (now.files().isPresent() ? Units.count(now.done()) + " of " : "")
                + Units.files(now.files().orElse(now.done()));
    }

    /** {@code 3 of 10 files}, or {@code 3 of 10, 2 failed}. */
    static String count(Board.Now now) {
        String files = files(now);
        return now.failed() == 0
                ? files
                : files.substring(0, files.indexOf(" file")) + ", " + Units.count(now.failed()) + " failed";
    }

    /** {@code 1.20 GiB of 2.50 GiB}. */
    static String bytes(Board.Now now) {
        return Units.size(now.bytes())
                + (now.total().isPresent() ? " of " + Units.size(now.total().getAsLong()) : "");
    }

    static String summary(Summary summary) {
        double seconds = summary.time().toNanos() / 1e9;
        long rate = seconds <= 0 ? 0 : Math.round(summary.bytes() / seconds);
        String text = Units.files(summary.done()) + " in " + Printable.of(summary.folder()) + ": "
                + Units.size(summary.bytes()) + " in " + Units.seconds(summary.time()) + " (" + Units.rate(rate) + ")"
                + (summary.failed() > 0
                        ? ", " + Units.count(summary.failed()) + (summary.interrupted() ? " not done" : " failed")
                        : "");
        return summary.interrupted() ? text + System.lineSeparator() + interrupted(summary) : text;
    }

    /** How to go on. */
    static String interrupted(Summary summary) {
        return summary.resumable() > 0
                ? "Interrupted. To go on, run the same command again: what has come of "
                        + Units.files(summary.resumable()) + " is kept."
                : "Interrupted. To fetch the rest, run the same command again.";
    }

    private static String because(Track track, String reason) {
        return name(track) + ": " + Printable.of(reason);
    }

    static String name(Track track) {
        return Printable.of(track.name());
    }
}
