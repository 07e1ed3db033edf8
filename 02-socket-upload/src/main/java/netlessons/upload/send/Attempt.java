package netlessons.upload.send;

import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.Message;

/**
 * One upload on one connection, from BEGIN to its final frame. The thread that sends and the one that reads the answers
 * share it.
 */
final class Attempt {
    private final Outgoing upload;
    private final Item item;
    private final Tally tally;
    private long counted;
    private boolean over;
    private volatile boolean answered;
    private volatile Digest digest;
    private volatile Fault cancelled;
    private volatile long worked = System.nanoTime();

    Attempt(Outgoing upload, Tally tally) {
        this.upload = upload;
        this.item = upload.item();
        this.tally = tally;
    }

    Outgoing upload() {
        return upload;
    }

    /** As it was when the attempt began. */
    Item item() {
        return item;
    }

    /** This side did something for it just now. */
    void work() {
        worked = System.nanoTime();
    }

    /** When this side last did something for it, in System.nanoTime. */
    long worked() {
        return worked;
    }

    /** The receiver has so many bytes more of the file, or is on the way to. */
    synchronized void count(long bytes) {
        work();
        if (!over) {
            counted += bytes;
            tally.done(bytes);
        }
    }

    /** What was counted does not count. */
    synchronized void uncount() {
        tally.done(-counted);
        counted = 0;
    }

    /** The attempt has failed: nothing of it counts, nor what is still sent of it. */
    synchronized void fail() {
        uncount();
        over = true;
    }

    /** All is sent, with this digest. */
    void ended(Digest whole) {
        work();
        digest = whole;
    }

    /** Of the whole file; null as long as not all is sent. */
    Digest digest() {
        return digest;
    }

    /** We give it up, and this is why. */
    void cancelled(Fault why) {
        cancelled = why;
    }

    /** Null if we did not. */
    Fault cancelled() {
        return cancelled;
    }

    void answered() {
        answered = true;
    }

    /** Whether the receiver has said its last word about it; perhaps before it has all. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether answer says that the receiver has just what was sent. */
    boolean isConfirmedBy(Message.Committed answer) {
        return answer.size() == item.size() && answer.digest().equals(digest);
    }
}
