package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same class prints the lines of lessons 01, 02 and 03. */
@DisplayName("the printer of lines")
@Timeout(60)
class LinePrinterTest {
    private final StringWriter printed = new StringWriter();

    @Test
    @DisplayName("has printed all lines in their order when it is finished")
    void order() throws InterruptedException {
        LinePrinter printer = new LinePrinter(new PrintWriter(printed));
        IntStream.range(0, 1000).forEach(i -> printer.accept("line " + i));
        printer.finish(Duration.ofSeconds(30));
        assertThat(printed.toString().lines())
                .containsExactlyElementsOf(
                        IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
    }

    @Test
    @DisplayName("makes nobody wait while nobody reads, and says how many lines it has lost")
    void stuck() throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        LinePrinter printer = new LinePrinter(new PrintWriter(new Writer() {
            @Override
            public void write(char[] chars, int from, int count) {
                try {
                    read.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                printed.write(chars, from, count);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }));
        for (int i = 0; i < 30_000; i++) {
            printer.accept("line " + i);
        }
        printer.finish(Duration.ofMillis(10)); // it does not wait for ever either
        assertThat(printed.toString()).isEmpty();
        read.countDown();
        printer.finish(Duration.ofSeconds(30));
        assertThat(printed.toString())
                .startsWith("line 0" + System.lineSeparator())
                .containsPattern("\\([0-9]+ lines were lost: nobody read them in time\\.\\)");
        assertThat(printed.toString().lines().count()).isBetween(10_000L, 10_010L);
    }
}
