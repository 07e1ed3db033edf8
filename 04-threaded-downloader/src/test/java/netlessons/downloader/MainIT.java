package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program from outside: what it prints where, and how it ends. */
@Timeout(120)
class MainIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Content SMALL = Content.of("small");

    @TempDir
    Path temp;

    private Path dir;
    private Origin origin;

    @BeforeEach
    void origin() throws IOException {
        dir = temp.resolve("downloads");
        origin = Origin.start().at("/small", ServedFile.of(SMALL)).at("/other", ServedFile.of("other"));
    }

    @AfterEach
    void close() {
        origin.close();
    }

    private Program.Ended fetch(String... arguments) throws IOException, InterruptedException {
        return Program.run(temp, with(arguments));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--dir", dir.toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private String url(String path) {
        return origin.uri(path).toString();
    }

    @Test
    @DisplayName("--help and --version: on standard output, status 0")
    void help() throws Exception {
        Program.Ended help = Program.run(temp, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: 04-threaded-downloader [OPTIONS] URL...")
                .contains("What to fetch:", "Where it goes:", "What origins are told:")
                .anyMatch(line -> line.startsWith("      --read-timeout=TIME"))
                .anyMatch(line -> line.startsWith("Exit status: 0 "))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        Program.Ended version = Program.run(temp, "-V");
        assertThat(version.status()).isZero();
        assertThat(version.out()).containsExactly("netlessons 04-threaded-downloader 1.0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--nonsense | There is no option --nonsense",
                "--usr=joe:secret http://h/ | There is no option --usr",
                "-ujoe:secret http://h/ | There is no option -u",
                "--usr joe:secret | There is no option --usr",
                "joe:secret | 'joe:...' does not begin with http:// or https://",
                "http://joe:secret@h:99999/ | 'http://h:99999/' names no host that can be asked",
                "--user secret http://h/ | --user needs NAME:PASSWORD",
                "--header secret http://h/ | --header needs a field such as 'Accept-Language: en'",
                "--header a:secret --header | Missing required parameter for option '--header' ('NAME: VALUE')",
                "--user a:secret --user b:secret http://h/ | option '--user' (NAME:PASSWORD) should be specified only once",
                "-j 5 | There is nothing to fetch: give a URL, or a list with --input",
                "-j 0 http://h/ | --jobs is 1 to 256",
                "-j many http://h/ | Invalid value for option '--jobs': 'many' is not an int",
                "--retries -1 http://h/ | --retries is 0 or more",
                "--max-size huge http://h/ | Invalid value for option '--max-size':"
                        + " 'huge' is not a size such as 500, 64K or 10G",
                "--read-timeout soon http://h/ | Invalid value for option '--read-timeout':"
                        + " 'soon' is not a number of seconds such as 10 or 0.5, or 24h",
                "--progress pie http://h/ | Invalid value for option '--progress':"
                        + " expected one of [auto, bar, plain, json, none] (case-insensitive) but was 'pie'",
                "-i no-such-list | There is no file no-such-list",
                "ftp://h/ | 'ftp://h/' does not begin with http:// or https://",
                "http://h/ http://i/ -o x | --out names one file, and needs one URL",
            })
    @DisplayName("wrong usage: status 2, one line on standard error that says what, and no secret in it")
    void usage(String line, String message) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), line.split(" "));
        assertThat(err.toString())
                .isEqualTo(message + ". Run with --help to see all options." + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
        assertThat(status).isEqualTo(2);
    }

    @Test
    @DisplayName("wrong usage as a process: status 2, nothing on standard output, no folder made")
    void usageOfProcess() throws Exception {
        Program.Ended ended = fetch("--retries", "many", url("/small"));
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).hasSize(1);
        assertThat(dir).doesNotExist();
        assertThat(origin.asked()).isEmpty();
    }

    @Test
    @DisplayName("plain lines where there is no terminal; what failed stands on standard error; status 1")
    void plain() throws Exception {
        Program.Ended ended = fetch(url("/small"), url("/none"));
        assertThat(ended.out())
                .contains("begun     small (5 B)", "done      small (5 B)")
                .last()
                .asString()
                .matches("1 file in .*downloads: 5 B in .* s \\(.*/s\\), 1 failed");
        assertThat(ended.err()).hasSize(1).first().asString().startsWith("failed    none: ");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(dir.resolve("small")).hasContent("small");
    }

    @Test
    @DisplayName("json: objects and nothing else; none: nothing at all if all is well")
    void otherKinds() throws Exception {
        Program.Ended json = fetch(url("/small"), "--progress", "json");
        assertThat(json.status()).isZero();
        assertThat(json.err()).isEmpty();
        assertThat(json.out())
                .allSatisfy(line -> assertThat(line).startsWith("{\"event\":\"").endsWith("}"));
        assertThat(json.out().get(json.out().size() - 1)).endsWith("\"interrupted\":false,\"exit\":0}");
        assertThat(fetch(url("/other"), "--progress", "none")).isEqualTo(new Program.Ended(0, List.of(), List.of()));
    }

    @Test
    @DisplayName("a list with a bad line: status 2, and nothing is fetched")
    void badList() throws Exception {
        Path list = Files.writeString(temp.resolve("list"), url("/small") + "\nnonsense\n");
        Program.Ended ended = fetch("-i", list.toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .containsExactly(list + ", line 2: 'nonsense' does not begin with http:// or https://."
                        + " Run with --help to see all options.");
        assertThat(origin.asked()).isEmpty();
    }

    @Test
    @DisplayName("a list on standard input is fetched line by line, as it is typed")
    void typed() throws Exception {
        try (Program program = Program.start(temp, Main.class, with("-i", "-"))) {
            program.type(url("/small") + "\n");
            await().atMost(PATIENCE).until(() -> Files.exists(dir.resolve("small")));
            program.type(url("/other") + "\tout=renamed\n");
            await().atMost(PATIENCE).until(() -> Files.exists(dir.resolve("renamed")));
            program.type("nonsense\n");
            Program.Ended ended = program.await();
            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.err())
                    .containsExactly("Standard input, line 3: 'nonsense' does not begin with http:// or https://."
                            + " Run with --help to see all options.");
        }
    }

    @Test
    @DisplayName("what is asked for and cannot be had: authorities (2), a folder where a file is (5)")
    void cannotBegin() throws Exception {
        Program.Ended authorities = fetch("--cacert", temp.resolve("none.pem").toString(), url("/small"));
        assertThat(authorities.err()).hasSize(1).first().asString().startsWith("Cannot begin: ");
        assertThat(authorities.status()).isEqualTo(2);
        dir = Files.writeString(temp.resolve("file"), "in the way");
        Program.Ended folder = fetch(url("/small"));
        assertThat(folder.err()).hasSize(1).first().asString().startsWith("Cannot begin: ");
        assertThat(folder.status()).isEqualTo(5);
    }

    @Test
    @DisplayName("interrupted in the middle of a file: status 130, and how to go on")
    @DisabledOnOs(OS.WINDOWS)
    void interrupted() throws Exception {
        origin.at(
                "/slow", ServedFile.of(Content.random(1, 4 << 20)).etag("\"1\"").rate(200_000));
        try (Program program = Program.start(temp, Main.class, with(url("/slow")))) {
            Path part = dir.resolve("slow.part"); // it is told that the file is begun before the first byte is there
            await().atMost(PATIENCE).until(() -> Files.exists(part) && Files.size(part) > 0);
            program.terminate();
            Program.Ended ended = program.await();
            assertThat(ended.status()).isEqualTo(130);
            assertThat(ended.out())
                    .last()
                    .isEqualTo("Interrupted. To go on, run the same command again: what has come of 1 file is kept.");
        }
    }

    @Test
    @DisplayName("interrupted while it waits for a line: status 130 at once")
    @DisabledOnOs(OS.WINDOWS)
    void interruptedWhileTyping() throws Exception {
        try (Program program = Program.start(temp, Main.class, with("-i", "-", "--progress", "none"))) {
            program.type(url("/small") + "\n");
            await().atMost(PATIENCE).until(() -> Files.exists(dir.resolve("small")));
            long start = System.nanoTime();
            program.terminate();
            Program.Ended ended = program.await();
            assertThat(ended.status()).isEqualTo(130);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
    }

    /** Something that does not stop. */
    static final class Stubborn {
        public static void main(String[] args) throws InterruptedException {
            new Interrupt(() -> {
                System.out.println("stopping");
                System.out.flush();
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            System.out.println("ready");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    @Test
    @DisplayName("a second Ctrl-C ends it at once")
    @DisabledOnOs(OS.WINDOWS)
    void second() throws Exception {
        try (Program program = Program.start(temp, Stubborn.class)) {
            await().atMost(PATIENCE).until(() -> Program.lines(program.out()).contains("ready"));
            program.terminate();
            await().atMost(PATIENCE).until(() -> Program.lines(program.out()).contains("stopping"));
            long start = System.nanoTime();
            program.terminate();
            assertThat(program.await().status()).isEqualTo(128 + 15); // SIGTERM, dealt with by the system
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    @DisplayName("no arguments: the demonstration; one file fails once, all arrive, and nothing is left behind")
    void demonstration() throws Exception {
        long start = System.nanoTime();
        try (Program program = Program.start(temp, Main.class)) {
            Program.Ended ended = program.await();
            assertThat(ended.status()).isZero();
            assertThat(ended.out())
                    .contains(
                            "done      earth.bin (12.0 MiB)",
                            "done      moon.bin (20.0 MiB)",
                            "done      stars.bin (16.0 MiB)")
                    .contains("They arrived, byte for byte.")
                    .filteredOn(line -> !line.startsWith("   mvn") && !line.startsWith("3 files in ")) // has a path
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(110));
            assertThat(ended.err()).hasSize(1).first().asString().startsWith("again     moon.bin: ");
            String summary = ended.out().stream()
                    .filter(line -> line.startsWith("3 files in "))
                    .findFirst()
                    .orElseThrow();
            Path folder = Path.of(summary.substring("3 files in ".length(), summary.indexOf(": ")));
            assertThat(folder).doesNotExist();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofSeconds(60)); // 7 on a free machine
    }
}
