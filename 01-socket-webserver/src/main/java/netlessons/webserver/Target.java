package netlessons.webserver;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a request is about, RFC 9112 section 3.2.
 *
 * @param authority host and port as the client named them; empty in an HTTP/1.0 request without Host
 * @param path as it came, still percent-encoded; {@code *} for {@code OPTIONS *}
 * @param segments the path cut at its slashes, then decoded: a slash that came as {@code %2F} stays in its segment.
 *     {@code /a/} has the segments {@code "a"} and {@code ""}.
 * @param query what follows the question mark, as it came; empty if there is none
 */
public record Target(String authority, String path, List<String> segments, String query) {
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:(?:[A-Za-z0-9._~!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})++|\\[[0-9A-Fa-f]*(?::[0-9A-Fa-f.]*){2,7}])(?::[0-9]{0,5})?");

    /** Nearly all requests name the same one. */
    private static volatile String latestAuthority;

    static Target parse(String method, String target, String host) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw new HttpError(400, "The request target has a character that must be percent-encoded.");
            }
        }
        if (target.startsWith("/")) {
            return originForm(host, target);
        }
        if (target.equals("*") && method.equals("OPTIONS")) {
            return new Target(host, "*", List.of(), "");
        }
        if (method.equals("CONNECT")) {
            throw new HttpError(501, "This server is no proxy.");
        }
        return absoluteForm(target);
    }

    /** {@code GET http://host/path HTTP/1.1}: its host counts, the Host field does not (section 3.2.2). */
    private static Target absoluteForm(String target) {
        String scheme = target.toLowerCase(Locale.ROOT);
        if (scheme.startsWith("https://")) {
            // RFC 9110 section 7.4: what was asked for under TLS must not be answered without it.
            throw new HttpError(421, "This connection has no TLS, so it has no https resources.");
        }
        if (!scheme.startsWith("http://")) {
            throw new HttpError(400, "The request target is neither a path nor an http URI.");
        }
        int begin = "http://".length();
        int end = begin;
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String rest = target.substring(end);
        return originForm(checkAuthority(target.substring(begin, end)), rest.startsWith("/") ? rest : "/" + rest);
    }

    private static Target originForm(String host, String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(decode(segment));
        }
        return new Target(host, path, List.copyOf(segments), question < 0 ? "" : target.substring(question + 1));
    }

    // @start region=authority
    /** {@code Host = uri-host [ ":" port ]}, RFC 9110 section 7.2: a name, an address, no user, no path, not empty. */
    static String checkAuthority(String authority) {
        if (!authority.equals(latestAuthority)) {
            if (!AUTHORITY.matcher(authority).matches()) {
                throw new HttpError(400, "Host must be a host name or an address, and perhaps a port.");
            }
            latestAuthority = authority;
        }
        return authority;
    }
    // @end

    // @start region=decode
    /** Percent-decoding; the result must be UTF-8 in its one valid form: {@code %C0%AF} is no slash but an error. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int value = text.charAt(i);
            if (value == '%') {
                value = i + 2 < text.length()
                        ? Character.digit(text.charAt(i + 1), 16) << 4 | Character.digit(text.charAt(i + 2), 16)
                        : -1;
                i += 2;
            }
            if (value <= 0) { // no hexadecimal digits, or a NUL, at which a system call would end the name
                throw new HttpError(400, "The request target has a broken percent-encoding.");
            }
            bytes.write(value);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpError(400, "The request target is not UTF-8 behind its percent-encoding.");
        }
    }
    // @end
}
