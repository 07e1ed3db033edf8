package netlessons.downloader.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The field Content-Disposition (RFC 6266): {@code attachment; filename="x.txt"; filename*=UTF-8''%C3%A9.txt}. Whether it
 * says attachment or inline does not matter to a program that stores everything.
 */
final class Disposition {
    /** The ones that RFC 8187 and its forerunner RFC 5987 know. */
    private static final Map<String, Charset> CHARSETS =
            Map.of("utf-8", StandardCharsets.UTF_8, "iso-8859-1", StandardCharsets.ISO_8859_1);

    private final String field;
    private int at;

    private Disposition(String field) {
        this.field = field;
    }

    // @start region=disposition
    /** The names in it, the best first: filename* wins (RFC 6266 section 4.3), unless it makes no sense. */
    static List<String> names(String field) {
        Map<String, String> parameters = new Disposition(field).parameters();
        List<String> names = new ArrayList<>();
        Optional.ofNullable(parameters.get("filename*"))
                .flatMap(Disposition::extended)
                .ifPresent(names::add);
        Optional.ofNullable(parameters.get("filename")).map(Disposition::plain).ifPresent(names::add);
        return names;
    }

    /** {@code UTF-8'en'%C3%A9.txt} (RFC 8187 section 3.2.1). */
    private static Optional<String> extended(String value) {
        String[] parts = value.split("'", 3);
        Charset charset = CHARSETS.get(parts[0].toLowerCase(Locale.ROOT));
        if (parts.length < 3 || charset == null || !parts[2].matches("[\\x21-\\x7E]*")) {
            return Optional.empty();
        }
        return Percent.decode(parts[2], charset);
    }
    // @end

    /** No charset is said: many origins send UTF-8, and what is not UTF-8 is ISO-8859-1, as it was long ago. */
    private static String plain(String value) {
        return Names.text(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .orElse(value);
    }

    /** By name, in small letters; of two with one name the first. */
    private Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        while (at < field.length()) {
            String name = until("=;").strip().toLowerCase(Locale.ROOT); // what has no "=" is the type
            if (at < field.length() && field.charAt(at) == '=') {
                at++;
                parameters.putIfAbsent(name, value());
            }
            until(";");
            at = Math.min(at + 1, field.length());
        }
        return parameters;
    }

    private String value() {
        while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
            at++;
        }
        return at < field.length() && field.charAt(at) == '"'
                ? quoted()
                : until(";").strip();
    }

    /** A quoted-string (RFC 9110 section 5.6.4); one that does not end is taken as far as it goes. */
    private String quoted() {
        StringBuilder text = new StringBuilder();
        for (at++; at < field.length() && field.charAt(at) != '"'; at++) {
            boolean pair = field.startsWith("\\\"", at) || field.startsWith("\\\\", at); // else it is a path of Windows
            text.append(field.charAt(pair ? ++at : at));
        }
        at = Math.min(at + 1, field.length());
        return text.toString();
    }

    /** What comes before one of these characters, or the end. */
    private String until(String ends) {
        int start = at;
        while (at < field.length() && ends.indexOf(field.charAt(at)) < 0) {
            at++;
        }
        return field.substring(start, at);
    }
}
