package netlessons.downloader.file;

import static netlessons.downloader.file.PartTest.HERE;
import static netlessons.downloader.file.PartTest.identity;
import static netlessons.downloader.file.PartTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that somebody else has, or wants. */
class FolderTest {
    private static final int SMALL = 10_000;
    private static final int BIG = 100_000;

    @TempDir
    Path dir;

    private Root root(Conflict onConflict) throws DiskFault {
        return Root.open(dir, onConflict, 0);
    }

    private static Path publish(Part part, int size) throws IOException {
        try (part) {
            part.begin(identity(size));
            part.write(ByteBuffer.wrap(random(size)), 0);
            return part.publish(Optional.empty());
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Conflict.class)
    @DisplayName("names that differ only in case, or in how a letter is written, are one name (case 42)")
    void twins(Conflict onConflict) throws Exception {
        Root root = root(onConflict);
        for (String[] twins : new String[][] {{"x.txt", "X.TXT"}, {"ü.txt", "u\u0308.txt"}, {"straße", "STRASSE"}}) {
            try (Part one = root.claim(twins[0])) {
                assertThat(one.name()).isEqualTo(twins[0]);
                if (onConflict == Conflict.rename) {
                    try (Part other = root.claim(twins[1])) {
                        assertThat(other.name()).isEqualTo(Names.twin(Names.safe(twins[1], false), 1));
                    }
                } else {
                    assertThatThrownBy(() -> root.claim(twins[1]))
                            .isInstanceOf(Taken.class)
                            .hasMessageStartingWith("another download of this run has the name");
                }
            }
            root.claim(twins[1]).close();
        }
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, BIG})
    @DisplayName("many threads, one name: each file gets a name of its own (case 42)")
    void manyThreads(int size) throws Exception {
        Root root = root(Conflict.rename);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Path> one = () -> publish(root.claim("x.bin"), size);
            List<Path> paths = new ArrayList<>();
            for (Future<Path> path : threads.invokeAll(java.util.Collections.nCopies(40, one))) {
                paths.add(path.get());
            }
            assertThat(paths).doesNotHaveDuplicates().hasSize(40);
            assertThat(new TreeSet<>(files()))
                    .hasSize(40)
                    .contains("x.bin", "x (1).bin")
                    .noneMatch(name -> name.contains("part"));
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Conflict.class)
    @DisplayName("a file of this name is there: it stays, or is replaced if that was wanted (case 42)")
    void existing(Conflict onConflict) throws Exception {
        Files.writeString(dir.resolve("x.bin"), "old");
        Root root = root(onConflict);
        if (onConflict == Conflict.reject) {
            assertThatThrownBy(() -> root.claim("x.bin"))
                    .isInstanceOf(Taken.class)
                    .hasMessage("there is another x.bin");
        } else {
            publish(root.claim("x.bin"), SMALL);
        }
        if (onConflict == Conflict.replace) {
            assertThat(dir.resolve("x.bin")).hasBinaryContent(random(SMALL));
            assertThatThrownBy(() -> root.claim("x.bin"))
                    .as("what this run has fetched is not replaced")
                    .isInstanceOf(Taken.class);
        } else {
            assertThat(dir.resolve("x.bin")).hasContent("old");
        }
    }

    @ParameterizedTest
    @EnumSource(Conflict.class)
    @DisplayName("a file of this name comes while ours is on its way (case 42)")
    void faster(Conflict onConflict) throws Exception {
        for (int size : new int[] {SMALL, BIG}) {
            Root root = root(onConflict);
            try (Part part = root.claim("x.bin")) {
                part.begin(identity(size));
                part.write(ByteBuffer.wrap(random(size)), 0);
                Files.writeString(dir.resolve("x.bin"), "faster");
                if (onConflict == Conflict.reject) {
                    assertThatThrownBy(() -> part.publish(Optional.empty())).isInstanceOf(Taken.class);
                    part.discard();
                } else {
                    part.publish(Optional.empty());
                }
            }
            Path ours = dir.resolve(onConflict == Conflict.rename ? "x (1).bin" : "x.bin");
            if (onConflict != Conflict.reject) {
                assertThat(ours).hasBinaryContent(random(size));
                Files.delete(ours);
            }
            if (onConflict != Conflict.replace) {
                assertThat(dir.resolve("x.bin")).hasContent("faster");
                Files.delete(dir.resolve("x.bin"));
            }
            assertThat(files()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Conflict.class)
    @DisplayName(
            "a folder, a link or a link to nothing has the name: seen before a byte comes, and not written through (case 42)")
    void noFiles(Conflict onConflict, @TempDir Path elsewhere) throws Exception {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
        Files.createDirectory(dir.resolve("folder"));
        Files.createSymbolicLink(dir.resolve("link"), secret);
        Files.createSymbolicLink(dir.resolve("nothing"), elsewhere.resolve("nothing"));
        for (int size : new int[] {SMALL, BIG}) {
            for (String name : List.of("folder", "link", "nothing")) {
                Root root = root(onConflict);
                if (onConflict == Conflict.rename) {
                    Files.delete(publish(root.claim(name), size));
                } else {
                    assertThatThrownBy(() -> root.claim(name)).isInstanceOf(Taken.class);
                }
                assertThat(root.existing(name)).isEmpty();
            }
        }
        assertThat(dir.resolve("folder")).isEmptyDirectory();
        assertThat(secret).hasContent("secret");
        assertThat(elsewhere.resolve("nothing")).doesNotExist();
        assertThat(Files.isSymbolicLink(dir.resolve("nothing"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.bin.part", "x.bin.part.log"})
    @DisplayName(
            "a link, a folder or a file of somebody else where the part is to lie: another place is found (case 42)")
    void foreignParts(String name, @TempDir Path elsewhere) throws Exception {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
        Path there = dir.resolve(name);
        List<Callable<Path>> things = List.of(
                () -> Files.createSymbolicLink(there, secret),
                () -> Files.createSymbolicLink(there, elsewhere.resolve("nothing")),
                () -> Files.createDirectory(there),
                () -> Files.writeString(there, "of another program"));
        for (Callable<Path> thing : things) {
            thing.call();
            Object before =
                    Files.readAttributes(there, "*", LinkOption.NOFOLLOW_LINKS).get("fileKey");
            for (Conflict onConflict : Conflict.values()) {
                Root root = root(onConflict);
                assertThat(root.left(List.of(HERE))).isEmpty();
                Path path = publish(root.claim("x.bin"), BIG);
                assertThat(path).hasBinaryContent(random(BIG));
                Files.delete(path);
            }
            assertThat(Files.readAttributes(there, "*", LinkOption.NOFOLLOW_LINKS))
                    .containsEntry("fileKey", before);
            assertThat(files()).containsExactly(name);
            Files.delete(there);
        }
        assertThat(elsewhere).isDirectoryContaining(path -> path.equals(secret)).isNotEmptyDirectory();
        assertThat(secret).hasContent("secret");
        assertThat(elsewhere.resolve("nothing")).doesNotExist();
    }

    @Test
    @DisplayName("killed when a journal was made and nothing stood in it yet: the next one is written there (case 43)")
    void emptyJournal() throws Exception {
        Files.createFile(dir.resolve("x.bin.part.log"));
        publish(root(Conflict.rename).claim("x.bin"), BIG);
        assertThat(files()).containsExactly("x.bin");
    }

    @Test
    @DisplayName("a folder that is none, or cannot be made or written to, is a fault at once (case 43)")
    void badFolders() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> Root.open(file, Conflict.rename, 0))
                .isInstanceOf(DiskFault.class)
                .hasMessage(file + " is no folder");
        assertThatThrownBy(() -> Root.open(file.resolve("x"), Conflict.rename, 0))
                .isInstanceOf(DiskFault.class);
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real"));
        assertThatThrownBy(() -> Root.open(link, Conflict.rename, 0)).isInstanceOf(DiskFault.class);
        Files.createDirectory(dir.resolve("real"));
        publish(Root.open(link, Conflict.rename, 0).claim("x"), SMALL);
        publish(Root.open(dir.resolve("a/b/c"), Conflict.rename, 0).claim("x"), SMALL);
        assertThat(dir.resolve("real/x")).exists();
        assertThat(dir.resolve("a/b/c/x")).exists();
    }

    @Test
    @DisplayName("names as long as they may be, and longer ones: part, journal and file all fit (case 40)")
    void longNames() throws Exception {
        Root root = root(Conflict.rename);
        publish(root.claim("x".repeat(300) + ".bin"), BIG);
        try (Part part = root.claim("x".repeat(300) + ".bin")) {
            part.begin(identity(BIG));
            part.write(ByteBuffer.wrap(new byte[10]), 0);
        }
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "x".repeat(236) + ".bin",
                        "x".repeat(232) + " (1).bin.part",
                        "x".repeat(232) + " (1).bin.part.log");
    }
}
