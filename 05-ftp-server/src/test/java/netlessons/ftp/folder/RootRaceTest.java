package netlessons.ftp.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Somebody exchanges a folder for a link that leads out, and back, as fast as can be. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the JDK cannot open a folder step by step")
class RootRaceTest {
    private static final int ROUNDS = 3000;
    private static final VirtualPath INNER = VirtualPath.ROOT.resolve("/sub/inner");

    @TempDir
    Path folder;

    private interface Attempt {
        void run(Root root) throws IOException;
    }

    /** Lets somebody try it very often, while the folder comes and goes. */
    private int race(Attempt attempt) throws Exception {
        Path dir = Files.createDirectory(folder.resolve("served"));
        Files.createDirectories(dir.resolve("sub/inner"));
        Files.createDirectories(folder.resolve("outside/inner"));
        Files.writeString(dir.resolve("sub/inner/x"), "ours");
        Files.writeString(folder.resolve("outside/inner/x"), "secret");
        Files.createFile(folder.resolve("outside/inner/secret"));
        Files.createSymbolicLink(dir.resolve("link"), folder.resolve("outside"));
        Root root = Root.open(dir);

        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(() -> swap(dir, enough));
        int done = 0;
        try {
            long latest =
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(20); // a busy machine may stop who swaps for long
            for (int i = 0; i < ROUNDS || done == 0 && System.nanoTime() < latest; i++) {
                try {
                    attempt.run(root);
                    done++;
                } catch (FileSystemException e) {
                    // not there at this moment, or a link that leads out
                }
            }
        } finally {
            enough.set(true);
            swapping.get(30, TimeUnit.SECONDS);
        }
        assertThat(done).as("at times it was there").isPositive();
        assertThat(folder.resolve("outside/inner/x")).hasContent("secret");
        return done;
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

    private Stream<String> outside() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("outside/inner"))) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    @DisplayName("nothing outside is read or listed")
    void reads() throws Exception {
        race(root -> {
            assertThat(Lister.list(root, root.find(INNER)))
                    .noneMatch(entry -> entry.path().name().equals("secret"));
            try (FileChannel file = root.read(root.find(INNER.child("x")))) {
                byte[] bytes = Channels.newInputStream(file).readAllBytes();
                assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("ours");
            }
        });
    }

    @Test
    @DisplayName("nothing comes in outside, from its beginning or at its end")
    void writes() throws Exception {
        race(root -> {
            try (Incoming file = Incoming.whole(root, INNER.child("new"))) {
                file.write(ByteBuffer.wrap(new byte[1]));
                file.publish();
            }
            try (Incoming file = Incoming.from(root, INNER.child("x"), -1)) {
                file.write(ByteBuffer.wrap(new byte[1]));
                file.publish();
            }
        });
        assertThat(outside()).containsExactlyInAnyOrder("x", "secret");
    }

    @Test
    @DisplayName("nothing outside is deleted or gets another name")
    void changes() throws Exception {
        race(root -> {
            boolean there = Lister.list(root, root.find(INNER)).stream()
                    .anyMatch(entry -> entry.path().name().equals("x"));
            root.rename(INNER.child(there ? "x" : "y"), INNER.child(there ? "y" : "x"));
        });
        assertThat(outside()).containsExactlyInAnyOrder("x", "secret");
    }
}
