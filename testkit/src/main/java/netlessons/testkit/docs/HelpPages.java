package netlessons.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Tests that a lesson's command line is like that of the others: what {@code --help} says and how, {@code --version}, how
 * it complains. A module extends it, and names its chapter and its subcommands:
 *
 * <pre>{@code
 * class HelpTest extends HelpPages {
 *     HelpTest() {
 *         super("docs/02-socket-upload.md", "receive", "send");
 *     }
 * }
 * }</pre>
 */
public abstract class HelpPages {
    private static final String HINT = "Run with --help to see all options.";

    /** What a run of the program has left behind. */
    private record Ended(int status, List<String> out, List<String> err) {}

    private final Project project;
    private final List<String> commands;

    /** Names the chapter, as a path from the repository's root, and the subcommands. */
    protected HelpPages(String chapter, String... commands) {
        this.project = Project.of(chapter, arguments -> 0);
        this.commands = List.of(commands);
    }

    @TestFactory
    public final Stream<DynamicNode> commands() {
        Stream<List<String>> all =
                Stream.concat(Stream.of(List.of()), commands.stream().map(List::of));
        return all.map(this::command);
    }

    private DynamicNode command(List<String> command) {
        String name = String.join(
                " ",
                Stream.concat(Stream.of(project.module()), command.stream()).toList());
        return dynamicContainer(
                name,
                Stream.of(
                        test("--help", () -> new HelpPage(name, lines(run(command, "--help"))).check()),
                        test(
                                "-h is --help",
                                () -> assertThat(lines(run(command, "-h"))).isEqualTo(lines(run(command, "--help")))),
                        test("--version, or -V", () -> {
                            assertThat(lines(run(command, "--version")))
                                    .singleElement()
                                    .asString()
                                    .matches("netlessons " + project.module() + " \\d+\\.\\d+\\.\\d+");
                            assertThat(lines(run(command, "-V"))).isEqualTo(lines(run(command, "--version")));
                        }),
                        test("@FILE stands for the options in it", () -> {
                            Path file =
                                    Files.writeString(Files.createTempFile("help", ""), "# what it does\n\n--help\n");
                            try {
                                assertThat(lines(run(command, "@" + file))).isEqualTo(lines(run(command, "--help")));
                            } finally {
                                Files.delete(file);
                            }
                            Ended none = run(command, "@" + file);
                            assertThat(none.err())
                                    .containsExactly("There is no file '" + file + "' with options. " + HINT);
                            assertThat(none.status()).isEqualTo(2);
                        }),
                        test("wrong usage: one line on standard error, status 2", () -> {
                            Ended ended = run(command, "--no-such-option=secret");
                            assertThat(ended.err())
                                    .singleElement()
                                    .asString()
                                    .matches("[A-Z].*\\. " + HINT)
                                    .doesNotContain("secret");
                            assertThat(ended.out()).isEmpty();
                            assertThat(ended.status()).isEqualTo(2);
                        })));
    }

    private static DynamicNode test(String name, Executable check) {
        return dynamicTest(name, check);
    }

    private static List<String> lines(Ended ended) {
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        return ended.out();
    }

    private Ended run(List<String> command, String option) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("help");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                project.classPath(),
                project.main()));
        line.addAll(command);
        line.add(option);
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(project.limit().toSeconds(), TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            return new Ended(process.exitValue(), read(out), read(err));
        } finally {
            process.destroyForcibly().onExit().join();
            Files.delete(out);
            Files.delete(err);
            Files.delete(folder);
        }
    }

    private static List<String> read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
