package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import netlessons.testkit.Report.StageResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradeTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final List<String> RAN = new ArrayList<>();

    @BeforeEach
    void forget() {
        RAN.clear();
    }

    @Stage(value = 1, name = "first")
    static class First {
        @Test
        void answers(Target target) {
            RAN.add("1");
            target.exchange(REQUEST).expectStatus(200);
        }

        @Nested
        class Deeper {
            @Test
            void answersToo(Target target) {
                target.exchange(REQUEST).expectBody("hi");
            }
        }
    }

    @Stage(value = 2, name = "second: more")
    @Rfc("RFC 9112 section 4")
    static class Second {
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void answersAll(int number, Target target) {
            RAN.add("2");
            target.exchange(REQUEST).expectStatus(200);
        }

        @Test
        void answersAnother(Target target) {
            target.exchange(REQUEST).expectStatus(201);
        }
    }

    @Stage(value = 3, name = "third")
    static class Third {
        @Test
        @DisplayName("fails in another thread")
        void fails(Target target) {
            RAN.add("3");
            CompletableFuture.runAsync(() -> target.exchange(REQUEST).expectStatus(404))
                    .join();
        }

        @Test
        void failsByAnotherLibrary(Target target) {
            assertThat(target.exchange(REQUEST).text())
                    .isEqualTo("ho" + target.random().nextInt(9));
        }

        @Test
        void failsWithoutAWire(Target target) throws IOException {
            throw new SocketException("reset, with port " + target.port());
        }

        @Test
        void needsAFolder(Target target) {
            target.dir();
        }
    }

    @Stage(value = 1, name = "first")
    static class Ordered {
        @Test
        @Order(2)
        void a(Target target) {
            RAN.add("a");
        }

        @Test
        @Order(1)
        void b(Target target) {
            RAN.add("b");
        }
    }

    @Stage(value = 1, name = "first")
    static class FailsOften {
        @ParameterizedTest(name = "number {0}")
        @DisplayName("one of many")
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
        void fails(int number, Target target) {
            target.exchange(REQUEST).expectStatus(400 + number);
        }
    }

    @Stage(value = 4, name = "fourth")
    static class BreaksBefore {
        @BeforeAll
        static void prepare() {
            throw new IllegalStateException("no");
        }

        @Test
        void never() {
            RAN.add("4");
        }
    }

    @Stage(value = 5, name = "fifth")
    static class Last {
        @Test
        void runs(Target target) {
            RAN.add("5");
            target.connect();
        }
    }

    @Test
    void passes() {
        Report report = Grade.run(TinyServer.lesson(GOOD, Last.class, First.class), Map.of("seed", "42"));
        assertThat(report.passed()).isTrue();
        assertThat(RAN).containsExactly("1", "5");
        assertThat(report.stages()).extracting(StageResult::passed).containsExactly(2, 1);
        assertThat(report.text())
                .startsWith("00-sample: graded the lesson itself (seed 42)\n")
                .endsWith("All 2 stages passed.\n");
    }

    @Test
    void runsTheTestsOfAStageInTheirOrder() {
        Grade.run(TinyServer.lesson(GOOD, Ordered.class), Map.of());
        assertThat(RAN).containsExactly("b", "a");
    }

    @Test
    void failsExactlyWhereItIsWrongAndLocksTheRest() {
        Report report = Grade.run(
                TinyServer.lesson(GOOD, First.class, Second.class, Third.class, Last.class), Map.of("seed", "42"));
        assertThat(report.passed()).isFalse();
        assertThat(RAN).containsExactly("1", "2", "2");
        assertThat(report.firstFailed()).map(StageResult::stage).contains(2);
        StageResult second = report.stages().get(1);
        assertThat(List.of(second.passed(), second.failed(), second.skipped())).containsExactly(2, 1, 0);
        assertThat(second.failures().get(0).test()).isEqualTo("answersAnother(Target)");
        assertThat(second.failures().get(0).message())
                .contains("hint     RFC 9112 section 4; docs/00-sample.md#stage-2-second-more");
        assertThat(report.stages().get(2))
                .extracting(StageResult::passed, StageResult::failed, StageResult::skipped, StageResult::reasons)
                .containsExactly(0, 0, 4, List.of("locked until stage 2 passes"));
        assertThat(report.text())
                .contains("Stage 2, second: more: 1 of 3 failed", "1) answersAnother(Target)")
                .endsWith("  mvn -q -pl 00-sample verify -Dseed=42 -Dstage=2\n");
    }

    @Test
    void tellsFewFailuresInFullOnTheScreen() {
        Report report = Grade.run(TinyServer.lesson(GOOD, FailsOften.class), Map.of("seed", "42"));
        assertThat(report.brief("all.txt"))
                .contains("Stage 1, first: 12 of 12 failed\n\n1) one of many, number 1\n  sent     GET")
                .containsPattern("3\\) .*\n  sent ")
                .contains("\n9 more failed (all are told in all.txt):\n4) one of many, number 4\n5) ")
                .contains("11) one of many, number 11\n... and 1 more\n\nNext: ");
        assertThat(report.text()).containsPattern("12\\) .*\n  sent ").doesNotContain("more");
    }

    @Test
    void runsAllWithoutLocks() {
        Report report = Grade.run(
                TinyServer.lesson(GOOD, Second.class, Third.class, BreaksBefore.class, Last.class),
                Map.of("stage.locked", "false", "seed", "42"));
        assertThat(RAN).contains("2", "3", "5").doesNotContain("4");
        StageResult third = report.stages().get(1);
        assertThat(third.failures())
                .hasSize(3)
                .allSatisfy(f -> assertThat(f.message()).contains("hint     docs/00-sample.md#stage-3-third"))
                .anySatisfy(f -> assertThat(f.message())
                        .startsWith("  check    java.net.SocketException: reset, with port ")
                        .hasLineCount(2))
                .filteredOn(f -> !f.message().contains("SocketException"))
                .allSatisfy(f -> assertThat(f.message()).contains("  sent     GET / HTTP/1.1\\r\\n"));
        assertThat(third.failures())
                .anySatisfy(f -> assertThat(f.test()).isEqualTo("fails in another thread"))
                .anySatisfy(f -> assertThat(f.message()).contains("seed     42"));
        assertThat(report.stages().get(2).failed()).isEqualTo(1);
        assertThat(report.stages().get(3).ok()).isTrue();
        assertThat(report.text()).contains("Stage 3, third: 3 of 4 failed\n\n", ") fails in another thread\n");
    }

    @Test
    void aFailureBeforeTheTestsLocksToo() {
        Report report = Grade.run(TinyServer.lesson(GOOD, BreaksBefore.class, Last.class), Map.of());
        assertThat(report.stages()).extracting(StageResult::failed).containsExactly(1, 0);
        assertThat(RAN).isEmpty();
    }

    @Test
    void runsUpToTheStageThatIsAskedFor() {
        Report report = Grade.run(TinyServer.lesson(GOOD, First.class, Second.class), Map.of("stage", "1"));
        assertThat(report.passed()).isTrue();
        assertThat(RAN).containsExactly("1");
        assertThat(report.stages().get(1).reasons()).containsExactly("not asked for (-Dstage=1)");
        assertThat(report.text())
                .contains("All stages that were asked for passed. Next: stage 2:")
                .containsPattern("\n  1  first +2 +0 +0   passed\n  2  second: more +- +- +-   not asked for");
    }

    @Test
    void looksOnlyWhetherItStarts() {
        Report report = Grade.run(TinyServer.lesson(GOOD, First.class), Map.of("stage", "0"));
        assertThat(report.passed()).isTrue();
        assertThat(RAN).isEmpty();
        assertThat(report.start()).matches(start -> start.orElseThrow().ok());
        assertThat(report.text())
                .containsPattern("\n  0  it starts +1 +0 +0   passed\n  1  first +- +- +-   not asked for");
    }

    @Test
    void tellsThatNobodyListens() {
        Report report = Grade.run(TinyServer.lesson(GOOD, First.class), Map.of("target", "127.0.0.1:1"));
        assertThat(report.start().orElseThrow().failures().get(0).message())
                .startsWith("  No connection to 127.0.0.1 port 1: ")
                .endsWith("start your program first, and let it run.");
        assertThat(RAN).isEmpty();
    }

    @Test
    void gradesARunningServerThatGivesNoFolder() throws Exception {
        try (TinyServer server = TinyServer.answering("HTTP/1.1 404 \r\nContent-Length: 2\r\n\r\nho")) {
            String address = "127.0.0.1:" + server.address().getPort();
            Report report = Grade.run(TinyServer.lesson("", Third.class), Map.of("target", address));
            StageResult third = report.stages().get(0);
            assertThat(third.skipped()).isEqualTo(1);
            assertThat(third.reasons().get(0)).contains("-Dtarget.dir");
            assertThat(report.target()).isEqualTo(address);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        Lesson lesson = TinyServer.lesson(GOOD, First.class);
        assertThatThrownBy(() -> Grade.run(lesson, Map.of("stage", "four")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dstage=four: a whole number is expected, such as 4.");
        assertThatThrownBy(() -> Grade.run(lesson, Map.of("stage", "-1"))).hasMessageContaining("-Dstage=-1");
        assertThatThrownBy(() -> Grade.run(lesson, Map.of("target", "a:1", "target.command", "b")))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> Grade.run(lesson, Map.of("target.timeout", "0")))
                .hasMessageContaining("seconds");
    }
}
