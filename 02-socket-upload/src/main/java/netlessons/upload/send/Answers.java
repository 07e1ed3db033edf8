package netlessons.upload.send;

import java.io.EOFException;
import java.io.IOException;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.FrameReader;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.ProtocolException;

/** Reads what the receiver says on one connection, in a thread of its own, and settles the attempts it is about. */
final class Answers implements Runnable {
    /** Times the time-out: ten minutes, if nobody says otherwise. */
    private static final int PATIENCE = 20;

    private static final long SLOWEST = 10_000_000;

    private final FrameReader in;
    private final Unanswered unanswered;
    private final Job job;
    private long answered = System.nanoTime();

    Answers(FrameReader in, Unanswered unanswered, Job job) {
        this.in = in;
        this.unanswered = unanswered;
        this.job = job;
    }

    /**
     * What has come with LIMITS, before anything was sent: there can be no answer among it.
     *
     * @throws IOException if there is
     */
    void early() throws IOException {
        for (Frame frame = in.poll(); frame != null; frame = in.poll()) {
            take(frame);
        }
    }

    /** Until the connection ends. */
    @Override
    public void run() {
        try {
            for (Frame frame = in.next(); frame != null; frame = in.next()) {
                take(frame);
                if (frame.type() == FrameType.PONG) {
                    checkPatience();
                } else {
                    answered = System.nanoTime();
                }
            }
            unanswered.broken(new EOFException("The receiver closed the connection."));
        } catch (IOException e) {
            unanswered.broken(e);
        } catch (RuntimeException | Error e) {
            unanswered.broken(new IOException("The sender has a fault: " + e, e));
            throw e;
        } finally {
            job.backlog().nudge(); // the other thread may wait there
        }
    }

    // @start region=answers
    private void take(Frame frame) throws IOException {
        switch (frame.type()) {
            case COMMITTED, HAVE -> {
                job.committed(
                        unanswered.oldest(), frame.committed(job.settings().digest()));
                unanswered.answered();
            }
            case REJECT -> {
                Message.Refusal refusal = (Message.Refusal) frame.message();
                job.rejected(unanswered.oldest(), Fault.of(refusal));
                unanswered.answered();
            }
            case READY -> unanswered.ready((Message.Ready) frame.message());
            case PONG -> {} // that it came is all it says
            case ERROR -> throw Fault.of((Message.Refusal) frame.message()).asException();
            default -> throw new ProtocolException(Code.STATE, "A " + frame.type() + " frame cannot come now.");
        }
    }
    // @end

    /** A receiver that is at work says PONG; one that never comes to an end with it is of no use. */
    private void checkPatience() throws IOException {
        if (!unanswered.isEmpty()) {
            Attempt oldest = unanswered.oldest();
            long since = Math.max(answered - System.nanoTime(), oldest.worked() - System.nanoTime());
            if (-since > longest(oldest.item().size())) {
                throw Fault.of(Code.TIMEOUT, "The receiver says that it is at work, and gives no answer.")
                        .asException();
            }
        }
    }

    /** In nanoseconds: even a slow disk reads and writes this many bytes a second. */
    private long longest(long size) {
        return job.settings()
                .patience()
                .multipliedBy(PATIENCE)
                .plusSeconds(size / SLOWEST)
                .toNanos();
    }
}
