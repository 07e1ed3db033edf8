package netlessons.share.tus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Upload;
import netlessons.share.http.Buffers;
import netlessons.share.http.HttpError;

/**
 * One upload, from its creation to its end. Safe for threads.
 *
 * <p>Whoever came last has the turn. A connection that broke off may look alive for minutes: the client that comes back
 * must not have to wait for it, and what the old one may still bring must not come between.
 */
final class Transfer {
    private final Upload upload;
    private final Note note;
    private final InstantSource clock;
    private final Runnable firstByte;

    /** Held for one piece at a time, never while waiting for the client. */
    private final ReentrantLock lock = new ReentrantLock();

    private int turn;
    // Written by who has the lock; others may look any time, so that nobody waits for a slow disk to be told this.
    private volatile Instant touched;
    private volatile boolean gone;
    private volatile List<String> published = List.of();
    private volatile long offset;

    /**
     * @param touched when something came last
     * @param firstByte run before it is written
     */
    Transfer(Upload upload, Note note, Instant touched, InstantSource clock, Runnable firstByte) {
        this.firstByte = firstByte;
        this.upload = upload;
        this.note = note;
        this.touched = touched;
        this.offset = upload.size();
        this.clock = clock;
    }

    /** What its client said of it. */
    Note note() {
        return note;
    }

    /** How much has come; the client that asks wants to go on, so whoever else sends has lost his turn. */
    long takeOver() throws IOException {
        lock.lock();
        try {
            check();
            turn++;
            rest();
            return offset;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends what comes: it is kept, even if the body breaks off. Gives the file its name with the last byte.
     *
     * @param at where the client believes to go on
     * @param announced how much is to come; -1 if it does not say
     * @return how much there is now
     * @throws HttpError 409 if the offset is wrong, or another connection has taken over; 413 if it is too much; 410
     */
    long append(long at, long announced, InputStream body) throws IOException {
        int mine = begin(at, announced);
        try {
            Buffers buffers = Buffers.of(body);
            for (ByteBuffer next = buffers.next(); next != null; next = buffers.next()) {
                write(mine, next);
            }
        } finally {
            end(mine);
        }
        return offset;
    }

    private int begin(long at, long announced) throws IOException {
        lock.lock();
        try {
            check();
            if (at != offset) {
                throw new HttpError(409, "The upload goes on at " + offset + ".");
            } else if (announced > note.length() - at) {
                throw new HttpError(413, "More is announced than the upload's length.");
            } else if (!isWhole()) {
                upload.expect(note.length() - at);
            }
            return ++turn;
        } finally {
            lock.unlock();
        }
    }

    // @start region=write
    private void write(int mine, ByteBuffer bytes) throws IOException {
        lock.lock();
        try {
            check();
            if (mine != turn) {
                throw new HttpError(409, "Another connection goes on with this upload.");
            } else if (bytes.remaining() > note.length() - offset) {
                drop(); // it is not the file that was announced
                throw new HttpError(413, "More came than the upload's length.");
            }
            touched = clock.instant();
            if (offset == 0) {
                firstByte.run();
            }
            onDisk(() -> upload.write(bytes));
        } finally {
            // A disk that is full may have taken a part of the piece.
            offset = isWhole() ? note.length() : upload.size();
            lock.unlock();
        }
    }
    // @end

    private void end(int mine) throws IOException {
        lock.lock();
        try {
            if (mine == turn) {
                rest();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What has come stays, until more comes; once all has come, the file gets its name. */
    private void rest() throws IOException {
        if (gone || isWhole()) {
            return;
        } else if (offset < note.length()) {
            onDisk(upload::rest);
            return;
        }
        try {
            onDisk(() -> published = upload.publish(there -> true).names());
        } catch (Refused e) {
            if (e.reason() == Refused.Reason.CONFLICT) {
                drop(); // it would be refused again
            }
            throw e;
        }
        onDisk(upload::close);
    }

    /** What has come goes, unless it is a whole file; whoever is sending it is told so. */
    void drop() throws IOException {
        lock.lock();
        try {
            gone = true;
            upload.close();
        } finally {
            lock.unlock();
        }
    }

    /** The server ends: nothing more is taken, but what has come stays. */
    void leave() throws IOException {
        lock.lock();
        try {
            gone = true;
            upload.rest();
        } finally {
            lock.unlock();
        }
    }

    /** Where the file is, once it is whole. */
    Optional<List<String>> published() {
        return isWhole() ? Optional.of(published) : Optional.empty();
    }

    /** Nothing more can come of it: it is whole, or given up. */
    boolean isOver() {
        return gone || isWhole();
    }

    /** How much has come, in bytes. */
    long offset() {
        return offset;
    }

    /** When something came last. */
    Instant touched() {
        return touched;
    }

    private boolean isWhole() {
        return !published.isEmpty();
    }

    /** @throws HttpError 410 if it was given up */
    void check() {
        if (gone) {
            throw new HttpError(410, "This upload was given up.");
        }
    }

    /** A fault of the disk must not look like one of the connection. */
    private void onDisk(Step step) throws IOException {
        try {
            step.run();
        } catch (Refused e) {
            if (e.reason() == Refused.Reason.GONE) { // somebody has tidied up
                drop();
                check();
            }
            throw e;
        } catch (IOException e) {
            throw new HttpError(500, "The server's disk has a fault.");
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
