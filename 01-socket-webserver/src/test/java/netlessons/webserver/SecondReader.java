package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.webserver.SecondOpinion.Verdict;

/**
 * Reads requests a second time: whole, plainly, with a pattern for each rule of RFC 9112, and with nothing of the
 * server's own code. Where two readers disagree, requests can be smuggled; here it shows that one of them is wrong.
 */
final class SecondReader {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final Pattern LINE = Pattern.compile("(" + TOKEN + ") ([^ ]*) HTTP/1\\.([0-9])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):([\\t -~\\x80-\\xff]*)");
    private static final Pattern PATH =
            Pattern.compile("/(?:[!-~&&[^#?%]]|%(?!00)[0-9A-Fa-f]{2})*+(?:\\?[!-~&&[^#]]*)?");
    private static final Pattern HOST = Pattern.compile("(?:(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})++"
            + "|\\[[0-9A-Fa-f]*(?::[0-9A-Fa-f.]*){2,7}])(?::[0-9]{0,5})?");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i:http)://([^/?]*)(.*)");
    private static final String QUOTED = "\"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t -~\\x80-\\xff])*+\"";
    private static final Pattern CHUNK =
            Pattern.compile("([0-9A-Fa-f]{1,15})(?:[ \\t]*;[ \\t]*TOKEN(?:[ \\t]*=[ \\t]*(?:TOKEN|QUOTED))?+)*+"
                    .replace("TOKEN", TOKEN)
                    .replace("QUOTED", QUOTED));

    /** How long the line of a chunk's size may be. */
    private static final int SIZE_LINE = 256;

    /** The verdict is clear; nothing that follows can change it. */
    private static final class Clear extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Verdict verdict;

        Clear(Verdict verdict) {
            super(null, null, false, false);
            this.verdict = verdict;
        }
    }

    private final String sent;
    private final Limits limits;
    private int at;

    SecondReader(String sent, Limits limits) {
        this.sent = sent;
        this.limits = limits;
    }

    SecondOpinion next() {
        Matcher line = null;
        List<MatchResult> fields;
        try {
            line = requestLine();
            fields = fields(limits.fields());
            check(line, fields);
        } catch (Clear e) {
            Verdict verdict = e.verdict == Verdict.BAD_BODY ? Verdict.BAD_HEAD : Verdict.HALF_HEAD;
            return new SecondOpinion(verdict, line == null ? "" : line.group());
        }
        boolean old = line.group(3).equals("0");
        List<String> connection = list("Connection", fields);
        boolean closes = connection.contains("close") || (old && !connection.contains("keep-alive"));
        boolean chunked = !all("Transfer-Encoding", fields).isEmpty();
        long length = chunked
                ? 1
                : all("Content-Length", fields).stream()
                        .mapToLong(Long::parseLong)
                        .sum();
        boolean waits = !old
                && length > 0
                && !all("Expect", fields).isEmpty()
                && !list("Expect", fields).isEmpty();
        if (!chunked && length > limits.body()) {
            return new SecondOpinion(Verdict.BAD_HEAD, line.group());
        }
        try {
            String body = chunked ? chunks() : take((int) length);
            return new SecondOpinion(Verdict.GOOD, line.group(), closes, waits, body);
        } catch (Clear e) {
            return new SecondOpinion(e.verdict, line.group(), closes, waits, "");
        }
    }

    private Matcher requestLine() {
        String line = line(limits.requestLine());
        for (int i = 0; line.isEmpty(); i++) {
            require(i < 2);
            line = line(limits.requestLine());
        }
        return matching(LINE, line);
    }

    private List<MatchResult> fields(int most) {
        List<MatchResult> fields = new ArrayList<>();
        int room = limits.headerSection();
        for (String line = line(room); !line.isEmpty(); line = line(room)) {
            room -= line.length();
            require(fields.size() < most);
            fields.add(matching(FIELD, line));
        }
        return fields;
    }

    /** What can be told only from all of the head. */
    private static void check(Matcher line, List<MatchResult> fields) {
        boolean old = line.group(3).equals("0");
        List<String> hosts = all("Host", fields);
        require(hosts.size() == 1 || (old && hosts.isEmpty()));
        require(hosts.stream().allMatch(host -> HOST.matcher(host).matches()));
        require(old || list("Expect", fields).stream().allMatch("100-continue"::equals));
        List<String> encodings = all("Transfer-Encoding", fields);
        List<String> lengths = all("Content-Length", fields);
        require(encodings.size() + lengths.size() <= 1);
        require(lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}")));
        require(encodings.isEmpty()
                || (!old && list("Transfer-Encoding", fields).equals(List.of("chunked"))));
        checkTarget(line.group(1), line.group(2));
    }

    private static void checkTarget(String method, String target) {
        Matcher absolute = ABSOLUTE.matcher(target);
        String path = target;
        if (target.equals("*") && method.equals("OPTIONS")) {
            path = "/";
        } else if (!target.startsWith("/")) {
            require(!method.equals("CONNECT") && absolute.matches());
            require(HOST.matcher(absolute.group(1)).matches());
            path = absolute.group(2).startsWith("/") ? absolute.group(2) : "/" + absolute.group(2);
        }
        require(PATH.matcher(path).matches());
        String decoded = Pattern.compile("%(..)")
                .matcher(path.replaceFirst("\\?.*", ""))
                .replaceAll(octet -> Matcher.quoteReplacement("" + (char) Integer.parseInt(octet.group(1), 16)));
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.getBytes(ISO_8859_1)));
        } catch (CharacterCodingException e) {
            require(false);
        }
    }

    private String chunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            long size = Long.parseLong(matching(CHUNK, line(SIZE_LINE)).group(1), 16);
            require(size <= limits.body() - body.length());
            if (size == 0) {
                fields(Integer.MAX_VALUE);
                return body.toString();
            }
            body.append(take((int) size));
            for (char end : new char[] {'\r', '\n'}) {
                require(take(1).charAt(0) == end);
            }
        }
    }

    private String take(int count) {
        if (sent.length() - at < count) {
            throw new Clear(Verdict.HALF_BODY);
        }
        at += count;
        return sent.substring(at - count, at);
    }

    /** The next line without its CRLF. */
    private String line(int longest) {
        int end = sent.indexOf('\n', at);
        String line = sent.substring(at, end < 0 ? sent.length() : end);
        boolean cr = line.endsWith("\r");
        require(end < 0 || cr);
        String content = cr ? line.substring(0, line.length() - 1) : line;
        require(content.length() <= longest);
        if (end < 0) {
            throw new Clear(Verdict.HALF_BODY);
        }
        at = end + 1;
        return content;
    }

    private static Matcher matching(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        require(matcher.matches());
        return matcher;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new Clear(Verdict.BAD_BODY);
        }
    }

    private static List<String> all(String name, List<MatchResult> fields) {
        return fields.stream()
                .filter(field -> field.group(1).equalsIgnoreCase(name))
                .map(field -> field.group(2).strip())
                .toList();
    }

    private static List<String> list(String name, List<MatchResult> fields) {
        return Arrays.stream(String.join(",", all(name, fields))
                        .toLowerCase(Locale.ROOT)
                        .split(","))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .toList();
    }
}
