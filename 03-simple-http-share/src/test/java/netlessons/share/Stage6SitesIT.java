package netlessons.share;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: pages of other sites, which make a browser do what its user does not know of. */
@Stage(value = 6, name = "hostile input")
@DisplayName("Stage 6: other sites")
final class Stage6SitesIT {
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new SharedFolder(target);
        folder.write("a.txt", "old");
    }

    private void expectNothingNew(Reply reply) throws IOException {
        if (!folder.files().equals(List.of("a.txt"))
                || !Files.readString(folder.file("a.txt")).equals("old")
                || Files.exists(folder.file("new"))) {
            throw reply.failure("nothing to have changed in the folder", 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(70)
    @DisplayName("a page of another site may neither send nor make anything, by no method: 403 (attack 36)")
    @Rfc("RFC 9110 section 15.5.4")
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://%s",
                "Origin: http://%s.evil.example",
                "Origin: http://%s:80",
                "Origin: http://user@%s",
                "Origin: file://",
                "Origin: ",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://%s, http://evil.example"
            })
    void sends(String form) throws IOException {
        String field = form.formatted(folder.http().host());
        String path = folder.path("");
        expectNothingNew(folder.put("new.txt", "x", field).expectStatus(403, 400));
        expectNothingNew(folder.put("a.txt", "x", field, "If-Match: *").expectStatus(403, 400));
        expectNothingNew(folder.post(new Form().file("new.txt", "x"), field).expectStatus(403, 400));
        expectNothingNew(folder.post(new Form().field("folder", "new"), field).expectStatus(403, 400));
        for (String query : List.of("?resize=9x9", "?preview=9x9")) {
            expectNothingNew(folder.http()
                    .ask("POST", path + query, Pictures.png(20, 20), "Content-Type: text/plain", field)
                    .expectStatus(403, 400));
        }
        Tus tus = new Tus(folder.http(), "/.share/tus/");
        Map<String, String> metadata = Map.of("filename", "new.txt", "folder", path);
        expectNothingNew(tus.create(1, metadata, field).expectStatus(403, 400));
        String upload = tus.begin(1, metadata);
        expectNothingNew(tus.patch(upload, 0, Raid.bytes("x"), field).expectStatus(403, 400));
        tus.delete(upload);
    }

    @Test
    @Order(71)
    @DisplayName("the page itself, and programs that are no browser, may (attack 36)")
    void own() {
        folder.put("b.txt", "x").expectStatus(201);
        folder.put("c.txt", "x", "Origin: http://" + folder.http().host(), "Sec-Fetch-Site: same-origin")
                .expectStatus(201);
        folder.put("d.txt", "x", "Sec-Fetch-Site: none").expectStatus(201);
        folder.post(
                        new Form().file("e.txt", "x"),
                        "Origin: http://" + folder.http().host().toUpperCase(java.util.Locale.ROOT))
                .expectStatus(201, 303);
    }

    @Test
    @Order(72)
    @DisplayName("GET and HEAD change nothing, whatever they ask for (attack 36)")
    @Rfc("RFC 9110 section 9.2.1")
    void safe() throws IOException {
        for (String query : List.of(
                "?folder=new",
                "?resize=9x9",
                "?preview=9x9",
                "?delete",
                "?delete=a.txt",
                "?rename=new",
                "?upload=new",
                "?method=DELETE",
                "?_method=PUT",
                "new?put",
                "?mkdir=new",
                "a.txt?delete")) {
            expectNothingNew(Raid.expectSane(folder.get(query)));
            expectNothingNew(Raid.expectSane(folder.head(query)));
            expectNothingNew(Raid.expectSane(folder.get(query, "X-HTTP-Method-Override: DELETE")));
        }
        expectNothingNew(Raid.expectSane(folder.http().ask("OPTIONS", folder.path("a.txt"), Raid.NOTHING)));
    }

    @ParameterizedTest(name = "Host: {0}")
    @Order(73)
    @DisplayName("under a name that is not ours nobody gets anything, nor sends: DNS rebinding (attack 37)")
    @Rfc("RFC 9110 section 15.5.20")
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:%s",
                "127.0.0.1.evil.example",
                "localhost.evil.example:%s",
                "127.0.0.1.",
                "a@b",
                "evil.example#",
                "[::1].evil.example",
                "0x7f.evil.example"
            })
    void names(String form) throws IOException {
        String host = "Host: " + form.formatted(folder.target().port());
        for (Reply reply : List.of(folder.get("a.txt", host), folder.get("", host), folder.get("?zip", host))) {
            if (!form.equals("127.0.0.1.")) { // which some take for the address
                reply.expectStatus(421, 403, 400);
            }
        }
        if (!form.equals("127.0.0.1.")) {
            expectNothingNew(folder.put("new.txt", "x", host).expectStatus(421, 403, 400));
            expectNothingNew(folder.post(new Form().file("new.txt", "x"), host).expectStatus(421, 403, 400));
            folder.get("a.txt", host, "Upgrade: websocket", "Connection: Upgrade")
                    .expectStatus(421, 403, 400);
        }
        // What the request line says is what counts, RFC 9112 section 3.2.2.
        folder.http().get("http://evil.example" + folder.path("a.txt")).expectStatus(421, 403, 400, 404);
    }

    @Test
    @Order(74)
    @DisplayName("no other site may read what it made a browser ask for, or draw our page into its own (attack 38)")
    @Rfc("RFC 9110 section 17")
    void noCors() throws IOException {
        String origin = "Origin: http://evil.example";
        for (Reply reply : List.of(
                folder.get("", origin),
                folder.get("a.txt", origin),
                folder.put("new.txt", "x", origin),
                folder.get("", "Accept: application/json", origin),
                folder.get("nothing", origin),
                folder.http()
                        .ask(
                                "OPTIONS",
                                folder.path("a.txt"),
                                Raid.NOTHING,
                                origin,
                                "Access-Control-Request-Method: PUT"),
                folder.http()
                        .ask("OPTIONS", "/.share/tus/", Raid.NOTHING, origin, "Access-Control-Request-Method: POST"))) {
            Raid.expectSane(reply);
            for (String allowed : reply.headers("Access-Control-Allow-Origin")) {
                throw reply.failure("no Access-Control-Allow-Origin: " + allowed, 0);
            }
        }
        Reply page = folder.get("", "Accept: text/html").expectStatus(200);
        boolean policy = page.headers("Content-Security-Policy").stream()
                .anyMatch(value -> value.matches(".*frame-ancestors\\s+('none'|'self').*"));
        boolean frames = page.header("X-Frame-Options")
                .filter(value -> value.matches("(?i)deny|sameorigin"))
                .isPresent();
        if (!policy && !frames) {
            throw page.failure("Content-Security-Policy with frame-ancestors 'none', or X-Frame-Options: DENY", 0);
        }
    }
}
