package netlessons.downloader;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netlessons.testkit.DownloadRun;
import netlessons.testkit.DownloadTarget;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Asked;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import netlessons.testkit.origin.Span;
import netlessons.testkit.origin.Speaker;

/**
 * A file of which the first half, in whatever pieces it is asked for, comes soon, and the rest so slowly that there is time
 * to end the program meanwhile. Safe for threads.
 */
final class Halves implements Answer {
    /** In bytes a second, on each connection; programs are told to give up below 1,000. */
    private static final int TRICKLE = 20_000;

    private static final int STEP = TRICKLE / 10;

    /** How long a program has to save what has come, on a disk that others keep busy, too. */
    private static final long MILLIS = 6000;

    private final ServedFile file;
    private final Content content;
    private final AtomicLong given = new AtomicLong();
    private volatile long halfSince;

    Halves(ServedFile file) {
        this.file = file;
        this.content = file.content();
    }

    @Override
    public void to(Asked asked, Speaker speaker) throws IOException {
        Span span = asked.range().orElse(new Span(0, content.size())).within(content.size());
        file.rate(0).struck(1, after -> send(after, span.from() + 1, span.to())).to(asked, speaker);
    }

    private void send(Speaker speaker, long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            long next = Math.min(to, at + STEP);
            if (given.getAndAdd(next - at) > content.size() / 2) {
                halfSince = halfSince == 0 ? System.nanoTime() : halfSince;
                speaker.rate(TRICKLE);
            }
            speaker.send(content, at, next);
            at = next;
        }
    }

    private boolean longAgo() {
        return halfSince != 0 && System.nanoTime() - halfSince > TimeUnit.MILLISECONDS.toNanos(MILLIS);
    }

    /**
     * Starts the program, and waits until it has got half of the file, and some time more.
     *
     * @return it runs still, to be ended somehow
     */
    static DownloadRun startAndWait(DownloadTarget target, Origin origin, String path, ServedFile file) {
        Halves halves = new Halves(file);
        origin.at(path, halves);
        DownloadRun run = target.start(origin.uri(path));
        target.await("half of the file to be sent, and the program to be there still a moment later", halves::longAgo);
        return run;
    }
}
