package netlessons.testkit.http;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON (RFC 8259), strictly: objects as Map, arrays as List, numbers as BigDecimal. For one text. */
public final class Json {
    /** Something is not as RFC 8259 has it. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final int at;

        private Malformed(String expected, int at) {
            super(expected);
            this.at = at;
        }

        /** Where, as an index of the text. */
        public int at() {
            return at;
        }
    }

    private static final int DEEPEST = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]*");
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** @return Map, List, String, BigDecimal, Boolean, or null for null */
    public static Object parse(String text) throws Malformed {
        Json json = new Json(text);
        Object value = json.value();
        if (json.at < text.length()) {
            throw json.malformed("nothing behind the end");
        }
        return value;
    }

    private Object value() throws Malformed {
        space();
        Object value;
        if (depth++ > DEEPEST) {
            throw malformed("something less deep");
        } else if (at == text.length()) {
            throw malformed("a value");
        }
        switch (text.charAt(at)) {
            case '{' -> value = object();
            case '[' -> value = array();
            case '"' -> value = string();
            case 't' -> value = word("true", true);
            case 'f' -> value = word("false", false);
            case 'n' -> value = word("null", null);
            default -> value = number();
        }
        depth--;
        space();
        return value;
    }

    private Map<String, Object> object() throws Malformed {
        Map<String, Object> object = new LinkedHashMap<>();
        if (isEmpty('}')) {
            return object;
        }
        do {
            at++;
            space();
            int key = at;
            String name = string();
            space();
            expect(':');
            if (object.containsKey(name)) {
                at = key;
                throw malformed("each name once");
            }
            object.put(name, value());
        } while (isNext(',', '}'));
        return object;
    }

    private List<Object> array() throws Malformed {
        List<Object> array = new ArrayList<>();
        if (isEmpty(']')) {
            return array;
        }
        do {
            at++;
            array.add(value());
        } while (isNext(',', ']'));
        return array;
    }

    /** Whether what was opened is closed at once; if so, that is read. */
    private boolean isEmpty(char close) {
        int open = at++;
        space();
        if (at < text.length() && text.charAt(at) == close) {
            at++;
            return true;
        }
        at = open;
        return false;
    }

    /** Whether another one follows; the comma is not read yet, the end is. */
    private boolean isNext(char comma, char close) throws Malformed {
        if (at < text.length() && text.charAt(at) == comma) {
            return true;
        }
        expect(close);
        return false;
    }

    private String string() throws Malformed {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c < ' ') {
                throw malformed("control characters escaped");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return string.toString();
    }

    /** Leaves off at its last character. */
    private char escaped() throws Malformed {
        at++;
        if (at + 4 < text.length() && text.substring(at, at + 5).matches("u[0-9a-fA-F]{4}")) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        int which = at < text.length() ? ESCAPED.indexOf(text.charAt(at)) : -1;
        if (which < 0) {
            throw malformed("one of " + ESCAPED + " or u and four hexadecimal digits");
        }
        return MEANT.charAt(which);
    }

    private BigDecimal number() throws Malformed {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw malformed("a value");
        }
        at = number.end();
        return new BigDecimal(number.group());
    }

    private Object word(String word, Object value) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw malformed("a value");
        }
        at += word.length();
        return value;
    }

    private void expect(char c) throws Malformed {
        if (at == text.length() || text.charAt(at) != c) {
            throw malformed("'" + c + "'");
        }
        at++;
    }

    private void space() {
        Matcher space = SPACE.matcher(text).region(at, text.length());
        if (space.lookingAt()) {
            at = space.end();
        }
    }

    private Malformed malformed(String expected) {
        return new Malformed(expected, at);
    }
}
