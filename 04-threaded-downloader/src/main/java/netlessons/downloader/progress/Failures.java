package netlessons.downloader.progress;

import java.io.PrintWriter;

/** Tells only what did not work, for scripts. Safe for threads. */
final class Failures implements Progress {
    private final PrintWriter err;

    Failures(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void failed(Track track, String reason, boolean kept) {
        err.println(Lines.failed(track, reason, kept));
    }

    @Override
    public void finished(Summary summary) {
        if (summary.interrupted()) {
            err.println(Lines.interrupted(summary));
        }
    }
}
