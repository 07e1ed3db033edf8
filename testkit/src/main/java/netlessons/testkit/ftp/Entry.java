package netlessons.testkit.ftp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What MLSD or MLST tells of a file: RFC 3659 section 7.
 *
 * @param facts by their names in small letters, in order
 */
public record Entry(String name, Map<String, String> facts) {
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9.!#%&'*+_-]+=[^;]*;)* .+");

    /** All that come on a data connection. */
    static List<Entry> all(DataWire from) {
        int at = from.wire().position();
        List<Entry> entries = new ArrayList<>();
        for (String line : from.readLines()) {
            if (!LINE.matcher(line).matches()) {
                throw from.wire().malformed("lines such as \"type=file;size=12; name\"", at);
            }
            entries.add(of(line));
            at += line.getBytes(StandardCharsets.UTF_8).length + 2;
        }
        return entries;
    }

    /** The one in a 250 to MLST, on a line of its own between the first and the last, behind one blank. */
    public static Entry of(FtpReply reply) {
        reply.expectLine(" " + LINE.pattern());
        return of(reply.lines().get(1).substring(1));
    }

    private static Entry of(String line) {
        int blank = line.indexOf(' ');
        Map<String, String> facts = new LinkedHashMap<>();
        for (String fact : line.substring(0, blank).split(";")) {
            int equals = fact.indexOf('=');
            if (equals > 0) {
                facts.put(fact.substring(0, equals).toLowerCase(Locale.ROOT), fact.substring(equals + 1));
            }
        }
        return new Entry(line.substring(blank + 1), facts);
    }

    /** A fact, in small letters; "" if it is not told. */
    public String fact(String label) {
        return facts.getOrDefault(label, "");
    }

    /** "file", "dir", "cdir", "pdir" or another one. */
    public String type() {
        return fact("type").toLowerCase(Locale.ROOT);
    }
}
