package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderForceTest {
    @TempDir
    Path dir;

    @Test
    @DisplayName("many threads are served, and each hears of a fault")
    void manyThreads() throws Exception {
        Path folder = Files.createDirectory(dir.resolve("folder"));
        FolderForce force = new FolderForce(folder);
        Callable<Void> one = () -> {
            force.force();
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(200, one))) {
                done.get();
            }
            Files.delete(folder);
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(50, one))) {
                assertThatThrownBy(done::get).hasCauseInstanceOf(NoSuchFileException.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
