package netlessons.testkit.http;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON (RFC 8259), with a line for each value; {@link Json} reads it. */
public final class JsonText {
    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /** @param value made of Map with names as keys, List, String, Long, Integer, Boolean, null */
    public static String of(Object value) {
        JsonText json = new JsonText();
        json.value(value, "\n");
        return json.text.append('\n').toString();
    }

    /** @param line what begins a line at this depth */
    private void value(Object value, String line) {
        if (value instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            all('{', '}', line, entries, entry -> {
                string((String) entry.getKey());
                text.append(": ");
                value(entry.getValue(), line + "  ");
            });
        } else if (value instanceof List<?> list) {
            all('[', ']', line, list.iterator(), one -> value(one, line + "  "));
        } else if (value instanceof String string) {
            string(string);
        } else if (value == null || value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            text.append(value);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private interface Part<T> {
        void write(T one);
    }

    private <T> void all(char begin, char end, String line, Iterator<T> parts, Part<T> part) {
        text.append(begin);
        boolean empty = !parts.hasNext();
        while (parts.hasNext()) {
            text.append(line).append("  ");
            part.write(parts.next());
            text.append(parts.hasNext() ? "," : "");
        }
        text.append(empty ? "" : line).append(end);
    }

    /** Half a surrogate pair, which UTF-8 has no bytes for, is escaped like a control character. */
    private void string(String string) {
        text.append('"');
        string.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c == '\n') {
                text.append("\\n");
            } else if (c < ' ' || c == 0x7F || Character.getType(c) == Character.SURROGATE) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        text.append('"');
    }
}
