package netlessons.upload.send;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netlessons.upload.protocol.Message;

/**
 * What all connections of one run share, and the one place where it is decided what becomes of an upload: committed,
 * tried again, or failed. Safe for use by many threads.
 */
final class Job {
    private final SendSettings settings;
    private final Progress progress;
    private final Tally tally;
    private final Pace pace;
    private final Backlog backlog = new Backlog();
    private final AtomicLong advances = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Fault hopeless;

    Job(SendSettings settings, Progress progress, Tally tally) {
        this.settings = settings;
        this.progress = progress;
        this.tally = tally;
        this.pace = new Pace(settings.limitRate());
    }

    SendSettings settings() {
        return settings;
    }

    Progress progress() {
        return progress;
    }

    Tally tally() {
        return tally;
    }

    Pace pace() {
        return pace;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Nothing new is begun, and no wait goes on. */
    void stop() {
        stopped.countDown();
        backlog.close();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits, unless the job is stopped. */
    void sleep(Duration time) throws InterruptedException {
        stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Grows whenever the receiver has more than before: a connection that helped with that did not fail. */
    long advances() {
        return advances.get();
    }

    void advanced() {
        advances.incrementAndGet();
    }

    /** The receiver says that it has the file. */
    void committed(Attempt attempt, Message.Committed answer) {
        advanced();
        if (attempt.isConfirmedBy(answer)) {
            tally.committed(attempt.item().size());
            progress.committed(attempt.item(), answer);
            backlog.settled();
        } else {
            attempt.fail();
            again(
                    attempt.upload(),
                    new Fault(Fault.WRONG_ANSWER, true, "The receiver says that it has something else."));
        }
    }

    /** The receiver says no. */
    void rejected(Attempt attempt, Fault fault) {
        advanced();
        attempt.fail();
        again(attempt.upload(), attempt.cancelled() == null ? fault : attempt.cancelled());
    }

    /** An upload did not work: it is tried again later, if that makes sense and was not done often enough. */
    void again(Outgoing upload, Fault fault) {
        again(upload, fault, true);
    }

    private void again(Outgoing upload, Fault fault, boolean tell) {
        upload.tried();
        if (!fault.again() || upload.tries() > settings.retries()) {
            failed(upload, fault);
            return;
        }
        try {
            Item before = upload.refresh();
            tally.resized(before.size(), upload.item().size());
            if (settings.steady() && !upload.item().isLike(before)) {
                failed(upload, new Fault(Fault.CHANGED, true, "It changed meanwhile."));
                return;
            }
        } catch (IOException e) {
            failed(upload, Scan.unreadable(e));
            return;
        }
        Duration wait = settings.backoff().before(upload.tries());
        upload.waitUntil(System.nanoTime() + wait.toNanos());
        if (tell) {
            progress.retrying(upload.item(), fault, wait, upload.tries(), settings.retries());
        }
        backlog.later(upload);
    }

    /** That was the last attempt. */
    void failed(Outgoing upload, Fault fault) {
        Item item = upload.item();
        tally.failed(item.size());
        progress.failed(item.path(), item.name(), fault);
        backlog.settled();
    }

    /**
     * A connection broke. The oldest upload that it owes an answer may be the reason, so it goes to the end of the
     * queue; the others are as they were. If somebody has stopped the job, nothing is sent anew, and all that was
     * counted still counts.
     *
     * @param held one that was taken and not begun, or null
     */
    void lost(List<Attempt> attempts, Outgoing held, Fault fault) {
        List<Outgoing> others = new ArrayList<>();
        for (Attempt attempt : attempts) {
            if (!isStopped()) {
                attempt.fail();
            }
            others.add(attempt.upload());
        }
        if (held != null) {
            others.add(held);
        }
        if (!attempts.isEmpty() && !isStopped()) {
            again(others.remove(0), fault, false);
        }
        backlog.giveBack(others);
    }

    /** No connection works: what is left has failed. */
    void giveUp(Fault fault) {
        hopeless = fault;
        List<Outgoing> rest = List.copyOf(backlog.close());
        for (Outgoing upload : rest) {
            tally.failed(upload.item().size());
        }
        progress.gaveUp(fault, rest);
    }

    /** All connections have ended: what the last ones gave back after somebody gave up has failed, too. */
    void finish() {
        List<Outgoing> rest = List.copyOf(backlog.close());
        Fault fault = hopeless;
        if (fault != null && !isStopped()) {
            rest.forEach(upload -> failed(upload, fault));
        }
    }
}
