package netlessons.downloader.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is not whole yet: what there is of it, and under which name it is to appear. Its bytes lie in
 * {@code NAME.part}, what is known of them in {@code NAME.part.log}; those of a small file are kept in memory until it is
 * whole, which saves two thirds of the system calls.
 *
 * <p>{@link #write} and {@link #save} are safe for use by many threads, and while another one closes the part; everything
 * else is for one thread at a time. No thread may be interrupted while it is in here: see {@link Folder}.
 */
public final class Part implements Closeable {
    /** In bytes; that much is lost if we are killed. */
    static final int SMALL = 64 << 10;

    private final Folder folder;
    private final String wanted;
    private final Claims.Claim claim;
    private final Space.Reservation reservation;

    /** For steps of which only one may be under way: a save, and all that must not happen meanwhile. */
    private final ReentrantLock steps = new ReentrantLock();

    /** What the journal says. */
    private Ranges saved = new Ranges();

    /** Whether the disk has failed to force what was written: nobody knows then what is there. */
    private boolean broken;

    private boolean over;

    /** Guards what follows. Who needs both takes it second. */
    private final ReentrantLock lock = new ReentrantLock();

    private Ranges done = new Ranges();
    private Optional<Identity> identity = Optional.empty();

    /** Where the bytes are; both are null if nothing has begun yet. */
    private byte[] small;

    private PartFile file;

    private Part(Folder folder, String wanted, Claims.Claim claim) {
        this.folder = folder;
        this.wanted = wanted;
        this.claim = claim;
        this.reservation = folder.reservation();
    }

    static Part fresh(Folder folder, String wanted, Claims.Claim claim) {
        return new Part(folder, wanted, claim);
    }

    static Part left(Folder folder, Leftovers.Found found, Claims.Claim claim) {
        Part part = new Part(folder, found.name(), claim);
        part.file = found.file();
        found.file().entry().ifPresent(entry -> {
            part.identity = entry.identity();
            part.done = new Ranges(entry.done());
            part.saved = new Ranges(entry.done());
        });
        return part;
    }

    /** The final one, as planned; somebody else may still be faster. */
    public String name() {
        return claim.name();
    }

    /** The final one, as planned. */
    public Path path() {
        return folder.dir().resolve(claim.name());
    }

    /** Which version of which file it is; nothing if that is not known, then nothing is there. */
    public Optional<Identity> identity() {
        return identity;
    }

    /** A copy: what is there. */
    public Ranges done() {
        lock.lock();
        try {
            return new Ranges(done);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins with nothing, whatever was there.
     *
     * @throws DiskFault if there is not enough space left, or the part cannot be made
     */
    public void begin(Identity identity) throws DiskFault {
        long total = identity.total().orElse(Long.MAX_VALUE);
        steps.lock();
        lock.lock();
        try {
            this.identity = Optional.empty();
            done = new Ranges();
            saved = new Ranges();
            reservation.reserve(identity.total().orElse(0));
            if (file == null && total <= SMALL) {
                small = new byte[(int) total];
            } else {
                small = null;
                beginOnDisk(identity);
            }
            this.identity = Optional.of(identity);
            broken = false;
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        } finally {
            lock.unlock();
            steps.unlock();
        }
    }

    private void beginOnDisk(Identity version) throws IOException {
        if (file == null) {
            file = PartFile.create(folder.dir(), claim.name());
        }
        file.begin(wanted, version);
    }

    /** Goes on with what is there. */
    public void resume() throws DiskFault {
        long there = done().size();
        reservation.reserve(Math.max(0, identity.flatMap(Part::total).orElse(there) - there));
    }

    private static Optional<Long> total(Identity identity) {
        return identity.total().isPresent() ? Optional.of(identity.total().getAsLong()) : Optional.empty();
    }

    // @start region=write
    /** Writes bytes where they belong. */
    public void write(byte[] bytes, int offset, int length, long at) throws DiskFault {
        reservation.use(length);
        try {
            FileChannel channel = null;
            lock.lock();
            try {
                if (small != null && at + length <= small.length) {
                    System.arraycopy(bytes, offset, small, (int) at, length);
                } else {
                    channel = onDisk().channel();
                }
            } finally {
                lock.unlock();
            }
            if (channel != null) { // several threads at once; the file system sorts that out
                Bytes.write(channel, bytes, offset, length, at);
            }
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        }
        lock.lock();
        try {
            done.add(at, at + length);
        } finally {
            lock.unlock();
        }
    }
    // @end

    /** The file with all that there is. To be called with {@link #lock}. */
    private PartFile onDisk() throws IOException {
        if (small != null) {
            beginOnDisk(identity.orElseThrow());
            for (Ranges.Range range : done.all()) {
                Bytes.write(file.channel(), small, (int) range.from(), (int) range.size(), range.from());
            }
            small = null;
        } else if (file == null) {
            throw new IllegalStateException("begin() comes first");
        }
        return file;
    }

    /** Makes durable what is there, and says so in the journal. What was written since the last time is lost if we die. */
    public void save() throws DiskFault {
        save(false);
    }

    // @start region=save
    private void save(boolean last) throws DiskFault {
        steps.lock();
        try {
            if (over || broken || identity.isEmpty()) {
                return;
            }
            Ranges now;
            PartFile onDisk;
            lock.lock();
            try {
                boolean whole = small != null && done.size() == small.length; // it will have its name in a moment
                if (done.size() == saved.size() || whole && !last) {
                    return;
                }
                now = new Ranges(done); // what is written from now on may be forced or not: it is not said yet
                onDisk = onDisk();
            } finally {
                lock.unlock();
            }
            force(onDisk, false);
            if (saved.isEmpty()) {
                folder.force();
            }
            Ranges more = new Ranges(now);
            more.remove(saved);
            onDisk.journal().add(more, now);
            saved = now;
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        } finally {
            steps.unlock();
        }
    }
    // @end

    private void force(PartFile onDisk, boolean times) throws IOException {
        broken = true; // Linux says once only that something could not be written
        onDisk.channel().force(times);
        broken = false;
    }

    /**
     * Of the whole, as hexadecimal digits. Reads all of it.
     *
     * @param algorithm as {@link java.security.MessageDigest} names it
     */
    public String digest(String algorithm) throws DiskFault {
        try {
            return small != null
                    ? HexFormat.of().formatHex(Bytes.digest(algorithm).digest(small))
                    : Bytes.digest(file.channel(), algorithm);
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
            long size = size();
            Path path;
            if (small != null) {
                path = Temporary.publish(folder, Arrays.copyOf(small, (int) size), modified, wanted, claim);
                over = true;
                folder.force();
            } else {
                file.journal().check();
                file.channel().truncate(size);
                modified.ifPresent(time -> Disk.stamp(file.path(), time));
                force(file, true);
                path = folder.publisher().publish(file.path(), wanted, claim);
                over = true;
                folder.force();
                file.published();
            }
            return path;
        } catch (Taken e) {
            throw e;
        } catch (IOException e) {
            throw DiskFault.of(name() + " cannot be written", e);
        } finally {
            steps.unlock();
        }
    }
    // @end

    private long size() {
        long size = done.size();
        if (identity.isEmpty()
                || done.prefix() != size
                || identity.get().total().orElse(size) != size) {
            throw new IllegalStateException("not whole: " + done + " of " + identity);
        }
        return size;
    }

    /** It is of no use: part and journal go. Nothing but {@link #close} may follow. */
    public void discard() {
        steps.lock();
        try {
            over = true;
            if (file != null) {
                file.delete();
            }
        } catch (IOException e) {
            // What cannot be deleted stays, and the next run looks at it again.
        } finally {
            steps.unlock();
        }
    }

    /** What is neither published nor discarded stays for the next run; unless it is empty. Once more does nothing. */
    @Override
    public void close() {
        steps.lock();
        try {
            if (!over && done().isEmpty()) {
                discard();
            } else if (!over) {
                save(true);
            }
        } catch (DiskFault e) {
            // The next run will fetch a little more.
        } finally {
            over = true;
            end();
            steps.unlock();
        }
    }

    private void end() {
        reservation.release();
        claim.close();
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // All that counts was forced before.
        }
    }
}
