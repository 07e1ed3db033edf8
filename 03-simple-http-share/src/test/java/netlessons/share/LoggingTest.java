package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("complaints")
class LoggingTest {
    private static String line(String logger, Throwable thrown) {
        LogRecord record = new LogRecord(Level.WARNING, "message");
        record.setLoggerName(logger);
        record.setThrown(thrown);
        return Logging.line(record, "bad \u001b[2J\nrequest\u009b\u202e");
    }

    @Test
    @DisplayName("of libraries are one line, whatever a client made them say")
    void libraries() {
        assertThat(line("org.eclipse.jetty.server", new IOException("a\nb")).lines())
                .containsExactly("WARNING: bad  [2J request?? (java.io.IOException: a b)");
    }

    @Test
    @DisplayName("of our own have all that is known")
    void ours() {
        assertThat(line("netlessons.share.engine.Bridge", new IllegalStateException("why"))
                        .lines())
                .hasSizeGreaterThan(2)
                .anyMatch(text -> text.contains("LoggingTest"));
    }
}
