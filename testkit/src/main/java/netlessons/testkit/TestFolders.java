package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The folders that a test makes. They are taken away after it; but if it fails, and the program is a student's, they stay
 * until the next run.
 */
final class TestFolders implements AutoCloseable {
    private final Settings settings;
    private final String name;
    private final boolean student;
    private final Deque<Path> folders = new ConcurrentLinkedDeque<>();
    private Path all;

    /** @param name what they are for, in one word @param student whether the program is a student's */
    TestFolders(Settings settings, String name, boolean student) {
        this.settings = settings;
        this.name = name;
        this.student = student;
    }

    synchronized Path add() {
        try {
            if (all == null) {
                all = student
                        ? studentFiles()
                        : Files.createTempDirectory("netlessons-" + name + "-").toRealPath();
            }
            Path folder = Files.createTempDirectory(all, "test-");
            folders.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path studentFiles() throws IOException {
        Path folder = settings.log().toAbsolutePath().resolveSibling("student-" + name + "-files");
        TargetOpener.delete(folder);
        return Files.createDirectories(folder).toRealPath();
    }

    void end(boolean failed) {
        if (!failed || !student) {
            folders.forEach(TargetOpener::delete);
        }
        folders.clear();
    }

    @Override
    public synchronized void close() {
        end(false);
        if (all != null && !student) {
            TargetOpener.delete(all);
        }
    }
}
