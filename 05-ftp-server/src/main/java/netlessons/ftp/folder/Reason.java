package netlessons.ftp.folder;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;
import netlessons.ftp.text.FullDisk;

/** Why a file system refuses something, in the words that C programs and pyftpdlib have for it; without any real path. */
public final class Reason {
    private Reason() {}

    /** Whether there is no room for more. */
    public static boolean isFull(IOException e) {
        String words = system(e);
        return FullDisk.isMeantBy(words) || words.toLowerCase(Locale.ROOT).contains("file too large");
    }

    /** What the system says, without the name of a file; "" if it says nothing. */
    private static String system(IOException e) {
        if (e.getClass() == FileSystemException.class) {
            return Objects.requireNonNullElse(((FileSystemException) e).getReason(), "");
        }
        // Writing to a file that is open fails with a plain one.
        String message = e.getClass() == IOException.class ? Objects.requireNonNullElse(e.getMessage(), "") : "";
        return message.contains(File.separator) ? "" : message;
    }

    public static String of(IOException e) {
        if (e instanceof Outside outside) {
            return '"' + outside.getFile() + "\" points to a path which is outside the user's root directory.";
        } else if (e instanceof NoSuchFileException) {
            return "No such file or directory.";
        } else if (e instanceof NotDirectoryException) {
            return "Not a directory.";
        } else if (e instanceof FileAlreadyExistsException) {
            return "File exists.";
        } else if (e instanceof DirectoryNotEmptyException) {
            return "Directory not empty.";
        } else if (e instanceof AccessDeniedException) {
            return "Permission denied.";
        }
        String words = system(e);
        return words.isEmpty() ? "Input/output error." : words + ".";
    }
}
