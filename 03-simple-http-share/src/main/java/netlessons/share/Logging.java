package netlessons.share;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import netlessons.share.text.Printable;

/** What libraries complain of, in one line each; a fault of our own with all that is known of it. */
final class Logging {
    /** Held here: the log manager forgets a logger that nobody holds, and its level with it. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    /** What is wrong with a request its client is told with 400, and the log: one more line for each would flood a terminal. */
    private static final Logger PARSER = Logger.getLogger("org.eclipse.jetty.http.HttpParser");

    private static final String OURS = Logging.class.getPackageName();

    private Logging() {}

    static void quiet() {
        JETTY.setLevel(Level.WARNING);
        PARSER.setLevel(Level.OFF);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new Formatter() {
                @Override
                public String format(LogRecord record) {
                    return line(record, formatMessage(record));
                }
            });
        }
    }

    static String line(LogRecord record, String message) {
        Throwable thrown = record.getThrown();
        String words = record.getLevel().getName() + ": " + message;
        if (thrown == null) {
            return oneLine(words);
        } else if (!String.valueOf(record.getLoggerName()).startsWith(OURS)) {
            return oneLine(words + " (" + thrown + ")");
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return oneLine(words) + trace;
    }

    /** A client's words may be in it. */
    private static String oneLine(String words) {
        return Printable.of(words.replaceAll("\\p{Cntrl}+", " ")) + System.lineSeparator();
    }
}
