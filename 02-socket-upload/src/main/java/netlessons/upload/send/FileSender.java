package netlessons.upload.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.ProtocolException;

/** Sends one upload after the other on one connection, each from BEGIN to END or CANCEL. For one thread. */
final class FileSender {
    /** A file up to this size is sent EAGER: to wait for READY would take longer than to send all of it again. */
    static final long EAGER = 1 << 20;

    private static final int READ = 256 << 10;

    private final Outlet out;
    private final Unanswered unanswered;
    private final Job job;
    private ByteBuffer scratch;

    FileSender(Outlet out, Unanswered unanswered, Job job) {
        this.out = out;
        this.unanswered = unanswered;
        this.job = job;
    }

    /**
     * Returns when all is said; the answer comes later.
     *
     * @throws IOException if the connection broke
     */
    void send(Outgoing upload) throws IOException, InterruptedException {
        Item item = upload.item();
        if (item.nameBytes().length > out.limits().name()) {
            job.failed(upload, Fault.of(Code.BAD_NAME, "The receiver takes no names as long as this."));
        } else if (item.size() > out.limits().file()) {
            job.failed(upload, Fault.of(Code.TOO_LARGE, "The receiver takes no files as large as this."));
        } else if (item.folder()) {
            Attempt attempt = begin(upload, true);
            end(attempt, job.settings().digest().begin());
        } else {
            file(upload);
        }
    }

    private void file(Outgoing upload) throws IOException, InterruptedException {
        SourceFile file;
        try {
            file = new SourceFile(upload.item().path());
        } catch (SourceFile.Unreadable e) {
            job.again(upload, e.fault());
            return;
        }
        try (file) {
            boolean eager = upload.item().size() <= EAGER;
            Attempt attempt = begin(upload, eager);
            try {
                content(attempt, file, eager);
            } catch (SourceFile.Unreadable e) {
                cancel(attempt, e.fault());
            }
        }
    }

    private Attempt begin(Outgoing upload, boolean eager) throws IOException {
        Attempt attempt = new Attempt(upload, job.tally());
        unanswered.add(attempt);
        out.begin(upload.item().begin(job.settings().digest(), eager));
        return attempt;
    }

    // @start region=upload
    private void content(Attempt attempt, SourceFile file, boolean eager) throws IOException, InterruptedException {
        FileDigest digest = job.settings().digest().begin();
        long offset = 0;
        if (!eager) {
            out.flush();
            Message.Ready ready = unanswered.awaitReady(attempt);
            if (ready == null) {
                return; // rejected, and so never open: there is nothing to end
            }
            if (isMine(ready, digest, attempt, file)) {
                offset = ready.offset();
            } else {
                digest = job.settings().digest().begin();
                file.position(0);
            }
        }
        job.progress().started(attempt.item(), offset);
        attempt.count(offset);
        if (data(attempt, file, offset, digest)) {
            end(attempt, digest);
        }
    }
    // @end

    /** Whether what the receiver has is the beginning of this file; the digest then has just that. */
    private boolean isMine(Message.Ready ready, FileDigest digest, Attempt attempt, SourceFile file)
            throws IOException {
        if (ready.offset() > attempt.item().size()) {
            throw new ProtocolException(Code.BAD_OFFSET, "READY beyond the end of the file.");
        }
        scratch = scratch == null ? ByteBuffer.allocateDirect(READ) : scratch;
        for (long left = ready.offset(); left > 0; ) {
            if (file.read(scratch.clear().limit((int) Math.min(left, READ))) < 0) {
                return false; // it has shrunk, which data() is going to find as well
            }
            left -= scratch.flip().remaining();
            digest.update(scratch);
            attempt.work();
            out.ping();
            unanswered.check();
            checkStop();
        }
        if (!digest.value().equals(ready.digest())) {
            return false;
        }
        if (attempt.upload().reached(ready.offset())) {
            job.advanced();
        }
        return true;
    }

    /** Sends the bytes from the offset on; returns whether END may follow. */
    private boolean data(Attempt attempt, SourceFile file, long from, FileDigest digest)
            throws IOException, InterruptedException {
        Item item = attempt.item();
        long offset = from;
        while (offset < item.size()) {
            if (attempt.isAnswered()) { // rejected: the rest would be for nothing
                cancel(attempt, null);
                return false;
            }
            if (item.size() > EAGER) {
                checkStop();
                unanswered.check();
            }
            ByteBuffer bytes = out.data(offset, file, item.size() - offset);
            int count = bytes.remaining();
            if (count == 0) {
                cancel(attempt, changed("It became shorter while it was read."));
                return false;
            }
            digest.update(bytes);
            offset += count;
            attempt.count(count);
            job.tally().sent(count);
        }
        return isUnchanged(attempt);
    }

    private boolean isUnchanged(Attempt attempt) throws IOException {
        Fault fault;
        try {
            fault = attempt.item().now().isLike(attempt.item()) ? null : changed("It changed while it was read.");
        } catch (IOException e) {
            fault = Scan.unreadable(e);
        }
        if (fault != null) {
            cancel(attempt, fault);
        }
        return fault == null;
    }

    private static Fault changed(String text) {
        return new Fault(Fault.CHANGED, true, text);
    }

    private void end(Attempt attempt, FileDigest digest) throws IOException {
        Digest whole = digest.value();
        attempt.ended(whole);
        out.end(whole);
    }

    private void cancel(Attempt attempt, Fault why) throws IOException {
        attempt.cancelled(why);
        out.cancel();
    }

    /** A big file is left where it is: the receiver keeps what it has of it. */
    private void checkStop() throws IOException {
        if (job.isStopped()) {
            throw new Fault(Fault.CONNECTION, true, "The sender was stopped.").asException();
        }
    }
}
