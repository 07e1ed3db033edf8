package netlessons.ftp.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import netlessons.testkit.German;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReasonTest {
    private static final String SECRET = "/srv/secret/place";

    @Test
    @DisplayName("each has the words that C programs have for it")
    void words() {
        assertThat(Reason.of(new NoSuchFileException(SECRET))).isEqualTo("No such file or directory.");
        assertThat(Reason.of(new NotDirectoryException(SECRET))).isEqualTo("Not a directory.");
        assertThat(Reason.of(new FileAlreadyExistsException(SECRET))).isEqualTo("File exists.");
        assertThat(Reason.of(new DirectoryNotEmptyException(SECRET))).isEqualTo("Directory not empty.");
        assertThat(Reason.of(new AccessDeniedException(SECRET))).isEqualTo("Permission denied.");
        assertThat(Reason.of(new FileSystemException(SECRET, null, "File name too long")))
                .isEqualTo("File name too long.");
        assertThat(Reason.of(new Outside(VirtualPath.ROOT.child("link"))))
                .isEqualTo("\"/link\" points to a path which is outside the user's root directory.");
    }

    @Test
    @DisplayName("a disk is full, whether a file cannot be made or cannot grow")
    void full() {
        List<IOException> full = List.of(
                new IOException("No space left on device"),
                new FileSystemException(SECRET, null, "No space left on device"));
        assertThat(full)
                .allMatch(Reason::isFull)
                .allSatisfy(e -> assertThat(Reason.of(e)).isEqualTo("No space left on device."));
        assertThat(List.of(new IOException("Disk quota exceeded"), new IOException("File too large")))
                .allMatch(Reason::isFull);
        assertThat(Reason.isFull(new NoSuchFileException("No space left on device")))
                .isFalse();
        assertThat(Reason.isFull(new IOException())).isFalse();
    }

    /** Writes to a disk that is full. */
    static final class Writing {
        public static void main(String[] none) {
            try {
                Files.write(Path.of("/dev/full"), new byte[1], StandardOpenOption.WRITE);
            } catch (IOException e) {
                System.out.println(e.getMessage());
                System.out.println(Reason.isFull(e));
            }
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("a disk is full in German as well")
    void german() throws IOException {
        List<String> lines = German.linesOf(Writing.class, Reason.class);
        assumeThat(lines).first().isEqualTo("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
        assertThat(lines).last().isEqualTo("true");
    }

    @Test
    @DisplayName("real paths are told by none")
    void discreet() {
        assertThat(List.of(
                        new FileSystemException(SECRET),
                        new AccessDeniedException(SECRET),
                        new AccessDeniedException(SECRET, SECRET, null),
                        new FileSystemException(SECRET, SECRET, "Invalid cross-device link"),
                        new IOException(SECRET + " is broken"),
                        new EOFException(SECRET),
                        new IOException()))
                .allSatisfy(e ->
                        assertThat(Reason.of(e)).doesNotContain("srv", "null").endsWith("."));
    }
}
