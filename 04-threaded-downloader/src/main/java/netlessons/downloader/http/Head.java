package netlessons.downloader.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;

/** Status line and fields of a response. */
final class Head {
    private final HttpResponse message;

    Head(HttpResponse message) {
        this.message = message;
    }

    int status() {
        return message.getCode();
    }

    /** What a person may want to read: 404 Not Found. */
    String statusText() {
        String reason = message.getReasonPhrase() == null ? "" : message.getReasonPhrase();
        reason = reason.length() > 80 ? reason.substring(0, 80) + "…" : reason;
        return (status() + " " + reason).strip();
    }

    boolean isHttp10() {
        return message.getVersion().lessEquals(HttpVersion.HTTP_1_0);
    }

    Optional<String> first(String name) {
        Header header = message.getFirstHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
    }

    /** All members of all fields of that name, as if they were one list (RFC 9110 section 5.3). */
    List<String> list(String name) {
        List<String> members = new ArrayList<>(1);
        for (Header header : message.getHeaders(name)) {
            for (String member : String.valueOf(header.getValue()).split(",", -1)) {
                members.add(trimmed(member));
            }
        }
        return members;
    }

    /** Without blanks and tabs around it: other white space is none to HTTP. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
            from++;
        }
        while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
            to--;
        }
        return text.substring(from, to);
    }

    int count(String name) {
        return message.getHeaders(name).length;
    }

    boolean has(String name, String member) {
        for (String one : list(name)) {
            if (one.equalsIgnoreCase(member)) {
                return true;
            }
        }
        return false;
    }

    /** How long the section is, in bytes. */
    int size() {
        int size = 0;
        for (Header header : message.getHeaders()) {
            size += header.getName().length()
                    + String.valueOf(header.getValue()).length()
                    + 4;
        }
        return size;
    }
}
