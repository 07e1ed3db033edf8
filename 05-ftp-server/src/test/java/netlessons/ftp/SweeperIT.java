package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed (kill -9) while files come, and others that find what it has left. */
@Timeout(120)
class SweeperIT {
    private static final Pattern LISTENING = Pattern.compile("Listening on ftp://127\\.0\\.0\\.1:(\\d+)/");
    private static final String LEFT = ".netlessons-01234567-89ab-4cde-8f01-23456789abcd.part";

    @TempDir
    Path temporary;

    private Path dir;

    @BeforeEach
    void makeFolder() throws IOException {
        dir = Files.createDirectory(temporary.resolve("root"));
    }

    private static Path old(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        return age(file);
    }

    /** Written an hour ago. */
    private static Path age(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    private static Ftp enter(InetSocketAddress address) {
        return Ftp.connect(Target.at(address))
                .login(FtpLesson.USER, FtpLesson.PASSWORD)
                .binary();
    }

    /** One more server for the folder, in this JVM. */
    private Lesson.Running start(String... more) throws IOException {
        List<String> options = new ArrayList<>(new FtpLesson().options());
        options.addAll(List.of(more));
        return new FtpLesson().start(dir, options);
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    @Test
    @DisplayName("what a running server writes to stays, what a killed one has left goes when it is old, or is resumed")
    void killed() throws Exception {
        Path output = temporary.resolve("output");
        Process program = new ProcessBuilder(new FtpLesson().command(0, dir))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Matcher said = LISTENING.matcher("");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> said.reset(Files.readString(output)).find());
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(said.group(1)));
            try (Ftp ended = enter(address);
                    Ftp one = enter(address);
                    Ftp other = enter(address)) {
                DataWire whole = ended.pasv();
                ended.begin("STOR whole");
                whole.send("who");
                for (Ftp ftp : List.of(one, other)) { // two to one name: one of them has a part that no name leads to
                    DataWire data = ftp.pasv();
                    ftp.begin("STOR new");
                    data.send("hello ");
                }
                await().until(() -> parts().size() == 3
                        && parts().stream().allMatch(part -> part.toFile().length() > 0));
                for (Path part : parts()) {
                    age(part);
                }
                try (Lesson.Running second = start("--keep-parts", "0.2")) {
                    enter(second.address()).close(); // it runs
                    expectSweep();
                    expectSweep();
                    assertThat(parts()).as("the running program writes to them").hasSize(3);
                }
                whole.send("le").close();
                ended.next().expect(226);
                assertThat(dir.resolve("whole")).hasContent("whole");
                program.destroyForcibly().waitFor();
            }
        } finally {
            program.destroyForcibly();
        }
        List<Path> left = parts();
        assertThat(left).hasSize(2);
        try (Lesson.Running server = start();
                Ftp ftp = enter(server.address())) {
            ftp.say("SIZE new").expect(213);
            ftp.say("REST 6").expect(350);
            ftp.store("new", "world");
        }
        assertThat(dir.resolve("new")).hasContent("hello world");
        assertThat(parts()).as("only an hour old").hasSize(1).isSubsetOf(left);
        try (Lesson.Running server = start("--keep-parts", "30m")) {
            await().until(() -> parts().isEmpty());
            assertThat(server.address()).isNotNull();
        }
        assertThat(dir.toFile().list()).containsExactlyInAnyOrder("new", "whole");
    }

    private void expectSweep() throws IOException {
        // It is old when it gets its name: a young one might be swept away before it is made old.
        Path decoy = Files.move(old(dir.resolve("decoy")), dir.resolve(LEFT));
        await().until(() -> !Files.exists(decoy));
    }

    @Test
    @DisplayName("all homes into which somebody may send files are swept, and no others")
    void homes() throws IOException {
        Path guests = old(dir.resolve(LEFT));
        Path ann = old(temporary.resolve("ann").resolve(LEFT));
        Path inner = old(temporary.resolve("ann/inner").resolve(LEFT));
        Path reader = old(temporary.resolve("reader").resolve(LEFT));
        Path inbox = old(temporary.resolve("inbox/in").resolve(LEFT));
        Path linked = old(temporary.resolve("linked").resolve(LEFT));
        Files.createSymbolicLink(temporary.resolve("link"), linked.getParent());
        List<String> options = List.of(
                "--user=ann:x:elradfmw:" + ann.getParent(),
                "--user=inner:x:elw:" + inner.getParent(),
                "--user=same:x:a:" + ann.getParent(),
                "--user=reader:x:elrdfmMT:" + reader.getParent(),
                "--user=inbox:x:el:" + temporary.resolve("inbox"),
                "--folder-rights=inbox:/in:w",
                "--user=linked:x:w:" + temporary.resolve("link"),
                "--keep-parts=30m");
        try (Lesson.Running server = new FtpLesson().start(dir, options)) {
            await().until(() -> Stream.of(ann, inner, inbox, linked).noneMatch(Files::exists));
            assertThat(server.address()).isNotNull();
        }
        assertThat(List.of(guests, reader)).allMatch(Files::exists);
    }
}
