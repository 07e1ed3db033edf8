package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as people meet it when something is wrong: a process, its words, its exit status. */
@DisplayName("the program")
@Timeout(120)
class MainIT {
    @TempDir
    private Path dir;

    private record Ended(int status, List<String> lines) {}

    private Ended run(String... options) throws IOException, InterruptedException {
        Path output = dir.resolve("output.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readAllLines(output));
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--port=ftp", "--user=ann", "--max-connections=0", "--unknown", "folder"})
    @DisplayName("says what is wrong with an option in one line, and ends with status 2")
    void usage(String option) throws Exception {
        Ended ended = run(option);
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.lines()).singleElement().asString().contains("--help");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--root=nowhere", "--host=203.0.113.1", "--host=no.invalid", "--tls=nowhere.p12"})
    @DisplayName("says why it cannot start in one line, and ends with status 1")
    void cannotStart(String option) throws Exception {
        Ended ended = run("--port=0", option);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lines()).singleElement().asString().doesNotContain("Exception", "\tat ");
    }

    @Test
    @DisplayName("says so if another program has the port")
    void portTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ended ended = run("--port=" + other.getLocalPort());
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.lines()).singleElement().asString().contains("in use", "" + other.getLocalPort());
        }
    }

    @Test
    @DisplayName("names every option when asked for help, and ends with status 0")
    void help() throws Exception {
        Ended ended = run("--help");
        assertThat(ended.status()).isZero();
        for (String option : List.of(
                "--root",
                "--host",
                "--port",
                "--user",
                "--folder-rights",
                "--no-anonymous",
                "--banner",
                "--masquerade-address",
                "--passive-ports",
                "--max-connections",
                "--max-connections-per-ip",
                "--control-timeout",
                "--data-timeout",
                "--passive-timeout",
                "--active-timeout",
                "--login-attempts",
                "--login-delay",
                "--keep-parts",
                "--tls")) {
            assertThat(ended.lines()).as(option).anyMatch(line -> line.contains(option));
        }
    }
}
