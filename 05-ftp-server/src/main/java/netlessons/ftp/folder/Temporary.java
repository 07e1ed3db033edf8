package netlessons.ftp.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/**
 * A file that comes under a hidden name, and gets its own in one step when it is whole. If it breaks off, and no other file
 * has the name, what has come is kept: {@code SIZE} tells how much it is, and {@code REST} or {@code APPE} goes on there.
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
            FileChannel channel = open(folder, part, position);
            try {
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

    // @start region=publish
    @Override
    public void publish() throws IOException {
        super.close();
        Optional<BasicFileAttributes> old = folder.look(name);
        if (exclusive && old.isPresent()) {
            throw new FileAlreadyExistsException(name.toString());
        }
        if (old.isPresent() && old.get().isRegularFile() && old.get() instanceof PosixFileAttributes posix) {
            // Who may read and write it (SITE CHMOD) is said of the name, whatever comes under it.
            folder.view(part, PosixFileAttributeView.class).setPermissions(posix.permissions());
        }
        folder.rename(part, folder, name);
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
