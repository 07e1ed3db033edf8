package netlessons.upload.send;

import java.nio.file.Path;

/** Takes what the scan finds: into the count, and into the backlog. */
record Found(Job job) implements Scan.Sink {
    @Override
    public void found(Item item) throws InterruptedException {
        job.tally().found(item.size());
        job.backlog().add(new Outgoing(item));
    }

    @Override
    public void skipped(Path path, String reason) {
        job.tally().skipped();
        job.progress().skipped(path, reason);
    }

    @Override
    public void failed(Path path, String name, Fault fault) {
        job.tally().failed();
        job.progress().failed(path, name, fault);
    }
}
