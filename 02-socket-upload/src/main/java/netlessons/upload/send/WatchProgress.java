package netlessons.upload.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.upload.protocol.Message;

/** Passes on what is told of one run of a watch after the other, and tells the watch what is to be tried again. */
final class WatchProgress implements Progress {
    private final Progress to;
    private final Settling settling;
    private final Tally all = new Tally();

    WatchProgress(Progress to, Settling settling) {
        this.to = to;
        this.settling = settling;
    }

    @Override
    public void started(Item item, long offset) {
        to.started(item, offset);
    }

    @Override
    public void committed(Item item, Message.Committed answer) {
        settling.committed(item);
        all.found(item.size());
        all.committed(item.size());
        to.committed(item, answer);
    }

    @Override
    public void failed(Path path, String name, Fault fault) {
        settling.failed(path, fault, System.nanoTime());
        if (!fault.code().equals(Fault.GONE)) { // what is there no more need not be sent
            all.failed();
            to.failed(path, name, fault);
        }
    }

    @Override
    public void skipped(Path path, String reason) {
        all.skipped();
        to.skipped(path, reason);
    }

    @Override
    public void retrying(Item item, Fault fault, Duration wait, int attempt, int of) {
        to.retrying(item, fault, wait, attempt, of);
    }

    @Override
    public void gaveUp(Fault fault, List<Outgoing> rest) {
        for (Outgoing one : rest) {
            settling.failed(one.item().path(), fault, System.nanoTime());
            all.failed();
        }
        to.gaveUp(fault, rest);
    }

    @Override
    public void show(Tally.Now now) {
        to.show(now);
    }

    @Override
    public void finished(Summary summary) {
        all.sent(summary.now().sent());
    }

    /** The watch has been stopped. */
    Summary end() {
        Summary summary = new Summary(all.now(), true);
        to.finished(summary);
        return summary;
    }
}
