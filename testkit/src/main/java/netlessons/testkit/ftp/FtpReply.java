package netlessons.testkit.ftp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import netlessons.testkit.Wire;

/**
 * One reply, of one line or several, read strictly (RFC 959 section 4.2): three digits, a blank, text, CR LF. Immutable.
 * Each expect… method gives this reply back, or throws an AssertionError with the transcript.
 */
public final class FtpReply {
    private static final int LONGEST_LINE = 1 << 16;
    private static final int MOST_LINES = 300_000;

    /** A line without its end, and where it begins in what the wire received. */
    private record Line(String text, int offset) {}

    private final Wire wire;
    private final String asked;
    private final List<Line> all;

    private FtpReply(Wire wire, String asked, List<Line> all) {
        this.wire = wire;
        this.asked = asked;
        this.all = all;
    }

    /**
     * Waits for the next reply.
     *
     * @param asked what it answers, for people; "" if nothing was asked
     */
    static FtpReply read(Wire wire, String asked) {
        List<Line> lines = new ArrayList<>();
        Line first = line(wire, "a reply" + to(asked));
        lines.add(first);
        String text = first.text();
        for (int i = 0; i < 3; i++) {
            if (i >= text.length() || text.charAt(i) < '0' || text.charAt(i) > (i == 0 ? '6' : '9')) {
                throw wire.malformed("a reply" + to(asked) + ", which begins with three digits", first.offset() + i);
            }
        }
        if (text.length() < 4 || text.charAt(3) != ' ' && text.charAt(3) != '-') {
            throw wire.malformed("a blank behind the code, or - if more lines follow", first.offset() + 3);
        }
        String end = text.substring(0, 3) + " ";
        while (text.charAt(3) == '-' && !lines.get(lines.size() - 1).text().startsWith(end)) {
            lines.add(line(wire, "a line that begins with \"" + end + "\", the last one of this reply"));
            if (lines.size() > MOST_LINES) {
                throw wire.malformed("a reply of fewer lines", wire.position());
            }
        }
        return new FtpReply(wire, asked, lines);
    }

    private static Line line(Wire wire, String expected) {
        int offset = wire.position();
        byte[] bytes = wire.readLine(LONGEST_LINE, expected);
        int length = bytes.length - 2;
        if (length < 0 || bytes[length] != '\r') {
            throw wire.malformed("CR LF (\\r\\n) at the end of each line", offset + length + 1);
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\r' || bytes[i] == 0) {
                throw wire.malformed("neither CR nor NUL within a line", offset + i);
            }
        }
        return new Line(new String(bytes, 0, length, StandardCharsets.UTF_8), offset);
    }

    private static String to(String asked) {
        return asked.isEmpty() ? "" : " to " + asked;
    }

    public int code() {
        return Integer.parseInt(all.get(0).text().substring(0, 3));
    }

    /** All lines as they came, without their ends. */
    public List<String> lines() {
        return all.stream().map(Line::text).toList();
    }

    /** Those between the first and the last, without blanks around them. */
    public List<String> inner() {
        return all.size() < 3
                ? List.of()
                : lines().subList(1, all.size() - 1).stream().map(String::strip).toList();
    }

    /** All lines, a \n between them, without the code of the first. */
    public String text() {
        return String.join("\n", lines()).substring(4);
    }

    /** The code is one of these. */
    public FtpReply expect(int... codes) {
        if (IntStream.of(codes).noneMatch(code -> code == code())) {
            String list = IntStream.of(codes).mapToObj(String::valueOf).collect(Collectors.joining(" or "));
            throw wire.failure(list + (asked.isEmpty() ? "" : " in answer to " + asked), offset());
        }
        return this;
    }

    /** The text has this in it. */
    public FtpReply expectText(String part) {
        if (!text().contains(part)) {
            throw wire.failure("a reply" + to(asked) + " with this in it: " + part, offset());
        }
        return this;
    }

    /** One of the lines, with its code if it has one, matches this from its beginning to its end. */
    public FtpReply expectLine(String regex) {
        if (lines().stream().noneMatch(line -> line.matches(regex))) {
            throw wire.failure("a line" + to(asked) + " that matches " + regex, offset());
        }
        return this;
    }

    /** None of the lines matches this from its beginning to its end. */
    public FtpReply expectNoLine(String regex) {
        for (Line line : all) {
            if (line.text().matches(regex)) {
                throw wire.failure("no line" + to(asked) + " that matches " + regex, line.offset());
            }
        }
        return this;
    }

    /** There is one line only, for clients that know no better. */
    public FtpReply expectOneLine() {
        if (all.size() > 1) {
            throw wire.failure("one line" + to(asked), all.get(1).offset());
        }
        return this;
    }

    /** The path of a 257 is this one: it stands in quotation marks, those within it doubled (RFC 959 appendix II). */
    public FtpReply expectPath(String path) {
        return expectLine("257 \"" + Pattern.quote(path.replace("\"", "\"\"")) + "\".*");
    }

    /**
     * The first place in the text that matches this.
     *
     * @param expected what it should be, in words
     */
    public Matcher find(Pattern pattern, String expected) {
        Matcher matcher = pattern.matcher(text());
        if (!matcher.find()) {
            throw wire.failure(expected, offset());
        }
        return matcher;
    }

    /** Makes a failure with the transcript, the caret at this reply; to be thrown. */
    public AssertionError failure(String expected) {
        return wire.failure(expected, offset());
    }

    private int offset() {
        return all.get(0).offset();
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
