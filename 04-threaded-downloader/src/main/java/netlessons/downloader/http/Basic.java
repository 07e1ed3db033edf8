package netlessons.downloader.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Name and password as the fields Authorization and Proxy-Authorization have them (RFC 7617). */
final class Basic {
    private Basic() {}

    static String of(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** @param userInfo as a URL has it: name:password, percent-encoded */
    static String of(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? of(Escapes.undo(userInfo), "")
                : of(Escapes.undo(userInfo.substring(0, colon)), Escapes.undo(userInfo.substring(colon + 1)));
    }
}
