package netlessons.webserver;

import java.util.Locale;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 1: a browser shows one page. It asks for so little that HTTP/1.0, and a program that reads each request with a
 * single read, will do.
 */
@Stage(value = 1, name = "one page")
@DisplayName("Stage 1: one page")
final class Stage1OnePageIT {

    private static Reply get(Target target, String path) {
        return target.exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @Test
    @Order(1)
    @DisplayName("GET / is answered with status 200")
    @Rfc("RFC 9112 section 4")
    void answers(Target target) {
        get(target, "/").expectStatus(200);
    }

    @Test
    @Order(2)
    @DisplayName("the answer says that it is HTML (Content-Type: text/html)")
    @Rfc("RFC 9110 section 8.3")
    void namesTheType(Target target) {
        get(target, "/").expectStatus(200).expectHeader("Content-Type", "text/html", Stage1OnePageIT::isHtml);
    }

    private static boolean isHtml(String type) {
        return type.toLowerCase(Locale.ROOT).matches("text/html\\s*(;.*)?");
    }

    @Test
    @Order(3)
    @DisplayName("the body is a page: it has <html> or <!doctype html> in it")
    @Rfc("RFC 9112 section 6")
    void sendsAPage(Target target) {
        Reply reply = get(target, "/").expectStatus(200);
        String page = reply.text().toLowerCase(Locale.ROOT);
        if (!page.contains("<html") && !page.contains("<!doctype html")) {
            throw reply.wire().failure("a body with <!doctype html> or <html> in it", -1);
        }
    }

    @Test
    @Order(4)
    @DisplayName("the answer ends where it says: Content-Length is right, or the connection is closed")
    @Rfc("RFC 9112 section 6.3")
    void ends(Target target) {
        // What comes after the body, should Content-Length be too small, comes before the connection ends.
        get(target, "/").expectStatus(200).wire().finish().expectClosed();
    }

    @Test
    @Order(5)
    @DisplayName("a path where there is nothing gets a 404")
    @Rfc("RFC 9110 section 15.5.5")
    void unknownPath(Target target) {
        get(target, "/nothing-here-" + target.random().nextInt(1_000_000)).expectStatus(404);
    }

    @Test
    @Order(6)
    @DisplayName("a request with all the header fields that a browser sends is answered as well")
    @Rfc("RFC 9112 section 5")
    void browser(Target target) {
        target.exchange("GET / HTTP/1.1\r\n"
                        + "Host: localhost:8080\r\n"
                        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
                        + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
                        + "Accept-Language: en,de-DE;q=0.7,de;q=0.3\r\n"
                        + "Accept-Encoding: gzip, deflate, br, zstd\r\n"
                        + "Connection: close\r\n"
                        + "Upgrade-Insecure-Requests: 1\r\n"
                        + "Sec-Fetch-Dest: document\r\n"
                        + "Sec-Fetch-Mode: navigate\r\n"
                        + "Sec-Fetch-Site: none\r\n"
                        + "Priority: u=0, i\r\n"
                        + "\r\n")
                .expectStatus(200);
    }

    @Test
    @Order(7)
    @DisplayName("the next visitor gets the page too, and the one after")
    @Rfc("RFC 9112 section 9.3")
    void nextVisitor(Target target) {
        for (int i = 0; i < 5; i++) {
            get(target, "/").expectStatus(200).wire().close();
            get(target, "/nothing-here").expectStatus(404).wire().close();
        }
    }
}
