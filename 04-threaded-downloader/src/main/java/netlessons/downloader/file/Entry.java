package netlessons.downloader.file;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a journal says. Text lines, so that a person can read them, too; the file grows at its end only, and a last line
 * that is not whole was not written.
 *
 * @param wanted the file that is to come of it; empty if the journal does not tell
 * @param uri where it was asked for; empty if the journal does not tell
 * @param identity of the bytes that are there; empty if the journal makes no sense, and for one whose head is not whole
 * @param done what is there
 * @param length in bytes, without a last line that is not whole
 */
record Entry(Optional<Wanted> wanted, Optional<URI> uri, Optional<Identity> identity, Ranges done, long length) {
    private static final String HEAD = "netlessons part 1";

    /** Of which there is one, at most. */
    private static final List<String> FIELDS =
            List.of("chosen", "name", "url", "etag", "modified", "dateable", "total");

    private static final String UNKNOWN = "unknown";

    /** The lines that a journal begins with. The total is the last: with it the head is whole. */
    static String head(String owner, Wanted wanted, Identity identity) {
        StringBuilder head = new StringBuilder(HEAD + "\n" + owner(owner));
        head.append(wanted.chosen() ? "chosen true\n" : "").append("name " + wanted.name() + "\n");
        head.append("url ").append(plain(identity.uri())).append('\n');
        identity.etag().filter(Entry::isOneLine).ifPresent(etag -> head.append("etag " + etag + "\n"));
        identity.modified().ifPresent(modified -> head.append("modified " + modified + "\n"));
        head.append("dateable ").append(identity.dateable()).append('\n');
        head.append("total ")
                .append(identity.total().isPresent() ? identity.total().getAsLong() : UNKNOWN)
                .append('\n');
        return head.toString();
    }

    /** The line that says who writes from now on. */
    static String owner(String owner) {
        return "owner " + owner + "\n";
    }

    /** The lines that say that these bytes are there. */
    static String done(Ranges ranges) {
        StringBuilder lines = new StringBuilder();
        ranges.all().forEach(range -> lines.append("done ").append(range).append('\n'));
        return lines.toString();
    }

    /** An address without what nobody else is to read: a name and a password. */
    static URI plain(URI uri) {
        String text = uri.toString();
        if (text.indexOf('@') < 0 && text.indexOf('#') < 0 && isAscii(text)) {
            return uri;
        }
        text = uri.toASCIIString();
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        if (uri.getRawUserInfo() != null) {
            whole = whole.replaceFirst("//[^/?@]*@", "//");
        }
        return URI.create(whole);
    }

    private static boolean isAscii(String text) {
        return text.length() == text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isOneLine(String text) {
        return text.chars().noneMatch(c -> c < ' ');
    }

    // @start region=parse
    /** Reads a journal, which may be anybody's: nothing in it is believed that does not fit the rest. */
    static Entry parse(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] != '\n') {
            length--;
        }
        Map<String, String> fields = new HashMap<>();
        Ranges done = new Ranges();
        boolean sane = true;
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        String[] lines = length == 0 ? new String[0] : text.split("\n");
        for (int i = 0; sane && i < lines.length; i++) {
            String key = lines[i].substring(0, Math.max(0, lines[i].indexOf(' ')));
            String value = lines[i].substring(Math.min(key.length() + 1, lines[i].length()));
            if (i == 0) {
                sane = lines[i].equals(HEAD);
            } else if (key.equals("done")) {
                sane = fields.containsKey("total") && add(value, done);
            } else if (FIELDS.contains(key)) {
                sane = !fields.containsKey("total") && fields.put(key, value) == null;
            } else {
                sane = key.equals("owner");
            }
        }
        Optional<Wanted> wanted = Optional.ofNullable(fields.get("name"))
                .filter(name -> Names.safe(name, true).equals(name))
                .map(name -> new Wanted(name, "true".equals(fields.get("chosen"))));
        Optional<URI> uri = Optional.ofNullable(fields.get("url")).flatMap(Entry::uri);
        Optional<Identity> identity = sane && wanted.isPresent() && uri.isPresent()
                ? identity(uri.get(), fields)
                        .filter(found -> done.end() <= found.total().orElse(Long.MAX_VALUE))
                : Optional.empty();
        return new Entry(wanted, uri, identity, identity.isPresent() ? done : new Ranges(), length);
    }
    // @end

    private static Optional<Identity> identity(URI uri, Map<String, String> fields) {
        String total = fields.getOrDefault("total", "");
        try {
            OptionalLong bytes = total.equals(UNKNOWN) ? OptionalLong.empty() : OptionalLong.of(number(total));
            Optional<Instant> modified =
                    Optional.ofNullable(fields.get("modified")).map(Instant::parse);
            boolean dateable = modified.isPresent() && "true".equals(fields.get("dateable"));
            return Optional.of(new Identity(uri, Optional.ofNullable(fields.get("etag")), modified, dateable, bytes));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(plain(new URI(text))).filter(uri -> uri.getRawAuthority() != null);
        } catch (URISyntaxException | IllegalArgumentException e) { // the second: nothing is left without its fragment
            return Optional.empty();
        }
    }

    private static boolean add(String range, Ranges done) {
        String[] ends = range.split("-", 2);
        try {
            done.add(number(ends[0]), number(ends[ends.length - 1]));
            return ends.length == 2;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static long number(String digits) {
        if (!digits.matches("[0-9]{1,19}")) {
            throw new NumberFormatException(digits);
        }
        return Long.parseLong(digits);
    }
}
