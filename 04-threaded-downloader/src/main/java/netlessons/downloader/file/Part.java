package netlessons.downloader.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is not whole yet: what there is of it, and under which name it is to appear. Its bytes lie in
 * {@code NAME.part}, what is known of them in {@code NAME.part.log}; a file of up to 64 KiB is in memory until it is whole,
 * or saved, or closed.
 *
 * <p>{@link #write}, {@link #save} and {@link #done} are safe for use by many threads, {@link #save} also while another one
 * closes the part; everything else is for one thread at a time. No thread may be interrupted while it is in here: see
 * {@link Root}.
 */
public final class Part implements Closeable {
    private final Root root;
    private final Wanted wanted;
    private final Claims.Claim claim;
    private final Contents contents;
    private final Space.Reservation reservation;

    /** For steps of which only one may be under way: a save, and all that must not happen meanwhile. */
    private final ReentrantLock steps = new ReentrantLock();

    /** What the journal says. */
    private Ranges saved = new Ranges();

    /** Whether the disk has failed to force what was written: nobody knows then what is there. */
    private volatile boolean broken;

    private boolean over;

    /**
     * One of no bytes.
     *
     * @param wanted the name that was asked for
     * @param claim the one that was found for it
     */
    Part(Root root, Wanted wanted, Claims.Claim claim) {
        this.root = root;
        this.wanted = wanted;
        this.claim = claim;
        this.contents = new Contents(root.path(), wanted, claim.name());
        this.reservation = root.reservation();
    }

    /** One with what an earlier run has left. */
    Part(Root root, Leftovers.Found found, Claims.Claim claim) {
        this(root, found.wanted(), claim);
        contents.left(found.file());
        saved = contents.done();
    }

    /** The final one, as planned; somebody else may still be faster. */
    public String name() {
        return claim.name();
    }

    /** The final one, as planned. */
    public Path path() {
        return root.path().resolve(claim.name());
    }

    /** Which version of which file it is; nothing if that is not known, then nothing is there. */
    public Optional<Identity> identity() {
        return contents.identity();
    }

    /** A copy: what is there. */
    public Ranges done() {
        return contents.done();
    }

    /**
     * Begins with nothing, whatever was there. No write for what was there may be under way.
     *
     * @throws DiskFault if there is not enough space left, or the part cannot be made
     */
    public void begin(Identity identity) throws DiskFault {
        steps.lock();
        try {
            reservation.reserve(identity.total().orElse(0));
            saved = new Ranges();
            contents.begin(identity);
            broken = false;
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        } finally {
            steps.unlock();
        }
    }

    /** Goes on with what is there. */
    public void resume() throws DiskFault {
        long there = done().size();
        reservation.reserve(Math.max(
                0, identity().map(known -> known.total().orElse(there)).orElse(there) - there));
    }

    /** Writes bytes where they belong. */
    public void write(ByteBuffer bytes, long at) throws DiskFault {
        reservation.use(bytes.remaining());
        try {
            checkDisk();
            contents.write(bytes, at);
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        }
    }

    /**
     * Makes durable what is there, and says so in the journal. What was written since the last time is lost if we are
     * killed. Not needed before {@link #publish}.
     */
    public void save() throws DiskFault {
        steps.lock();
        try {
            if (contents.wholeInMemory().isEmpty()) { // else it will have its name in a moment
                saveAll();
            }
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        } finally {
            steps.unlock();
        }
    }

    // @start region=save
    private void saveAll() throws IOException {
        Ranges now = done(); // what is written from now on may be forced or not: it is not said yet
        if (over || broken || identity().isEmpty() || now.size() == saved.size()) {
            return;
        }
        PartFile file = contents.onDisk();
        force(file, false);
        if (saved.isEmpty()) {
            root.force();
        }
        Ranges more = new Ranges(now);
        more.remove(saved);
        file.journal().add(more, now);
        saved = now;
    }

    private void checkDisk() throws IOException {
        if (broken) {
            throw new IOException("the disk has lost some of it");
        }
    }

    private void force(PartFile file, boolean times) throws IOException {
        checkDisk();
        try {
            file.channel().force(times);
        } catch (IOException e) {
            broken = true; // Linux says so once only: the next force would go well, without what was lost
            throw e;
        }
    }
    // @end

    /**
     * Of the whole, as hexadecimal digits. Reads all of it.
     *
     * @param algorithm as {@link java.security.MessageDigest} names it
     */
    public String digest(String algorithm) throws DiskFault {
        try {
            return contents.digest(algorithm);
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be read", e);
        }
    }

    // @start region=publish
    /**
     * Gives the whole file its name. When this returns, bytes and name are on the disk.
     *
     * @param modified its time of change, if it is to have another one than now
     * @return where it is; under {@code rename} that may be another name than was planned
     * @throws Taken if somebody else has the name by now; the part stays
     */
    public Path publish(Optional<Instant> modified) throws DiskFault, Taken {
        steps.lock();
        try {
            long size = wholeSize();
            Optional<byte[]> small = contents.wholeInMemory();
            return small.isPresent() ? publishSmall(small.get(), modified) : publishFile(size, modified);
        } catch (Taken e) {
            throw e;
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        } finally {
            steps.unlock();
        }
    }

    private Path publishSmall(byte[] bytes, Optional<Instant> modified) throws IOException {
        Path path = Temporary.publish(root, bytes, modified, identity(), wanted.name(), claim);
        over = true;
        root.force();
        return path;
    }

    private Path publishFile(long size, Optional<Instant> modified) throws IOException {
        PartFile file = contents.onDisk();
        file.check();
        file.channel().truncate(size);
        if (modified.isPresent()) {
            Named.stamp(file.path(), modified.get());
        }
        identity().ifPresent(from -> Source.mark(file.path(), from));
        force(file, true);
        Path path = root.publisher().publish(file.path(), wanted.name(), claim);
        over = true;
        root.force();
        file.delete();
        return path;
    }
    // @end

    private long wholeSize() {
        Ranges there = done();
        long size = there.size();
        if (identity().isEmpty()
                || there.prefix() != size
                || identity().get().total().orElse(size) != size) {
            throw new IllegalStateException("not whole: " + there + " of " + identity());
        }
        return size;
    }

    /** It is of no use: part and journal go. Nothing but {@link #close} may follow. */
    public void discard() {
        steps.lock();
        try {
            over = true;
            if (contents.file().isPresent()) {
                contents.file().get().delete();
            }
        } catch (IOException e) {
            // What cannot be deleted stays, and the next run looks at it again.
        } finally {
            reservation.release();
            steps.unlock();
        }
    }

    /** Whether some of it stays for the next run; when it is closed. */
    public boolean isKept() {
        steps.lock();
        try {
            return !saved.isEmpty();
        } finally {
            steps.unlock();
        }
    }

    /** What is neither published nor discarded stays for the next run; unless it is empty. Once more does nothing. */
    @Override
    public void close() {
        steps.lock();
        try {
            saveAll();
            if (!over && !saved.isEmpty() && !contents.onDisk().isThere()) {
                saved = new Ranges(); // somebody has taken it away
            }
        } catch (IOException e) {
            // What could not be saved the next run fetches again.
        } finally {
            if (!over && saved.isEmpty()) {
                discard();
            }
            over = true;
            contents.close();
            reservation.release();
            claim.close();
            steps.unlock();
        }
    }
}
