package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What this server says, word for word: the conversations in replies.txt. The graded tests let other servers say some
 * things in another way; this one answers as pyftpdlib does, where that is as the RFCs want it.
 *
 * <p>In that file "&gt; " begins a command, "= " one with escapes as in Java, one char for each byte, and "* " one that
 * transfers: PASV has been said before it, what stands behind "&lt;&lt;&lt;" is sent, and what comes is told behind "| ".
 * All else is what the server says; "..." stands for anything.
 */
@Timeout(30)
class RepliesIT {
    private static final FileTime THEN = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));

    @TempDir
    private static Path top;

    private static Path root;
    private static Lesson.Running server;

    /** A session: its lines, and what of them is to be expected. */
    private record Conversation(String title, String user, List<String> lines) {
        @Override
        public String toString() {
            return title;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        root = Files.createDirectory(top.resolve("root"));
        server = new FtpLesson().start(root);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** a.txt, d/e/, d/x; "in" leads to a.txt, "out" leads out. */
    @BeforeEach
    void makeFiles() throws IOException {
        try (Stream<Path> old = Files.walk(root)) {
            for (Path path : old.sorted((a, b) -> b.compareTo(a)).toList()) {
                if (!path.equals(root)) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(root.resolve("d/e"));
        Files.createFile(root.resolve("d/x"));
        Files.writeString(root.resolve("a.txt"), "hello\nworld\n");
        for (String name : List.of("a.txt", "d/x", "d/e", "d")) {
            String mode = Files.isDirectory(root.resolve(name)) ? "rwxr-xr-x" : "rw-r--r--"; // whatever the umask is
            Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString(mode));
            Files.setLastModifiedTime(root.resolve(name), THEN);
        }
        Files.createSymbolicLink(root.resolve("in"), Path.of("a.txt"));
        Files.createDirectories(top.resolve("outside"));
        Files.writeString(top.resolve("outside/passwd"), "x");
        Files.createSymbolicLink(root.resolve("out"), top.resolve("outside"));
    }

    static List<Conversation> conversations() throws IOException {
        try (InputStream in = RepliesIT.class.getResourceAsStream("replies.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("(?m)^# ")
                    .splitAsStream(text)
                    .filter(block -> !block.isEmpty())
                    .map(RepliesIT::parse)
                    .toList();
        }
    }

    private static Conversation parse(String block) {
        List<String> lines = block.stripTrailing().lines().toList();
        String[] title = lines.get(0).split("[\\[\\]]");
        return new Conversation(
                title[0].strip(), title.length > 1 ? title[1] : FtpLesson.USER, lines.subList(1, lines.size()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    @DisplayName("the replies, word for word")
    void replies(Conversation conversation) throws IOException {
        List<String> said = new ArrayList<>();
        try (Ftp ftp = Ftp.on(Target.at(server.address()).connect())) {
            said.addAll(ftp.next().lines());
            if (!conversation.user().equals("nobody")) {
                said.clear();
                ftp.login(conversation.user(), FtpLesson.PASSWORD);
            }
            for (String line : conversation.lines()) {
                if (line.matches("[>=*] .*|>")) {
                    said.add(line);
                    converse(ftp, line, said);
                }
            }
        }
        assertThat(said).as("what was said").satisfies(lines -> {
            String pattern = conversation.lines().stream()
                    .map(line -> Arrays.stream(line.split("\\.\\.\\.", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*")))
                    .collect(Collectors.joining("\n"));
            String text = String.join("\n", lines);
            if (!text.matches(pattern)) {
                assertThat(text).isEqualTo(String.join("\n", conversation.lines()));
            }
        });
    }

    private static void converse(Ftp ftp, String line, List<String> said) {
        String command = line.substring(Math.min(line.length(), 2));
        if (line.startsWith("*")) {
            transfer(ftp, command.split(" <<< ", 2), said);
            return;
        } else if (line.startsWith("=")) {
            ftp.sendRaw((command.translateEscapes() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        } else {
            ftp.send(command);
        }
        boolean ended = !ftp.wire().awaitMore("a reply, or the end");
        said.addAll(ended ? List.of("(closed)") : ftp.next().lines());
    }

    private static void transfer(Ftp ftp, String[] commandAndText, List<String> said) {
        try (DataWire data = ftp.pasv()) {
            var reply = ftp.say(commandAndText[0]);
            said.addAll(reply.lines());
            if (reply.code() >= 200) {
                data.expectClosed();
                return;
            } else if (commandAndText.length > 1) {
                data.send(commandAndText[1].translateEscapes()).finish();
            } else {
                String bytes = new String(data.readAll(), StandardCharsets.UTF_8);
                for (String piece : bytes.split("(?<=\n)")) {
                    said.add("| " + piece.replace("\r", "\\r").replace("\n", "\\n"));
                }
            }
            said.addAll(ftp.next().lines());
        }
    }
}
