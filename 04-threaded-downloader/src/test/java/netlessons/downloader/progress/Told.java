package netlessons.downloader.progress;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** What a downloader might tell, for the tests of those that listen. */
final class Told {
    static final Path FOLDER = Path.of("downloads");

    private Told() {}

    static Track track(int number, String name) {
        return new Track(number, URI.create("http://joe:secret@origin.example/path/" + name + "?x=1"));
    }

    static Track track(int number, String name, long total) {
        return track(number, name, total, 0);
    }

    static Track track(int number, String name, long total, long kept) {
        Track track = new Track(number, URI.create("http://origin.example/" + number));
        track.begin(name, total < 0 ? OptionalLong.empty() : OptionalLong.of(total), kept);
        return track;
    }

    static Summary summary(int done, int failed, int resumable, long bytes, boolean interrupted) {
        return new Summary(done, failed, resumable, bytes, Duration.ofMillis(2500), FOLDER, interrupted, false, false);
    }

    /** Something of everything; a beat of a second in the middle. */
    static void everything(Progress progress, ManualPulse pulse) {
        Track big = track(1, "big.iso", 8 << 20, 1 << 20);
        progress.started(big);
        Track stream = track(2, "stream", -1);
        progress.started(stream);
        big.add(2 << 20);
        stream.add(1000);
        pulse.beat(1000);
        progress.retrying(big, "the connection was reset", Duration.ofMillis(1300), 2, 5);
        progress.paused("origin.example", Duration.ofSeconds(30));
        progress.mirror(big, "http://joe:secret@origin.example/1 answered 404");
        big.begin("big.iso", OptionalLong.of(8 << 20), 0);
        progress.restarted(big, "the file has changed");
        progress.warning(stream, "nothing says\u001b[31m that it is complete");
        progress.done(stream, FOLDER.resolve("stream (1)"), false);
        big.add(8 << 20);
        progress.done(big, FOLDER.resolve("big.iso"), true);
        progress.failed(track(3, "moon.iso"), "404 Not Found", false);
        progress.failed(track(4, "mars.iso"), "the disk is full", true);
        progress.finished(summary(2, 2, 1, 5 << 20, false));
    }
}
