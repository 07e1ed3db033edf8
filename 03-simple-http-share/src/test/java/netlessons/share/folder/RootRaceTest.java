package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Somebody exchanges a folder for a link that leads out, and back, as fast as can be. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the JDK cannot open a folder step by step")
class RootRaceTest {
    private static final int ROUNDS = 5000;

    @TempDir
    Path folder;

    @Test
    @DisplayName("a folder that becomes a link between the look and the step leads nobody out (attack 10)")
    void folderAndLink() throws Exception {
        Path dir = Files.createDirectory(folder.resolve("shared"));
        Files.createDirectories(dir.resolve("sub/inner"));
        Files.createDirectories(folder.resolve("outside/inner"));
        Files.writeString(dir.resolve("sub/inner/x"), "ours");
        Files.writeString(folder.resolve("outside/inner/x"), "secret");
        Files.createFile(folder.resolve("outside/inner/secret"));
        Files.createSymbolicLink(dir.resolve("link"), folder.resolve("outside"));
        Root root = Root.open(dir, false);

        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(() -> swap(dir, enough));
        int read = 0;
        try {
            long latest =
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(20); // a busy machine may stop who swaps for long
            for (int i = 0; i < ROUNDS || read == 0 && System.nanoTime() < latest; i++) {
                read += read(root) ? 1 : 0;
                search(root);
            }
        } finally {
            enough.set(true);
            swapping.get(30, TimeUnit.SECONDS);
        }
        assertThat(read).as("at times it was there").isPositive();
    }

    /** sub -> aside, link -> sub, and back. */
    private static void swap(Path dir, AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                Files.move(dir.resolve("sub"), dir.resolve("aside"));
                Files.move(dir.resolve("link"), dir.resolve("sub"));
                Files.move(dir.resolve("sub"), dir.resolve("link"));
                Files.move(dir.resolve("aside"), dir.resolve("sub"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean read(Root root) throws IOException {
        try {
            Optional<Found> found = root.find(List.of("sub", "inner", "x"));
            Optional<Found> inner = root.find(List.of("sub", "inner"));
            if (inner.isPresent()) {
                assertThat(root.list(inner.get(), 10).entries())
                        .noneMatch(entry -> entry.path().equals("secret"));
            }
            if (found.isPresent()) {
                try (FileChannel file = root.open(found.get())) {
                    byte[] bytes = Channels.newInputStream(file).readAllBytes();
                    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("ours");
                    return true;
                }
            }
        } catch (NoSuchFileException e) {
            // not there at this moment
        } catch (FileSystemException e) {
            assertThat(e).as("what a handler would take for a broken disk").isNull();
        }
        return false;
    }

    private static void search(Root root) throws IOException {
        Found top = root.find(List.of()).orElseThrow();
        assertThat(new Search(root).in(top, "secret").entries()).isEmpty();
    }
}
