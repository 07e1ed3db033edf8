package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import netlessons.testkit.http.Json;
import netlessons.testkit.http.JsonText;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a grading leaves for other programs to read. */
class GradeFilesTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path folder;

    @Stage(value = 1, name = "first")
    static class First {
        @Test
        void answers(Target target) {
            target.exchange(REQUEST).expectStatus(200);
        }
    }

    @Stage(value = 2, name = "second")
    static class Second {
        @Test
        @DisplayName("says \"hi\", and <more>")
        void fails(Target target) {
            target.exchange(REQUEST).expectStatus(201);
        }

        @Test
        void passes(Target target) {
            target.exchange(REQUEST);
        }
    }

    @Stage(value = 3, name = "third")
    static class Third {
        @Test
        void never() {}
    }

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private int grade(Map<String, String> more) throws Exception {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("seed", "42");
        configuration.put("student.log", folder.resolve("out/student.log").toString());
        return Grade.grade(
                TinyServer.lesson(GOOD, First.class, Second.class, Third.class),
                configuration,
                new PrintStream(screen, true, StandardCharsets.UTF_8));
    }

    private Map<?, ?> summary() throws Exception {
        return (Map<?, ?>) Json.parse(Files.readString(folder.resolve("out/student-summary.json")));
    }

    private static Map<String, Object> stage(int number, String name, String state, Integer... counts) {
        Map<String, Object> stage =
                new HashMap<>(Map.of("number", BigDecimal.valueOf(number), "name", name, "state", state));
        for (int i = 0; i < 3; i++) {
            stage.put(
                    List.of("passed", "failed", "notRun").get(i),
                    counts[i] == null ? null : BigDecimal.valueOf(counts[i]));
        }
        stage.put("failures", List.of());
        stage.put("reasons", List.of());
        return stage;
    }

    @Test
    void theSummaryHasEachStage() throws Exception {
        assertThat(grade(Map.of())).isEqualTo(1);
        Map<?, ?> summary = summary();
        assertThat(summary.get("lesson")).isEqualTo("00-sample");
        assertThat(summary.get("command")).isNull();
        assertThat(summary.get("seed")).isEqualTo(new BigDecimal(42));
        assertThat(summary.get("result")).isEqualTo("failed");
        assertThat(summary.get("reached")).isEqualTo(BigDecimal.ONE);
        assertThat(Instant.parse((String) summary.get("date")))
                .isAfter(Instant.now().minus(Duration.ofMinutes(5)));
        assertThat(summary.get("total"))
                .isEqualTo(Map.of("passed", new BigDecimal(3), "failed", BigDecimal.ONE, "notRun", BigDecimal.ZERO));
        Map<String, Object> second = stage(2, "second", "failed", 1, 1, 0);
        second.put("failures", List.of("says \"hi\", and <more>"));
        Map<String, Object> third = stage(3, "third", "locked", 0, 0, null);
        third.put("reasons", List.of("locked until stage 2 passes"));
        assertThat(summary.get("stages"))
                .isEqualTo(List.of(
                        stage(0, "it starts", "passed", 1, 0, 0), stage(1, "first", "passed", 1, 0, 0), second, third));
    }

    @Test
    void theXmlHasEachTest() throws Exception {
        grade(Map.of());
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("out/student-junit.xml").toFile());
        Element suite = xml.getDocumentElement();
        assertThat(List.of(suite.getAttribute("tests"), suite.getAttribute("failures"), suite.getAttribute("skipped")))
                .containsExactly("5", "1", "1");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(IntStream.range(0, cases.getLength())
                        .mapToObj(i -> (Element) cases.item(i))
                        .map(test -> test.getAttribute("classname") + ": " + test.getAttribute("name")))
                .hasSize(5)
                .contains(
                        "00-sample.Stage 0: it starts: the program listens on its port, and still runs a moment after the"
                                + " first connection",
                        "00-sample.GradeFilesTest$Second: says \"hi\", and <more>");
        assertThat(suite.getElementsByTagName("property").getLength()).isZero();
        assertThat(suite.getElementsByTagName("system-out").getLength()).isZero();
        NodeList failures = suite.getElementsByTagName("failure");
        assertThat(failures.getLength()).isEqualTo(1);
        assertThat(failures.item(0).getTextContent()).contains("expected a status line beginning HTTP/1.1 201");
        assertThat(folder.resolve("out/student-junit")).doesNotExist();
    }

    @Test
    void aProgramThatDoesNotStartHasASummaryToo() throws Exception {
        assertThat(grade(Map.of("target.command", "/no/such/\"program\" {port}")))
                .isEqualTo(1);
        assertThat(summary().get("command")).isEqualTo("/no/such/\"program\" {port}");
        assertThat(summary().get("reached")).isNull();
        assertThat(folder.resolve("out/student-junit.xml")).content().contains("could not be started");
        assertThat(folder.resolve("out/student-report.txt")).content().contains("Stage 0, it starts: 1 of 1 failed");
    }

    @Test
    void whatIsRefusedLeavesNothingOfAnEarlierGrading() throws Exception {
        assertThat(grade(Map.of("stage", "1"))).isZero();
        assertThat(summary().get("result")).isEqualTo("passed");
        assertThat(grade(Map.of("stage", "four"))).isEqualTo(2);
        assertThat(summary().get("result")).isEqualTo("refused");
        assertThat(summary().get("message")).isEqualTo("-Dstage=four: a whole number is expected, such as 4.");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/student-summary.json");
        assertThat(folder.resolve("out/student-report.txt")).doesNotExist();
        assertThat(folder.resolve("out/student-junit.xml")).doesNotExist();
    }

    @Test
    void escapesWhatJsonDoesNotAllow() throws Exception {
        String all = "\"\\/\b\f\n\r\t\u0000\u001f\u007f é 🦊 \ud800 </script>";
        String json = JsonText.of(Map.of(all, List.of(List.of(), Map.of(), all, 1L, true)));
        assertThat(Json.parse(json)).isEqualTo(Map.of(all, List.of(List.of(), Map.of(), all, BigDecimal.ONE, true)));
        assertThat(json).contains("\\u0000\\u001f\\u007f é 🦊 \\ud800");
        assertThat(json.chars().filter(c -> c != '\n')).allMatch(c -> c >= ' ');
    }
}
