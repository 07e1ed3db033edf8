package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Entry;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stage 8: nor does a link, whatever becomes of it meanwhile. */
@Stage(value = 8, name = "hostile input")
@DisplayName("Stage 8: links")
final class Stage8LinksIT {
    private static final String SECRET = "not for you";

    /** How long two sides race. */
    private static final Duration RACE = Duration.ofMillis(1500);

    @TempDir
    private Path outside;

    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        Files.writeString(outside.resolve("secret.txt"), SECRET);
        Files.createDirectory(outside.resolve("sub"));
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello");
        folder.makeFolder("d");
        ftp = folder.enter();
    }

    /** A link in the served folder, if this system has such. */
    private void link(String name, Path to) throws IOException {
        try {
            Files.createSymbolicLink(folder.file(name), to);
        } catch (UnsupportedOperationException e) {
            Assumptions.abort("this system has no symbolic links");
        }
    }

    private void expectUntouched() throws IOException {
        try (Stream<Path> files = Files.walk(outside)) {
            assertThat(files.map(file -> outside.relativize(file).toString()))
                    .as("what lies outside")
                    .containsExactlyInAnyOrder("", "secret.txt", "sub");
        }
        assertThat(outside.resolve("secret.txt")).as("the file outside").hasContent(SECRET);
    }

    @Test
    @Order(1)
    @DisplayName("a link that leads out is not followed, to read, to enter, or to ask (cases 27, 27b, 27d)")
    @Rfc("RFC 959 section 4.1.3")
    void links() throws IOException {
        link("file", outside.resolve("secret.txt"));
        link("dir", outside);
        link("up", Path.of("../.."));
        link("twice", folder.file("dir"));
        ftp.refused("RETR file", 550);
        ftp.refused("RETR dir/secret.txt", 550);
        ftp.refused("RETR twice/secret.txt", 550);
        ftp.refused("RETR d/../dir/secret.txt", 550);
        for (String path : List.of("dir", "twice", "dir/sub", "dir/../dir", "up")) {
            ftp.say("CWD " + path).expect(550);
            ftp.refused("LIST " + path, 550);
            ftp.refused("MLSD " + path, 550, 501);
        }
        for (String command : List.of("SIZE", "MDTM", "STAT", "SITE CHMOD 777", "MFMT 20200101000000", "RNFR")) {
            ftp.say(command + " dir/secret.txt").expect(550);
        }
        ftp.say("SIZE file").expect(550);
        ftp.say("MDTM file").expect(550);
        ftp.say("PWD").expectPath(folder.path(""));
        expectUntouched();
    }

    @Test
    @Order(2)
    @DisplayName("a link that leads out is not followed to write, to delete, or to rename (cases 27c, 28e)")
    @Rfc("RFC 959 section 4.1.3")
    void writeThroughLinks() throws IOException {
        link("file", outside.resolve("secret.txt"));
        link("dir", outside);
        link("new", outside.resolve("new.txt"));
        for (String command : List.of("STOR", "APPE")) {
            ftp.refused(command + " dir/new.txt", 550, 553);
            ftp.refused(command + " dir/secret.txt", 550, 553);
            ftp.refused(command + " file", 550, 553);
        }
        ftp.refused("STOU dir/x", 550, 553);
        for (String command :
                List.of("MKD dir/new", "DELE dir/secret.txt", "RMD dir/sub", "RMD dir", "XMKD dir/sub/x")) {
            ftp.say(command).expect(550, 553);
        }
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNTO dir/a.txt").expect(550, 553);
        ftp.say("RNFR dir/secret.txt").expect(550);
        ftp.say("RNTO mine").expect(503);
        ftp.say("MKD new").expect(550, 553);
        expectUntouched();
        folder.expectContent("a.txt", "hello");
    }

    @Test
    @Order(3)
    @DisplayName("a link to nothing, out there, is no way to make a file there")
    @Rfc("RFC 959 section 4.1.3")
    void danglingLinks() throws IOException {
        link("stor", outside.resolve("stor.txt"));
        link("appe", outside.resolve("appe.txt"));
        link("rnto", outside.resolve("rnto.txt"));
        link("self", folder.file("self"));
        for (String command : List.of("STOR stor", "APPE appe")) {
            try (DataWire data = ftp.pasv()) {
                if (ftp.say(command).expect(150, 125, 550, 553).code() < 200) {
                    data.send("x").close();
                    ftp.next().expect(226, 250, 550, 552, 553);
                }
            }
        }
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNTO rnto").expect(250, 550, 553);
        ftp.refused("RETR self", 550);
        ftp.say("CWD self").expect(550);
        ftp.expectAlive();
        expectUntouched();
    }

    @Test
    @Order(4)
    @DisplayName("a folder that is exchanged for a link while it is asked for leads nobody out")
    @Rfc("RFC 2577 section 1")
    void races() throws IOException {
        folder.write("swap/secret.txt", "inside");
        link("link", outside);
        Path swap = folder.file("swap");
        Path away = folder.file("away");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                try {
                    Files.move(swap, away, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(folder.file("link"), swap, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(swap, folder.file("link"), StandardCopyOption.ATOMIC_MOVE);
                    Files.move(away, swap, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        try {
            long end = System.nanoTime() + RACE.toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                race("RETR swap/secret.txt", "");
                race("LIST swap", "");
                race("STOR swap/new" + i, "x");
                race("APPE swap/more", "x");
                ftp.say("DELE swap/secret.txt").expect(250, 550);
                race("STOR swap/secret.txt", "inside");
                ftp.say("SITE CHMOD 600 swap/secret.txt").expect(200, 550);
            }
        } finally {
            over.set(true);
            swapping.join();
        }
        expectUntouched();
    }

    /** Whether it works is a matter of luck; but nothing from outside may come. */
    private void race(String command, String sent) {
        try (DataWire data = ftp.pasv()) {
            if (ftp.say(command).code() >= 400) {
                return;
            }
            if (sent.isEmpty()) {
                assertThat(new String(data.readAll(), StandardCharsets.UTF_8))
                        .as("what came for " + command)
                        .doesNotContain(SECRET)
                        .doesNotContain("sub");
            } else {
                data.send(sent).close();
            }
            ftp.next();
        }
    }

    @Test
    @Order(5)
    @DisplayName("RNTO over a link that leads out takes the link's place, or is refused; what it leads to stays")
    @Rfc("RFC 959 section 4.1.3")
    void renameOntoLink() throws IOException {
        link("file", outside.resolve("secret.txt"));
        link("dir", outside);
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNTO file").expect(250, 550, 553);
        expectUntouched();
        folder.write("b.txt", "b");
        ftp.say("RNFR b.txt").expect(350);
        ftp.say("RNTO dir").expect(250, 550, 553);
        expectUntouched();
    }

    @Test
    @Order(6)
    @DisplayName("lists show nothing of what lies outside, and the root has nothing above it")
    @Rfc("RFC 959 section 4.1.3")
    void lists() throws IOException {
        link("file", outside.resolve("secret.txt"));
        link("dir", outside);
        assertThat(ftp.list("")).noneMatch(line -> line.contains(outside.toString()));
        for (Entry entry : ftp.mlsd("")) {
            assertThat(entry.facts().getOrDefault("type", "").toLowerCase(Locale.ROOT))
                    .as("what " + entry.name() + " is said to be")
                    .doesNotContain(outside.toString());
        }
        String root = folder.target().dir().toAbsolutePath().toString();
        for (String command : List.of("MLST file", "SIZE nope", "RETR dir/x", "MKD d", "CWD dir", "STAT")) {
            assertThat(ftp.say(command).text()).as(command).doesNotContain(root).doesNotContain(outside.toString());
        }
    }
}
