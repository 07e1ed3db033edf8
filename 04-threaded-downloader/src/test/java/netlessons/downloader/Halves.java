package netlessons.downloader;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import netlessons.testkit.DownloadRun;
import netlessons.testkit.DownloadTarget;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Asked;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import netlessons.testkit.origin.Speaker;

/**
 * A file of which each answer brings the first half of what was asked for soon, and the other half so slowly that there is
 * time to end the program meanwhile. Safe for threads.
 */
final class Halves implements Answer {
    /** Programs are told to give up below 1,000 bytes a second. */
    private static final long TRICKLE = 20_000;

    /** For more than a second in which a program can save what it has. */
    private static final long ENOUGH = 8 * TRICKLE / 5;

    private final ServedFile file;
    private final AtomicLong trickled = new AtomicLong();

    Halves(ServedFile file) {
        this.file = file;
    }

    @Override
    public void to(Asked asked, Speaker speaker) throws IOException {
        long size = asked.range()
                .map(span -> span.within(file.content().size()).size())
                .orElse(file.content().size());
        file.struck(Math.max(1, size / 2), slow -> trickle(asked, slow)).to(asked, speaker);
    }

    private void trickle(Asked asked, Speaker speaker) throws IOException {
        Content content = file.content();
        long from =
                asked.range().map(span -> span.within(content.size()).from()).orElse(0L);
        long to = asked.range().map(span -> span.within(content.size()).to()).orElse(content.size());
        long step = TRICKLE / 10;
        speaker.rate(TRICKLE);
        for (long at = from + Math.max(1, (to - from) / 2); at < to; at += step) {
            speaker.send(content, at, Math.min(to, at + step));
            trickled.addAndGet(step);
        }
    }

    /**
     * Starts the program, waits until it has got half of the file, and some time more; it runs still.
     *
     * @return to be ended somehow
     */
    static DownloadRun startAndWait(DownloadTarget target, Origin origin, String path, ServedFile file) {
        Halves halves = new Halves(file);
        origin.at(path, halves);
        DownloadRun run = target.start(origin.uri(path));
        target.await(
                "to send half of the file, and some of the rest slowly, while the program reads",
                () -> halves.trickled.get() >= ENOUGH
                        && origin.sent(path) >= file.content().size() / 2);
        return run;
    }
}
