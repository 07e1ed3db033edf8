package netlessons.share.folder;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import netlessons.share.folder.Refused.Reason;
import netlessons.share.text.FullDisk;

/** Reads what file systems say. The JDK has a class for few of their errors, and words for the others. */
final class Refusal {
    private record Words(Reason reason, String message, List<String> said) {}

    private static final List<Words> ALL = List.of(
            new Words(Reason.NO_ROOM, "The disk is full.", List.of("file too large")),
            new Words(
                    Reason.CONFLICT,
                    "A part of the path is there already, and is no folder.",
                    List.of(NowhereWords.NO_FOLDER, NowhereWords.LOOP)),
            new Words(Reason.CONFLICT, "There is a folder of this name already.", List.of("is a directory")),
            new Words(Reason.NAME, "The path is too long.", List.of(NowhereWords.TOO_LONG)),
            new Words(
                    Reason.NAME,
                    "This disk cannot write the name.",
                    List.of("invalid argument", "invalid or incomplete multibyte", "illegal byte sequence")),
            new Words(
                    Reason.DENIED,
                    "The server may not write there.",
                    List.of("read-only file system", "operation not permitted")));

    private Refusal() {}

    static Refused of(IOException e) {
        if (e instanceof AccessDeniedException || e.getCause() instanceof ReadOnlyFileSystemException) {
            return new Refused(Reason.DENIED, "The server may not write there.", e);
        } else if (e instanceof NotDirectoryException) {
            return new Refused(Reason.CONFLICT, "A part of the path is there already, and is no folder.", e);
        } else if (e instanceof FileAlreadyExistsException) {
            return new Refused(Reason.CONFLICT, "There is something of this name already.", e);
        } else if (e instanceof NoSuchFileException) {
            return new Refused(Reason.GONE, "Somebody has just deleted what had come, or the folder for it.", e);
        } else if (e instanceof ClosedChannelException) {
            return new Refused(Reason.STOPPING, "The server takes no more files.", e);
        }
        String reason = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
        String said = String.valueOf(reason);
        if (FullDisk.isMeantBy(said)) {
            return new Refused(Reason.NO_ROOM, "The disk is full.", e);
        }
        String lower = said.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(words -> words.said().stream().anyMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT))))
                .findFirst()
                .map(words -> new Refused(words.reason(), words.message(), e))
                .orElseGet(() -> new Refused(Reason.FAULT, "The server cannot write the file.", e));
    }
}
