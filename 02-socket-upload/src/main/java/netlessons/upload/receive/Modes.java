package netlessons.upload.receive;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Permissions that a sender asks for, as far as they are safe. */
final class Modes {
    /** Nobody but the owner may write, whatever the sender's file was like; the rest is for our umask to say. */
    private static final int MOST = 0755;

    /** The owner reads and writes: we have to. */
    private static final int LEAST = 0600;

    private Modes() {}

    /** For a file to be made there; none where the file system knows no permissions. */
    static FileAttribute<?>[] attributes(Path file, int mode) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions(mode))};
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        int safe = mode & MOST | LEAST;
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) { // OWNER_READ, 0400, is the first of nine
            if ((safe & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }
}
