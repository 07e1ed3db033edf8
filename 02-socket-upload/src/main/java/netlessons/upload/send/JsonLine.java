package netlessons.upload.send;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One JSON object on one line: RFC 8259. ASCII only, so that no console can spoil it. */
final class JsonLine {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder("{");

    JsonLine(String event) {
        with("event", event);
    }

    /** @param value a string, number, boolean, duration (in seconds), an optional one of these, or null */
    JsonLine with(String name, Object value) {
        text.append(text.length() == 1 ? "" : ",");
        quote(name);
        text.append(':');
        add(value);
        return this;
    }

    private void add(Object value) {
        if (value instanceof Optional<?> optional) {
            add(optional.orElse(null));
        } else if (value instanceof OptionalLong number) {
            text.append(number.isPresent() ? Long.toString(number.getAsLong()) : "null");
        } else if (value instanceof OptionalInt number) {
            text.append(number.isPresent() ? Integer.toString(number.getAsInt()) : "null");
        } else if (value instanceof Duration time) {
            String millis = Integer.toString(1000 + time.toMillisPart());
            text.append(time.toSeconds()).append('.').append(millis, 1, 4);
        } else if (value instanceof Number || value instanceof Boolean || value == null) {
            text.append(value);
        } else {
            quote(value.toString());
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX.charAt(c >> shift & 15));
                }
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
