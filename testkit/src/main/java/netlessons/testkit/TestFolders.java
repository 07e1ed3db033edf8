package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Folders for the tests of one run. They are taken away after each test; but if it fails, and the program is a student's,
 * they stay until the next run. Safe for threads.
 */
final class TestFolders implements AutoCloseable {
    private final Settings settings;
    private final String name;
    private final boolean student;
    private Path all;

    /** @param name what they are for, in one word @param student whether the program is a student's */
    TestFolders(Settings settings, String name, boolean student) {
        this.settings = settings;
        this.name = name;
        this.student = student;
    }

    /** One more, empty, which no other test has. */
    synchronized Path add() {
        try {
            if (all == null) {
                all = student
                        ? studentFiles()
                        : Files.createTempDirectory("netlessons-" + name + "-").toRealPath();
            }
            return Files.createTempDirectory(all, "test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path studentFiles() throws IOException {
        Path folder = settings.log().toAbsolutePath().resolveSibling("student-" + name + "-files");
        TargetOpener.delete(folder);
        return Files.createDirectories(folder).toRealPath();
    }

    /** The test that had these has ended. */
    void end(Collection<Path> folders, boolean failed) {
        if (!failed || !student) {
            folders.forEach(TargetOpener::delete);
        }
    }

    @Override
    public synchronized void close() {
        if (all != null && !student) {
            TargetOpener.delete(all);
        }
    }
}
