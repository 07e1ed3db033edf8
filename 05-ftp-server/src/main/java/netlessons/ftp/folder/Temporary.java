package netlessons.ftp.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that comes under a hidden name, and gets its own in one step when it is whole. If it breaks off, and no other file
 * has the name, what has come is kept: {@code SIZE} tells how much it is, and {@code REST} or {@code APPE} goes on there. It
 * is locked as long as somebody writes to it, so that another server for the same folder does not sweep it away.
 */
final class Temporary extends Incoming {
    private final Steps folder;
    private final Path name;
    private final Path part;
    private final boolean exclusive;
    private boolean published;
    private boolean useless; // if it is not whole

    private Temporary(Steps folder, Path name, Path part, boolean exclusive, FileChannel channel, long position) {
        super(channel, position);
        this.folder = folder;
        this.name = name;
        this.part = part;
        this.exclusive = exclusive;
        this.useless = exclusive || !Parts.goesWith(part, name.toString()); // nobody would find it again
    }

    /**
     * @param position where to go on in what was kept; 0: anew; -1: at the end of what was kept
     * @param exclusive whether there may be no file of this name when it is whole
     * @throws BeyondEnd if not that many bytes were kept
     */
    static Temporary create(Root root, VirtualPath path, long position, boolean exclusive) throws IOException {
        Steps folder = root.parent(path);
        Path part = null;
        try {
            Path name = root.name(path);
            part = Parts.claim(folder, path.name());
            if (position == 0 && isLocked(folder, part)) {
                Path other = Parts.another(folder);
                Parts.release(folder, part);
                part = other;
            }
            FileChannel channel = open(folder, part, position);
            try {
                if (!lock(channel, false) || folder.look(part).isEmpty()) { // that other server is at it, or was
                    throw new FileSystemException(path.toString(), null, "Resource temporarily unavailable");
                }
                long at = start(channel, position);
                channel.truncate(at);
                return new Temporary(folder, name, part, exclusive, channel, at);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            try (folder) {
                if (part != null) {
                    Parts.release(folder, part);
                }
            }
            throw e;
        }
    }

    private static FileChannel open(Steps folder, Path part, long position) throws IOException {
        Optional<BasicFileAttributes> kept = folder.look(part);
        if (position != 0 && kept.filter(BasicFileAttributes::isRegularFile).isPresent()) {
            return folder.open(part, Steps.WRITE);
        } else if (position > 0) {
            throw new BeyondEnd(position, 0);
        } else if (kept.isPresent()) {
            folder.delete(part); // whatever it is, and wherever else it has a name
        }
        return folder.open(part, Steps.NEW);
    }

    /** Whether another server writes to it: then that one goes on undisturbed, and who is ready last has the name. */
    private static boolean isLocked(Steps folder, Path part) throws IOException {
        if (folder.look(part).filter(BasicFileAttributes::isRegularFile).isEmpty()) {
            return false;
        }
        try (FileChannel channel = folder.open(part, Steps.READ)) {
            return !lock(channel, true);
        } catch (NoSuchFileException
                | AccessDeniedException e) { // gone meanwhile, or of somebody who is no server of ours
            return false;
        }
    }

    /** Locks an open file against other processes; false if one of them has locked it. */
    private static boolean lock(FileChannel channel, boolean shared) {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
        } catch (OverlappingFileLockException e) { // somebody else in this JVM
            return false;
        } catch (IOException e) {
            return true; // a file system without locks
        }
    }

    /**
     * Deletes one that nobody has written to for so long, and that nobody has open, be it kept for another try or left by a
     * server that was killed.
     *
     * @param root the folder in which it was found; no link is followed on the way from there
     */
    static void sweep(Path root, Path path, BasicFileAttributes attributes, Duration keep) throws IOException {
        Path part = path.getFileName();
        if (!Parts.isOne(part) || !isOld(attributes, keep)) {
            return;
        }
        try (Steps folder = Steps.to(root, path.getParent())) {
            if (Parts.claim(folder, part)) {
                try {
                    delete(folder, part, keep);
                } finally {
                    Parts.release(folder, part);
                }
            }
        }
    }

    private static void delete(Steps folder, Path part, Duration keep) throws IOException {
        try (FileChannel channel = folder.open(part, Steps.READ)) { // to write to it may be forbidden
            Optional<BasicFileAttributes> now = lock(channel, true) ? folder.look(part) : Optional.empty();
            if (now.isPresent() && isOld(now.get(), keep)) { // else another server has just gone on with it
                folder.delete(part);
            }
        }
    }

    /** What looks as if it came from the future is no better: nobody knows when it was written. */
    private static boolean isOld(BasicFileAttributes attributes, Duration keep) {
        Instant written = attributes.lastModifiedTime().toInstant();
        return attributes.isRegularFile()
                && Duration.between(written, Instant.now()).abs().compareTo(keep) >= 0;
    }

    // @start region=publish
    @Override
    public void publish() throws IOException {
        Optional<BasicFileAttributes> old = folder.look(name);
        if (exclusive && old.isPresent()) {
            throw new FileAlreadyExistsException(name.toString());
        }
        if (old.isPresent() && old.get().isRegularFile() && old.get() instanceof PosixFileAttributes posix) {
            // Who may read and write it (SITE CHMOD) is said of the name, whatever comes under it.
            folder.view(part, PosixFileAttributeView.class).setPermissions(posix.permissions());
        }
        folder.rename(part, folder, name); // open and locked until then: or another server could put its own part there
        published = true;
        folder.force();
    }
    // @end

    @Override
    public void forget() {
        useless = true;
    }

    // @start region=close
    /** If it was not published, it is kept for another try, or goes, if that would make no sense. */
    @Override
    public void close() throws IOException {
        try (Steps steps = folder) {
            super.close();
            try {
                if (!published && (useless || isEmpty() || steps.look(name).isPresent())) {
                    steps.delete(part);
                }
            } finally {
                Parts.release(steps, part);
            }
        }
    }
    // @end
}
