package netlessons.share.access;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import netlessons.share.engine.Answered;

/**
 * The common log format, which every log analyser reads, and how long it took:
 * {@code 192.0.2.7 - ada [21/Nov/2026:09:30:00 +0000] "GET /a.txt HTTP/1.1" 200 512 0.8ms}. For one thread.
 */
final class LogLine {
    /** Of what a client sent: whoever sends 8 KiB of it need not fill a disk. */
    static final int LONGEST = 1000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.US).withZone(ZoneId.systemDefault());

    private final Accounts accounts;
    private long second;
    private String time = "";

    LogLine(Accounts accounts) {
        this.accounts = accounts;
    }

    void append(StringBuilder line, Answered answered) {
        line.append(answered.client().getHostAddress()).append(" - ");
        String name = answered.authorization() == null
                ? ""
                : accounts.name(answered.authorization()).orElse("");
        if (name.isEmpty()) {
            line.append('-');
        } else {
            escape(line, name.replace(' ', '_')); // a blank would be the end of the field
        }
        line.append(" [").append(now()).append("] \"");
        escape(line, answered.requestLine().isEmpty() ? "-" : answered.requestLine());
        line.append("\" ").append(answered.status()).append(' ');
        if (answered.bytes() == 0) {
            line.append('-');
        } else {
            line.append(answered.bytes());
        }
        long tenths = answered.nanos() / 100_000;
        line.append(' ')
                .append(tenths / 10)
                .append('.')
                .append(tenths % 10)
                .append("ms")
                .append('\n');
    }

    private String now() {
        long current = System.currentTimeMillis() / 1000;
        if (current != second) {
            second = current;
            time = TIME.format(Instant.ofEpochSecond(current));
        }
        return time;
    }

    // @start region=escape
    /** What a client sent, made harmless: it can neither end a log line nor steer the terminal that shows it. */
    static void escape(StringBuilder line, String text) {
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                line.append(c);
            } else {
                line.append(c > 0xff ? "\\u%04x".formatted((int) c) : "\\x%02x".formatted((int) c));
            }
        }
        if (text.length() > LONGEST) {
            line.append("...");
        }
    }
    // @end
}
