package netlessons.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Console blocks: run, compared, skipped with a reason. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "console blocks are for sh")
class SessionTest {
    private static final String JAR = "java -jar 01-tiny/target/01-tiny.jar";
    /** Reads what the lesson says with nothing but the JDK, so that these tests need no nc. */
    private static final String READ = "java Read.java localhost 8080";

    @TempDir
    private Path folder;

    private Sample sample;

    @BeforeEach
    void sample() {
        sample = new Sample(folder);
        sample.write("Read.java", """
                class Read {
                    public static void main(String[] a) throws Exception {
                        try (var s = new java.net.Socket(a[0], Integer.parseInt(a[1]))) {
                            s.getInputStream().transferTo(System.out);
                        }
                    }
                }
                """);
    }

    private static String console(String... lines) {
        return "```console\n" + String.join("\n", lines) + "\n```\n\n";
    }

    private List<String> problems(String... lines) throws IOException {
        return sample.problems(console(lines));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ echo a\na",
                "$ printf 'a\\nb\\nc\\nd\\n'\na\n...\nd",
                "$ printf 'a\\nb\\n'\na\nb\n...",
                "$ echo on 5 May\non ... May",
                "$ printf 'a  \\r\\n\\n'\na",
                "$ echo a >&2; echo b\na\nb",
                "$ echo a \\\n>   b\na b",
                "$ cat <<END\n> one\n> END\none",
                "$ for i in 1 2; do\n> echo $i\n> done\n1\n2",
                "$ x=1; export y=2\n$ echo $x $y\n1 2",
                "$ false\n$ echo $?\n1",
                "$ (exit 7)\n$ echo \"$?\"\n7",
                "$ cd docs\n$ ls\n01-tiny.md\nglossary.md",
                "$ dir=$(mktemp -d)\n$ echo a > $dir/a\n$ cat $dir/a\na",
                "$ sleep 100 &",
                "$ echo a > /tmp/netlessons-a\n$ ls /tmp/netlessons-a\n/tmp/netlessons-a\n$ cat /tmp/net*\na",
                "$ git clone https://example.org/tiny.git\nCloning into 'tiny'...\n$ cd tiny\n$ ls pom.xml\npom.xml",
                "$ mvn -q -pl 01-tiny -Pstrict verify\n$ echo $?\n0",
                "$ ./mvnw verify && cat docs/glossary.md | head -n 1\n# Glossary",
            })
    void aSessionThatIsTruePasses(String session) throws IOException {
        assertThat(problems(session))
                .filteredOn(p -> !p.contains("not run to its end"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'$ echo a\nb', 3, '`echo a` printed something else\n  document  b\n  output    a'",
        "'$ echo a', 3, '(no more output)\n  output    a'",
        "'$ true\na', 3, 'output    (none)'",
        "'$ printf \"a\\nb\\nc\\n\"\na\n...\nd', 5, 'document  d'",
        "'$ printf \"a\\nb\\n\"\na\nc\nd', 4, 'document  c'",
        "'$ true\n$ echo $?\n1', 4, 'output    0'",
        "'$ mvn -pl 03-no verify', 2, there is no module 03-no",
        "'$ java -jar 03-no/target/03-no.jar', 2, there is no module 03-no",
        "'$ mvn -Pno,strict verify', 2, there is no profile no",
        "'$ mvn exec:java', 2, name the module",
    })
    void aSessionThatIsNotTrueFailsAtItsLine(String session, int line, String message) throws IOException {
        List<String> problems = problems(session);
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith("README.md:" + line + ": ").contains(message);
    }

    @Test
    void theNextBlockBeginsInTheRepositoryAndKeepsVariables() throws IOException {
        assertThat(sample.problems(console("$ x=5; cd docs") + console("$ echo $x; ls pom.xml", "5", "pom.xml")))
                .isEmpty();
    }

    @Test
    void aCommandThatDoesNotEndFailsAndIsEnded() throws IOException {
        sample.limit = Duration.ofSeconds(3);
        assertThat(problems("$ echo a; sleep 1000", "a").get(0)).contains("did not end within 3 s", "output    a");
    }

    @Test
    void aMissingProgramIsSkippedAndFailsInCi() throws IOException {
        String[] block = {"$ echo a | no-such-program -x", "a", "$ echo $?", "0", "$ echo b", "b"};
        assertThat(problems(block))
                .containsExactly("no-such-program is not installed", "the command before was not run to its end here");
        assertThat(sample.outcomes("README.md", false))
                .extracting(Sample.Outcome::skipped)
                .containsExactly(true, true, false);
        assertThat(problems("$ echo a | no-such-program > b", "$ cat b", "a"))
                .containsExactly(
                        "no-such-program is not installed",
                        "no-such-program is not installed, and this command or one before it needs it");
        assertThat(problems("$ echo $(no-such-program)", "a"))
                .containsExactly("no-such-program is not installed, and this command or one before it needs it");
        assertThat(problems("$ mvn -pl 01-tiny verify -Dtarget.command=\"no-such-program {port}\"", "passed"))
                .containsExactly("no-such-program is not installed");
        sample.ci = true;
        assertThat(problems(block).get(0)).isEqualTo("README.md:2: no-such-program is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-run", "windows", "macos", "no-run because it takes an hour"})
    void someBlocksAreNotRun(String kind) throws IOException {
        assertThat(sample.problems("```console " + kind + "\n$ touch ran\nno\n```\n"))
                .isEmpty();
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aLessonRunsOnAndItsPortIsTheDocumentedOne() throws IOException {
        assertThat(sample.problems(console("$ " + JAR, "Listening on http://127.0.0.1:8080/ (Ctrl-C ...")
                        + console("$ " + READ, "hello from localhost:8080")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mvn -q -pl 01-tiny compile exec:java -Dexec.args=\"--port 8080 --say $word\"",
                "./mvnw -q -pl 01-tiny compile exec:java '-Dexec.args=--say moin'",
                "mvn -q -pl 01-tiny exec:java -Dexec.mainClass=netlessons.testkit.docs.TinyServer -Dexec.args='--say moin'",
                JAR + " --say \"$word\" --port=8080 2>&1",
                "java 01-tiny/src/main/java/netlessons/testkit/docs/TinyServer.java --say moin --port 8080",
                "java -Xmx32m -cp 01-tiny/target/classes netlessons.testkit.docs.TinyServer --say moin --port 8080",
            })
    void aLessonStartsFromMavenAndFromTheJar(String command) throws IOException {
        // "--port=8080" is no option of the sample: it listens on its default port then, which a test must not use.
        String start = command.replace("--port=8080", "--port 8080");
        assertThat(sample.problems(
                        console("$ word=moin", "$ " + start, "...", "$ " + READ, "moin from localhost:8080")))
                .isEmpty();
    }

    @Test
    void theNextStartTakesThePortOver() throws IOException {
        assertThat(problems("$ " + JAR + " --say one", "...", "$ " + JAR + " --say two", "$ " + READ, "two ..."))
                .isEmpty();
    }

    @Test
    void startsThatEndLeaveTheLessonThatRuns() throws IOException {
        String[] block = {
            "$ " + JAR + " &",
            "...",
            "$ " + JAR + " --help",
            "Usage...",
            "$ " + JAR + " --bad",
            "Unk...",
            "$ " + READ,
            "hello ..."
        };
        assertThat(problems(block)).isEmpty();
    }

    @Test
    void startsThatEndAtOnceAreComparedWithTheirStatus() throws IOException {
        assertThat(problems("$ " + JAR + " --help", "Usage: tiny ...")).isEmpty();
        assertThat(problems("$ " + JAR + " --bad", "Unknown option: --bad", "$ echo $?", "2"))
                .isEmpty();
        assertThat(problems("$ " + JAR, "...", "$ " + JAR, "Port 8080 is in use", "$ echo $?", "1"))
                .as("port in use, met on the real port")
                .isEmpty();
        assertThat(problems("$ " + JAR + " --bad", "Unknown option: --bed").get(0))
                .contains("output    Unknown");
    }

    @Test
    void aLessonThatSaysSomethingElseFailsAndWhatNeedsItIsSkipped() throws IOException {
        List<String> problems = problems("$ " + JAR, "Ready on http://127.0.0.1:8080/", "$ " + READ, "hello ...");
        assertThat(problems.get(0))
                .startsWith("README.md:3: ")
                .contains("output    Listening on http://127.0.0.1:8080/ (Ctrl-C stops it)");
        assertThat(problems.get(1)).endsWith("the lesson of README.md:2 does not run");
    }

    @Test
    void anotherModulesLessonIsLeftToThatModule() throws IOException {
        String other = console("$ mvn -q -pl 02-other exec:java", "hi", "$ cat nothing", "x");
        List<String> problems = sample.problems(other + console("$ " + READ, "hi", "$ echo a", "a"));
        assertThat(problems).hasSize(3).allMatch(p -> p.endsWith("README.md:2 is run by the tests of 02-other"));
    }

    @Test
    void whatALessonStartedIsEndedWithTheDocument() throws IOException {
        assertThat(problems("$ " + JAR, "...", "$ echo $$ > pid; sleep 50 & echo $! >> pid"))
                .isEmpty();
        for (String pid : Files.readAllLines(folder.resolve("pid"))) {
            Awaitility.await()
                    .until(() -> ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
    }

    @Test
    void gradingIsRunWithoutMaven() {
        Command command = new Command(
                project(),
                "mvn -q -pl 01-tiny verify -Dtarget.command=\"python3 -u mine.py {port} {dir}\" -Dstage=4 > report",
                false);
        assertThat(command.kind()).isEqualTo(Command.Kind.GRADE);
        assertThat(command.script(null))
                .contains("bin/java' -cp 'CP' ")
                .contains("/target/student.log' ")
                .doesNotContain(project().root() + "/target")
                .endsWith(
                        " -Dtarget.command=\"python3 -u mine.py {port} {dir}\" -Dstage=4 netlessons.testkit.Grade > report");
    }

    @Test
    void anotherMainClassTakesItsPortAsItsOnlyArgument() {
        Command command = new Command(project(), "mvn -pl 01-tiny exec:java -Dexec.mainClass=Naive", false);
        assertThat(command.port).isEqualTo(8080);
        assertThat(command.script(0)).endsWith(" Naive  0 ");
        assertThat(command.script(null)).endsWith(" Naive  ");
    }

    @Test
    void portsAreSaidAsDocumented() {
        assertThat(Ports.toDocumented("port 41000, --port 41001, :41000, 41000 bytes, 141000", 8080, 41000))
                .isEqualTo("port 8080, --port 8081, :8080, 41000 bytes, 141000");
    }

    private Project project() {
        return new Project(folder, "01-tiny", "Main", "CP", a -> 8080, false, Duration.ofSeconds(1));
    }

    @Test
    void whatADocumentPutsIntoTmpIsItsOwn() throws IOException {
        Path real = Path.of("/tmp", folder.getFileName() + "-of-a-document");
        assertThat(problems("$ echo a > " + real, "$ cat " + real, "a")).isEmpty();
        assertThat(real).doesNotExist();
    }
}
