package netlessons.upload.send;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.UploadId;

/**
 * A file, or a folder with nothing in it, that is to be sent, as it was when somebody looked. Immutable.
 *
 * @param path absolute, and without links
 * @param name where it is to lie at the receiver's
 * @param size in bytes; 0 for a folder
 * @param changed its time of change in nanoseconds since 1970, as exactly as the file system knows it
 * @param mode its POSIX permissions
 */
record Item(Path path, String name, boolean folder, long size, long changed, int mode) {
    /** Where there are no POSIX permissions (Windows). */
    private static final int USUAL_FILE = 0644;

    private static final int USUAL_FOLDER = 0755;

    private static final Class<? extends BasicFileAttributes> ATTRIBUTES =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix")
                    ? PosixFileAttributes.class
                    : BasicFileAttributes.class;

    /** What is there, links not followed. */
    static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }

    static Item of(Path path, String name, BasicFileAttributes attributes) {
        boolean folder = attributes.isDirectory();
        return new Item(
                path,
                name,
                folder,
                folder ? 0 : attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                mode(attributes));
    }

    /**
     * The same file as it is now.
     *
     * @throws IOException also if it has become something else, a folder for one: what is in that nobody has looked for
     */
    Item now() throws IOException {
        BasicFileAttributes now = attributes(path);
        if (folder ? !now.isDirectory() : !now.isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "it has become something else");
        }
        return of(path, name, now);
    }

    /** Whether it seems to have the content that it had then. */
    boolean isLike(Item other) {
        return size == other.size && changed == other.changed && folder == other.folder;
    }

    byte[] nameBytes() {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    Message.Begin begin(DigestKind digest, boolean eager) {
        UploadId id = UploadId.of(path.toString(), name, size, changed);
        long millis = TimeUnit.NANOSECONDS.toMillis(changed);
        return new Message.Begin(id, size, millis, mode, digest.number(), nameBytes(), eager, folder);
    }

    private static int mode(BasicFileAttributes attributes) {
        if (!(attributes instanceof PosixFileAttributes posix)) {
            return attributes.isDirectory() ? USUAL_FOLDER : USUAL_FILE;
        }
        int mode = 0;
        for (PosixFilePermission permission : posix.permissions()) {
            mode |= 0400 >> permission.ordinal(); // declared in the order of the bits: rwx for owner, group, others
        }
        return mode;
    }
}
