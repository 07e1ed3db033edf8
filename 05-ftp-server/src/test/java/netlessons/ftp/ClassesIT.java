package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server's classes are there before anybody comes. */
@Timeout(120)
class ClassesIT {
    private static final Pattern LISTENING = Pattern.compile("Listening on ftp://127\\.0\\.0\\.1:(\\d+)/");

    @TempDir
    Path folder;

    @Test
    @DisplayName("no class of the server is loaded from a file after its start: there may be no descriptor for it")
    void loadedBefore() throws Exception {
        Path classes = folder.resolve("classes");
        Path output = folder.resolve("output");
        Path root = Files.createDirectory(folder.resolve("root"));
        List<String> command = new ArrayList<>(JavaProgram.command(
                Main.class.getName(),
                List.of("picocli.CommandLine"),
                "--port=0",
                "--root=" + root,
                "--user=" + FtpLesson.USER + ":" + FtpLesson.PASSWORD + ":elradfmwMT"));
        command.add(1, "-Xlog:class+load:file=" + classes);
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Matcher said = LISTENING.matcher("");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> said.reset(Files.readString(output)).find());
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(said.group(1)));
            List<String> before = fromFiles(classes);
            assertThat(before).anyMatch(line -> line.contains(".Temporary "));
            try (Ftp ftp = Ftp.connect(Target.at(address))
                    .login(FtpLesson.USER, FtpLesson.PASSWORD)
                    .binary()) {
                ftp.store("a", "text");
                assertThat(ftp.retrieve("a")).asString().isEqualTo("text");
                ftp.refused("RETR b", 550);
            }
            assertThat(fromFiles(classes)).isEqualTo(before);
        } finally {
            program.destroyForcibly();
        }
    }

    private static List<String> fromFiles(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" netlessons.") && line.contains("source: file:"))
                .toList();
    }
}
