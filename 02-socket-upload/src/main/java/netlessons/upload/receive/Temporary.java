package netlessons.upload.receive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.UploadId;

/**
 * What has come of a file so far, under a name of our own in the folder where the file is to lie: a link or a rename
 * within one folder is one step, over file systems it is none. For one thread at a time.
 */
final class Temporary implements Closeable {
    private static final Pattern NAME =
            Pattern.compile(Pattern.quote(Root.TEMPORARY) + "([0-9a-f]{16})([0-9a-f]{16})\\.part");
    private static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> OLD =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final FileChannel channel;
    private long size;

    private Temporary(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    static Path path(Path folder, UploadId id) {
        return folder.resolve(Root.TEMPORARY + id + ".part");
    }

    /** The id in the name, if it is one of ours. */
    static Optional<UploadId> id(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        return name.matches()
                ? Optional.of(new UploadId(
                        Long.parseUnsignedLong(name.group(1), 16), Long.parseUnsignedLong(name.group(2), 16)))
                : Optional.empty();
    }

    /**
     * A new one, of no bytes; nothing else may have the name.
     *
     * @param lock whether another process may know the name
     * @param mode the permissions that the sender's file has
     */
    static Temporary create(Path path, boolean lock, int mode) throws IOException, Rejection {
        FileAttribute<?>[] attributes = Modes.attributes(path, mode);
        FileChannel channel = FileChannel.open(path, NEW, attributes);
        if (lock) {
            lock(channel);
        }
        return new Temporary(path, channel, 0);
    }

    /**
     * Deletes what has the name of a part, if anything has; of a symbolic link that is the link.
     *
     * @return how many bytes have gone with it
     * @throws Rejection IN_USE if another process writes to it: that one would publish what comes in its place
     */
    static long deleteUnused(Path path) throws IOException, Rejection {
        if (Disk.look(path).filter(BasicFileAttributes::isRegularFile).isEmpty()) {
            Files.deleteIfExists(path);
            return 0;
        }
        try (FileChannel channel = FileChannel.open(path, OLD)) {
            lock(channel);
            long size = channel.size();
            Files.deleteIfExists(path);
            return size;
        }
    }

    // @start region=resume
    /**
     * One that is there from before, unless it is of no use: none, empty, too long, no regular file, or one with a second
     * name. That is a file which was published just before the receiver was killed: nobody may write to it any more.
     *
     * @throws Rejection IN_USE if another process writes to it
     */
    static Optional<Temporary> resume(Path path, long most) throws IOException, Rejection {
        Optional<BasicFileAttributes> before = Disk.look(path).filter(found -> isUsable(path, found, most));
        if (before.isEmpty()) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(path, OLD);
        try {
            lock(channel);
            Optional<BasicFileAttributes> now = Disk.look(path).filter(found -> isUsable(path, found, most));
            Object key = before.get().fileKey();
            if (now.isPresent() && Objects.equals(now.get().fileKey(), key)) {
                return Optional.of(new Temporary(path, channel, now.get().size()));
            }
        } catch (IOException | Rejection e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }
    // @end

    private static boolean isUsable(Path path, BasicFileAttributes found, long most) {
        return found.isRegularFile() && found.size() > 0 && found.size() <= most && Disk.names(path) == 1;
    }

    private static void lock(FileChannel channel) throws IOException, Rejection {
        if (!Disk.lock(channel)) {
            channel.close();
            throw new Rejection(Code.IN_USE, "Another receiver writes this very upload.");
        }
    }

    Path path() {
        return path;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** Appends the bytes. */
    void write(ByteBuffer bytes) throws IOException {
        long end = size + bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes, end - bytes.remaining());
        }
        size = end;
    }

    /** Adds all that is there to a digest. */
    void addTo(FileDigest digest, Signs signs) throws IOException, Rejection {
        Reading.add(channel, size, digest, signs);
    }

    /** Gives it the time of change of the sender's file, as far as the file system can. */
    void stamp(long changed) {
        try {
            Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.fromMillis(changed), FileTime.from(Instant.now()), null);
        } catch (IOException | RuntimeException e) {
            // A time that this file system cannot write, in the year 292278994 for example: the bytes are what counts.
        }
    }

    /** Makes bytes and length durable. */
    void force() throws IOException {
        channel.force(true);
    }

    /** Takes the name away; once more does nothing. */
    void delete() throws IOException {
        Disk.delete(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
