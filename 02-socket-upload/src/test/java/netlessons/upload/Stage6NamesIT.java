package netlessons.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static netlessons.upload.Received.expectAlive;
import static netlessons.upload.Received.expectFile;
import static netlessons.upload.Received.file;
import static netlessons.upload.Received.holding;
import static netlessons.upload.Received.place;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 6: names that mean harm. Nothing is written outside the receiver's folder, no link is followed, and a name that
 * is a trap on some other system is none here either.
 */
@Stage(value = 6, name = "hostile input")
@DisplayName("Stage 6: hostile input, names")
final class Stage6NamesIT {
    private static final String NAMES = "docs/02-protocol.md section 6";

    /** What a receiver may say where it cannot or will not make a file of this name. */
    private static final Set<WireCode> NO = Set.of(WireCode.EXISTS, WireCode.BAD_NAME, WireCode.IO);

    @TempDir
    Path outside;

    private static WireFrame begin(byte[] name, int flags) {
        WireUpload file = WireUpload.of("x", "hello");
        return WireFrame.begin(flags, file.id(), 5, file.mtime(), 0644, file.kind(), name);
    }

    private static void expectBadName(Target target, byte[] name) {
        WireUpload file = WireUpload.of("x", "hello");
        try (FrameWire wire = FrameWire.open(target)) {
            wire.send(begin(name, 0)).expectReject(WireCode.BAD_NAME);
            wire.send(begin(name, WireFrame.EAGER), file.data(0, 5), file.end()).expectReject(WireCode.BAD_NAME);
            wire.expectQuiet();
        }
    }

    /** Each regular file and link at or below this folder. */
    private static Set<Path> all(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("a name that leads out of the folder, or to nowhere: REJECT BAD_NAME, and nothing is made (case 29)")
    @Rfc(NAMES)
    @ValueSource(
            strings = {
                "../escaped",
                "..",
                ".",
                "a/../../escaped",
                "a/..",
                "./a",
                "a/./b",
                "/tmp/escaped",
                "//a",
                "a//b",
                "a/",
                "/",
                "..\\escaped",
                "a\\b",
                "\\\\server\\share",
                "C:escaped",
                "C:/escaped",
                "a:stream"
            })
    void escapes(String name, Target target) throws IOException {
        Set<Path> before = all(target.dir());
        expectBadName(target, name.getBytes(UTF_8));
        assertThat(target.dir().resolveSibling("escaped")).doesNotExist();
        assertThat(Path.of("/tmp/escaped")).doesNotExist();
        assertThat(all(target.dir())).as("files below the receiver's folder").isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @Order(2)
    @DisplayName("a name that is a trap on some system or to some eyes: REJECT BAD_NAME (case 29)")
    @Rfc(NAMES)
    @ValueSource(
            strings = {
                "CON",
                "con",
                "Prn.txt",
                "aux.tar.gz",
                "NUL",
                "folder/nul.txt",
                "COM0",
                "com1",
                "LPT9.x",
                "nul/x",
                "x.",
                "x ",
                "x./y",
                "x /y",
                "...",
                " ",
                ".bashrc",
                "a/.b",
                ".git/config",
                "a\0b",
                "a\nb",
                "a\r",
                "\u001b[2J",
                "a\u007f",
                "a\u0085",
                "a\u202etxt.exe",
                "a\u200b",
                "\ufeffa",
                "a\u00adb",
                "\u2066a",
                "a\ufff9",
                "CON .txt",
                "com\u00b9.txt",
                "e\u0301",
                "\u212b",
                "\u1100\u1161"
            })
    void traps(String name, Target target) {
        expectBadName(target, name.getBytes(UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @Order(3)
    @DisplayName("a name that is no UTF-8 in the shortest form: REJECT BAD_NAME (case 29)")
    @Rfc(NAMES)
    @ValueSource(
            strings = {
                "\u00ff",
                "a\u0080b",
                "\u00c0\u00af",
                "\u00c0\u0080",
                "\u00e0\u0080\u00af",
                "\u00c3",
                "a\u00e2\u0082",
                "\u00ed\u00a0\u0080",
                "\u00ed\u00a0\u00bd\u00ed\u00b8\u0080",
                "\u00f4\u0090\u0080\u0080"
            })
    void noText(String latin1, Target target) {
        expectBadName(target, latin1.getBytes(ISO_8859_1));
    }

    @Test
    @Order(4)
    @DisplayName("too long, too deep, or nothing at all: refused; as long and as deep as allowed: taken (case 29)")
    @Rfc(NAMES)
    void lengths(Target target) throws IOException {
        String folder = target.newFolder().getFileName() + "/";
        expectBadName(target, "x/".repeat(32).concat("x").getBytes(UTF_8));
        try (FrameWire wire = FrameWire.open(target)) {
            int most = wire.bounds().name();
            if (most >= 256) {
                expectBadName(target, "x".repeat(256).getBytes(UTF_8));
                expectBadName(target, "\u00fc".repeat(128).getBytes(UTF_8));
            }
            for (String name : List.of("x/".repeat(30) + "x", "y".repeat(255 - folder.length()))) {
                WireUpload file = WireUpload.of(folder + name, "hello");
                wire.upload(file);
                expectFile(target, file);
            }
            if (most < 65_535) {
                FrameWire.open(target).send(begin(new byte[most + 1], 0)).expectError(WireCode.BAD_LENGTH);
            }
            FrameWire.open(target)
                    .send(begin(new byte[0], 0))
                    .expectRejectOrError(Set.of(WireCode.BAD_NAME), Set.of(WireCode.BAD_LENGTH));
            String longest = (("z".repeat(250) + "/").repeat(32)).substring(0, Math.min(most, 32 * 251 - 1));
            wire.send(WireUpload.of(longest.replaceAll("/$", "z"), "hello").begin());
            WireFrame answer = wire.next("READY, or REJECT if the system knows no such long paths");
            if (answer.type() != 'R' && answer.type() != 'N') {
                throw wire.failure("READY, or REJECT if the system knows no such long paths", 0);
            }
        }
        expectAlive(target);
    }

    @ParameterizedTest(name = "{0}")
    @Order(5)
    @DisplayName("strict does not mean narrow-minded: a name that only looks like a trap is taken")
    @Rfc(NAMES)
    @ValueSource(
            strings = {
                "a..b",
                " x",
                "console",
                "nul1",
                "com10",
                "xcon",
                "%2e%2e",
                "~",
                "-",
                "$HOME",
                "c/d",
                "aux-1.txt",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67.jpg"
            })
    void unusual(String name, Target target) throws IOException {
        WireUpload file = WireUpload.of(target.newFolder().getFileName() + "/" + name, "hello");
        try {
            place(target, file);
        } catch (InvalidPathException e) {
            Assumptions.abort("this system, or its locale, has no such file names");
        }
        FrameWire.open(target).upload(file).close();
        expectFile(target, file);
    }

    @Test
    @Order(6)
    @DisplayName(
            "two names that differ only in case: both, or a conflict like any other; never one in the other (case 29)")
    @Rfc("docs/02-protocol.md section 4.4")
    void caseTwins(Target target) throws IOException {
        Path folder = target.newFolder();
        WireUpload upper = file(target, folder, "README", 100);
        WireUpload lower = file(target, folder, "readme", 200);
        try (FrameWire wire = FrameWire.open(target).upload(upper)) {
            String name = wire.send(lower.whole()).expectConflict(lower);
            if (!name.isEmpty()) {
                assertThat(target.dir().resolve(name)).hasBinaryContent(lower.bytes());
            }
            if (name.isEmpty() || !Files.isSameFile(target.dir().resolve(name), place(target, upper))) {
                expectFile(target, upper);
            }
        }
    }

    @Test
    @Order(7)
    @DisplayName(
            "a folder has the name already, or a file is where a folder should be: refused, and both stay (case 30)")
    @Rfc("docs/02-protocol.md section 4.4")
    void folderInTheWay(Target target) throws IOException {
        Path folder = target.newFolder();
        Files.createDirectory(folder.resolve("folder"));
        Files.writeString(folder.resolve("file"), "mine");
        WireUpload onFolder = file(target, folder, "folder", 100);
        WireUpload belowFile = file(target, folder, "file/below", 100);
        try (FrameWire wire = FrameWire.open(target)) {
            String name = wire.send(onFolder.whole()).expectConflict(onFolder);
            assertThat(name).as("the new name").isNotEqualTo(onFolder.name());
            wire.send(belowFile.whole()).expectReject(NO.toArray(WireCode[]::new));
            wire.send(belowFile.begin()).expectReject(NO.toArray(WireCode[]::new));
        }
        assertThat(folder.resolve("folder")).isEmptyDirectory();
        assertThat(folder.resolve("file")).hasContent("mine");
    }

    @Test
    @Order(8)
    @DisplayName(
            "a symbolic link in the receiver's folder is not followed: nothing is written where it leads (case 30)")
    @Rfc(NAMES)
    void links(Target target) throws IOException {
        Path folder = target.newFolder();
        Files.writeString(outside.resolve("file"), "mine");
        link(folder.resolve("folder"), outside);
        link(folder.resolve("file"), outside.resolve("file"));
        link(folder.resolve("nothing"), outside.resolve("nothing"));
        for (String name : List.of("folder/new", "folder/sub/new", "file", "nothing")) {
            WireUpload file = file(target, folder, name, 4);
            for (boolean eager : new boolean[] {false, true}) {
                FrameWire wire = FrameWire.open(target).send(eager ? file.eager() : file.begin());
                wire.send(eager ? file.data() : new WireFrame[0]);
                WireFrame answer =
                        wire.send(eager ? file.end() : WireFrame.ping()).read("READY, REJECT or COMMITTED");
                if (answer.type() == 'R') {
                    wire.send(file.data()).send(file.end());
                    wire.next("COMMITTED under another name, or REJECT");
                }
                wire.close();
            }
        }
        assertThat(all(outside)).as("where the links lead").containsExactly(outside.resolve("file"));
        assertThat(outside.resolve("file")).hasContent("mine");
        expectAlive(target);
    }

    @Test
    @Order(9)
    @DisplayName("nor is one that somebody has put where the receiver keeps what came by now (case 30)")
    @Rfc(NAMES)
    void partIsALink(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 9000);
        byte[] begin = Arrays.copyOf(file.bytes(), 4000);
        FrameWire wire = FrameWire.open(target).send(file.begin()).expectReady(file, 0);
        wire.send(file.data(0, 4000)).expectQuiet().finish().untilClosed();
        wire.close();
        List<Path> parts = holding(target, begin);
        Assumptions.assumeFalse(
                parts.isEmpty(), "this receiver keeps what came by now in no file that the test can find");
        for (Path part : parts) {
            Path victim = outside.resolve(part.getFileName().toString());
            Files.write(victim, begin);
            Files.delete(part);
            link(part, victim);
        }
        FrameWire back = FrameWire.open(target).send(file.begin());
        WireFrame answer = back.next("READY or REJECT");
        if (answer.type() == 'R') {
            back.send(file.data()).send(file.end());
            back.next("COMMITTED or REJECT");
        }
        back.close();
        for (Path victim : all(outside)) {
            assertThat(victim).as("what the link leads to").hasBinaryContent(begin);
        }
        assertThat(place(target, file))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isRegularFile().hasBinaryContent(file.bytes()));
        expectAlive(target);
    }

    private static void link(Path link, Path to) throws IOException {
        try {
            Files.createSymbolicLink(link, to);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Assumptions.abort("no symbolic links can be made here: " + e.getMessage());
        }
    }
}
