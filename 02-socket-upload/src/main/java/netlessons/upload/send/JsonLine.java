package netlessons.upload.send;

import java.time.Duration;
import java.util.Locale;

/** One JSON object on one line: RFC 8259. ASCII only, so that no console can spoil it. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    JsonLine(String event) {
        with("event", event);
    }

    /** @param value a string, number, boolean, duration (in seconds) or null */
    JsonLine with(String name, Object value) {
        text.append(text.length() == 1 ? "" : ",");
        quote(name);
        text.append(':');
        if (value instanceof Duration time) {
            text.append(String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9));
        } else if (value instanceof Number || value instanceof Boolean || value == null) {
            text.append(value);
        } else {
            quote(value.toString());
        }
        return this;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
