package netlessons.downloader.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.downloader.Limits;
import netlessons.downloader.file.Checksum;
import netlessons.downloader.file.Conflict;
import netlessons.downloader.http.HttpSettings;
import netlessons.downloader.progress.Progress;
import netlessons.downloader.progress.Summary;
import netlessons.downloader.progress.Track;
import netlessons.testkit.origin.Content;

/** A downloader that waits shortly before it tries again, and what it told. */
final class TestRun implements Progress {
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    int files = 4;
    int segments = 4;
    int perHost = 8;
    long minSegment = 16 << 10;
    int retries = 3;
    Duration maxRetryWait = Duration.ofSeconds(2);
    long minSpeed = 0;
    long limitRate = 0;
    long maxSize = 0;
    long minFree = 0;
    boolean strict;
    Conflict onConflict = Conflict.rename;
    private Downloader downloader;
    private volatile Track begun;

    Summary run(Path folder, Item... items) throws IOException, InterruptedException {
        return run(folder, List.of(items));
    }

    Summary run(Path folder, Iterable<Item> items) throws IOException, InterruptedException {
        try (Downloader running = start(folder)) {
            return running.download(items);
        }
    }

    Downloader start(Path folder) throws IOException {
        downloader = new Downloader(settings(folder), http(), this);
        return downloader;
    }

    Settings settings(Path folder) {
        return new Settings(
                folder,
                onConflict,
                false,
                files,
                segments,
                perHost,
                minSegment,
                retries,
                Duration.ofMillis(20),
                maxRetryWait,
                limitRate,
                strict,
                limits());
    }

    private Limits limits() {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.connectTimeout(),
                usual.readTimeout(),
                usual.maxRedirects(),
                minSpeed,
                Duration.ofSeconds(1),
                maxSize,
                minFree);
    }

    static HttpSettings http() {
        Limits limits = Limits.DEFAULT;
        HttpSettings usual = HttpSettings.DEFAULT;
        return new HttpSettings(
                usual.downgrade(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                usual.connections(),
                new Limits(
                        limits.connectTimeout(),
                        limits.readTimeout(), // no test lets it pass, and none is to fall when a machine stands still
                        limits.maxRedirects(),
                        limits.minSpeed(),
                        limits.minSpeedTime(),
                        limits.maxSize(),
                        limits.minFree()));
    }

    /** How many bytes are there of the file that was begun last. */
    long bytes() {
        return begun == null ? 0 : begun.bytes();
    }

    static Item item(URI... uris) {
        return new Item(List.of(uris), Optional.empty(), Optional.empty());
    }

    static Item item(Content content, URI... uris) {
        Checksum checksum = Checksum.parse("sha-256=" + content.digest("SHA-256"));
        return new Item(List.of(uris), Optional.empty(), Optional.of(checksum));
    }

    @Override
    public void started(Track track) {
        begun = track;
        told.add("started " + track.name() + " of " + track.total().orElse(-1) + " at " + track.kept());
    }

    @Override
    public void retrying(Track track, String reason, Duration wait, int attempt, int of) {
        told.add("retrying " + track.name() + ": " + reason);
    }

    @Override
    public void restarted(Track track, String reason) {
        told.add("restarted " + track.name() + ": " + reason);
    }

    @Override
    public void mirror(Track track, String reason) {
        told.add("mirror " + track.name() + ": " + reason);
    }

    @Override
    public void warning(Track track, String message) {
        told.add("warning " + track.name() + ": " + message);
    }

    @Override
    public void done(Track track, Path file, boolean there) {
        told.add((there ? "there " : "done ") + file.getFileName());
    }

    @Override
    public void failed(Track track, String reason, boolean kept) {
        told.add("failed " + track.name() + ": " + reason + (kept ? " (kept)" : ""));
    }

    @Override
    public void paused(String host, Duration wait) {
        told.add("paused");
    }
}
