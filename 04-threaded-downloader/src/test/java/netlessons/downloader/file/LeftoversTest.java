package netlessons.downloader.file;

import static netlessons.downloader.file.PartTest.HERE;
import static netlessons.downloader.file.PartTest.identity;
import static netlessons.downloader.file.PartTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next run makes of what it finds: each state between two steps of the run before, made by hand. */
class LeftoversTest {
    private static final int SIZE = 100_000;
    private static final List<URI> URIS = List.of(HERE);

    @TempDir
    Path dir;

    private Path part;
    private Path log;

    @BeforeEach
    void leave() throws IOException {
        part = dir.resolve("x.bin.part");
        log = dir.resolve("x.bin.part.log");
        try (Part left = open().claim("x.bin")) {
            left.begin(identity(SIZE));
            left.write(ByteBuffer.wrap(random(SIZE)), 0);
            left.save();
        }
        assertThat(files()).containsExactly("x.bin.part", "x.bin.part.log");
    }

    private Root open() throws DiskFault {
        return Root.open(dir, Conflict.rename, 0);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private void change(String from, String to) throws IOException {
        Files.writeString(log, Files.readString(log).replace(from, to));
    }

    /** Whether all of it is believed, and if not that it can be begun anew. */
    private boolean isBelieved() throws IOException {
        try (Part left = open().left(URIS).orElseThrow()) {
            boolean believed = left.identity().isPresent();
            assertThat(left.done().size()).isEqualTo(believed ? SIZE : 0);
            if (!believed) {
                left.begin(identity(10));
                left.write(ByteBuffer.wrap(random(10)), 0);
            }
            left.publish(Optional.empty());
            assertThat(dir.resolve("x.bin")).hasBinaryContent(random(believed ? SIZE : 10));
            return believed;
        } finally {
            assertThat(files()).containsExactly("x.bin");
        }
    }

    @Test
    @DisplayName("whole, but without its name: it need not be fetched again (case 43)")
    void whole() throws IOException {
        assertThat(isBelieved()).isTrue();
    }

    @Test
    @DisplayName("killed when it had both names: the name of the part goes, the file stays as it is (case 43)")
    void linked() throws IOException {
        Files.createLink(dir.resolve("x.bin"), part);
        assertThat(open().left(URIS)).isEmpty();
        assertThat(files()).containsExactly("x.bin");
        assertThat(dir.resolve("x.bin")).hasBinaryContent(random(SIZE));
    }

    @Test
    @DisplayName("killed when only the journal was left: it goes (case 43)")
    void journalOnly() throws IOException {
        Files.move(part, dir.resolve("x.bin"));
        assertThat(open().left(URIS)).isEmpty();
        assertThat(files()).containsExactly("x.bin");
    }

    @Test
    @DisplayName("killed while it wrote a small file: that goes (case 43)")
    void temporary() throws IOException {
        Files.writeString(dir.resolve(".netlessons-0123456789abcdef.part"), "small");
        Files.writeString(dir.resolve(".netlessons"), "not ours");
        open();
        assertThat(files()).containsExactly(".netlessons", "x.bin.part", "x.bin.part.log");
    }

    @Test
    @DisplayName("a part that is shorter than its journal says: all is fetched anew (case 43)")
    void shortPart() throws IOException {
        Files.write(part, new byte[SIZE - 1]);
        assertThat(isBelieved()).isFalse();
    }

    @Test
    @DisplayName("a part that is longer than the file: what is too much goes")
    void longPart() throws IOException {
        Files.write(part, new byte[1], java.nio.file.StandardOpenOption.APPEND);
        assertThat(isBelieved()).isTrue();
    }

    @Test
    @DisplayName("a journal with a lie in it: all is fetched anew (case 43)")
    void lies() throws IOException {
        change("total 100000", "total 99999");
        assertThat(isBelieved()).isFalse();
    }

    @Test
    @DisplayName("a journal that wants to write elsewhere does not (case 40)")
    void elsewhere() throws IOException {
        change("name x.bin", "name ../x.bin");
        assertThat(isBelieved()).isFalse();
        assertThat(dir.resolveSibling("x.bin")).doesNotExist();
    }

    @Test
    @DisplayName("a last line that is not whole is as good as none, and the next one does not become part of it")
    void tornLine() throws IOException {
        Files.writeString(log, Files.readString(log) + "done 0-1");
        try (Part left = open().left(URIS).orElseThrow()) {
            assertThat(left.done().size()).isEqualTo(SIZE);
        }
        assertThat(Files.readString(log)).doesNotContain("done 0-1owner").endsWith("\n");
        assertThat(isBelieved()).isTrue();
    }

    @Test
    @DisplayName("who chose the name chooses it again, also when it has been begun anew meanwhile")
    void chosen() throws IOException {
        change("name x.bin", "chosen true\nname x.bin");
        assertThat(open().left(URIS)).isEmpty();
        assertThat(open().left(URIS, Optional.of("y.bin"))).isEmpty();
        try (Part left = open().left(URIS, Optional.of("x.bin")).orElseThrow()) {
            assertThat(left.done().size()).isEqualTo(SIZE);
            left.begin(identity(SIZE + 1));
            left.write(ByteBuffer.wrap(random(SIZE + 1), 0, SIZE), 0);
        }
        assertThat(Files.readString(log)).contains("chosen true\nname x.bin\n");
        assertThat(open().left(URIS)).isEmpty();
        assertThat(open().left(URIS, Optional.of("x.bin"))).isPresent();
    }

    @Test
    @DisplayName("the name has been taken meanwhile: under rename another is found")
    void taken() throws IOException {
        Files.writeString(dir.resolve("x.bin"), "another");
        try (Part left = open().left(URIS).orElseThrow()) {
            assertThat(left.name()).isEqualTo("x (1).bin");
            left.publish(Optional.empty());
        }
        assertThat(files()).containsExactly("x (1).bin", "x.bin");
        assertThat(dir.resolve("x.bin")).hasContent("another");
    }

    @Test
    @DisplayName("for another address it stays untouched, and the name is still free for a new file (case 42)")
    void otherAddress() throws IOException {
        Root root = open();
        assertThat(root.left(List.of(URI.create("http://a.example/other")))).isEmpty();
        try (Part part = root.claim("x.bin")) {
            assertThat(part.name()).isEqualTo("x.bin");
            part.begin(identity(SIZE + 1));
            part.write(ByteBuffer.wrap(random(SIZE + 1)), 0);
            part.save();
            assertThat(files()).hasSize(4);
            part.publish(Optional.empty());
        }
        assertThat(files()).containsExactly("x.bin", "x.bin.part", "x.bin.part.log");
        assertThat(root.left(URIS)).get().extracting(Part::name).isEqualTo("x (1).bin");
    }

    @Test
    @DisplayName("somebody else goes on with a journal that we have open, because the locks here are none: we stop")
    void stolen() throws IOException {
        try (Part left = open().left(URIS).orElseThrow()) {
            Files.writeString(log, Files.readString(log) + "owner 0123456789abcdef\n");
            left.begin(identity(SIZE + 1)); // as long as it is ours it may be begun anew
            Files.writeString(log, Files.readString(log) + "owner 0123456789abcdef\n");
            left.write(ByteBuffer.wrap(random(SIZE + 1)), 0);
            assertThatThrownBy(() -> left.publish(Optional.empty()))
                    .isInstanceOf(DiskFault.class)
                    .hasMessage("another process writes x.bin.part.log, too");
        }
        assertThat(dir.resolve("x.bin")).doesNotExist();
    }

    @Test
    @DisplayName("somebody puts another file in the place of the part: it does not get the name (case 42)")
    void swapped() throws IOException {
        try (Part left = open().left(URIS).orElseThrow()) {
            Files.move(part, dir.resolve("away"));
            Files.write(part, new byte[SIZE]);
            assertThatThrownBy(() -> left.publish(Optional.empty()))
                    .isInstanceOf(DiskFault.class)
                    .hasMessage("another process has taken x.bin.part away");
        }
        assertThat(dir.resolve("x.bin")).doesNotExist();
    }
}
