package netlessons.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 5: who may do what. Each test starts a server with the options that it needs; all have the same folder. */
@Stage(value = 5, name = "who may do what, and until when")
@DisplayName("Stage 5: who may do what, and until when")
final class Stage5AccessIT {
    private static final String ANN = basic("ann:a:secret");
    private static final String BOB = basic("bob:b-secret");
    private static final String[] USERS = {
        "--upload", "--user", "ann:a:secret:read,upload", "--user", "bob:b-secret:read"
    };

    private Target target;
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target given) throws IOException {
        target = given;
        folder = new SharedFolder(given);
        folder.write("a.txt", "content");
        folder.write("pic.png", Pictures.png(40, 40));
    }

    /** What the field Authorization says, RFC 7617 section 2. */
    private static String basic(String credentials) {
        byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private Http start(String... options) {
        return Http.of(target.fresh(options));
    }

    private static Reply expectAsked(Reply reply) {
        return reply.expectStatus(401)
                .expectHeader(
                        "WWW-Authenticate",
                        "Basic realm=\"...\"",
                        value -> value.toLowerCase(java.util.Locale.ROOT).startsWith("basic realm="));
    }

    private void expectNothingNew(Reply reply) throws IOException {
        if (!folder.files().equals(List.of("a.txt", "pic.png"))
                || !Files.readString(folder.file("a.txt")).equals("content")) {
            throw reply.failure("nothing to have changed in the folder; it holds " + folder.files(), 0);
        }
    }

    @Test
    @Order(1)
    @DisplayName("a folder with users asks for a password, whatever is wanted: 401 and WWW-Authenticate (attack 39)")
    @Rfc("RFC 9110 section 11.6.1")
    void asks() throws IOException {
        Http http = start(USERS);
        String path = folder.path("");
        for (String what :
                List.of("", "a.txt", "pic.png?width=10", "?zip", "?q=a", "?sort=size", "nothing", "nothing/")) {
            expectAsked(http.get(path + what));
            expectAsked(http.head(path + what));
        }
        expectAsked(http.get(path, "Accept: application/json"));
        expectAsked(http.get(path + "a.txt", "Range: bytes=0-1", "If-None-Match: *"));
        expectAsked(http.ask("OPTIONS", path + "a.txt", null));
        expectAsked(http.put(path + "new.txt", "x"));
        expectAsked(http.put(path + "a.txt", "x"));
        expectAsked(http.post(path, new Form().file("new.txt", "x")));
        expectAsked(http.post(path, new Form().field("folder", "new")));
        expectAsked(http.ask("POST", path + "?resize=10x10", Pictures.png(40, 40), "Content-Type: image/png"));
        Tus tus = new Tus(http, "/.share/tus/");
        expectNothingNew(expectAsked(tus.create(3, Map.of("filename", "new.txt", "folder", path))));
    }

    @Test
    @Order(2)
    @DisplayName("who may read reads, and may not send: 403")
    @Rfc("RFC 9110 section 15.5.4")
    void reader() throws IOException {
        Http http = start(USERS);
        String path = folder.path("");
        http.get(path + "a.txt", BOB).expectStatus(200).expectBody("content");
        http.get(path, BOB).expectStatus(200);
        http.get(path + "?zip", BOB).expectStatus(200);
        http.get(path + "pic.png?width=10", BOB).expectStatus(200);
        http.put(path + "new.txt", "x", BOB).expectStatus(403);
        http.post(path, new Form().file("new.txt", "x"), BOB).expectStatus(403);
        http.ask("POST", path + "?preview=10x10", Pictures.png(40, 40), "Content-Type: image/png", BOB)
                .expectStatus(403);
        Tus tus = new Tus(http, "/.share/tus/");
        expectNothingNew(tus.create(3, Map.of("filename", "new.txt", "folder", path), BOB)
                .expectStatus(403));
    }

    @Test
    @Order(3)
    @DisplayName("who may send does; the password may have a colon (attack 39)")
    @Rfc("RFC 7617 section 2")
    void sender() {
        Http http = start(USERS);
        http.put(folder.path("new.txt"), "x", ANN).expectStatus(201);
        http.get(folder.path("new.txt"), ANN).expectStatus(200).expectBody("x");
        http.post(folder.path(""), new Form().file("form.txt", "y"), ANN).expectStatus(201, 303);
        http.get(folder.path("form.txt"), ANN).expectStatus(200).expectBody("y");
    }

    @Test
    @Order(4)
    @DisplayName("whatever is wrong with name or password, the answer is the same (attack 39)")
    @Rfc("RFC 7617 section 2")
    void wrong() {
        Http http = start(USERS);
        String path = folder.path("a.txt");
        Reply none = expectAsked(http.get(path));
        for (String wrong : List.of(
                basic("ann:wrong"),
                basic("nobody:a:secret"),
                basic("ann"),
                basic(":a:secret"),
                "Authorization: Basic ***",
                "Authorization: Basic YW5uOv///w==", // no UTF-8
                "Authorization: Basic",
                "Authorization: Bearer YW5uOmE6c2VjcmV0")) {
            Reply reply = expectAsked(http.get(path, wrong));
            if (!reply.text().equals(none.text())) {
                throw reply.failure("the same words as for anybody: what was wrong is nobody's business", 0);
            }
        }
        http.get(path, ANN.replace("Basic", "bASIC")).expectStatus(200); // RFC 9110 section 11.1
    }

    @Test
    @Order(5)
    @DisplayName("who has not said a password does not learn which files there are (attack 40)")
    void noHint() {
        Http http = start(USERS);
        Reply there = expectAsked(http.get(folder.path("a.txt")));
        Reply notThere = expectAsked(http.get(folder.path("nothing.txt")));
        Reply folderThere = expectAsked(http.get(folder.path("").replaceFirst("/$", "")));
        for (Reply reply : List.of(notThere, folderThere)) {
            if (!reply.text().equals(there.text())) {
                throw reply.failure("the same words, whether the file is there or not", 0);
            }
            reply.expectNoHeader("Location");
        }
    }

    @ParameterizedTest(name = "name \"{0}\"")
    @Order(6)
    @DisplayName("an upload-only password: everybody reads, who knows it sends, whatever name they give")
    @ValueSource(strings = {"", "me"})
    void uploadOnly(String name) throws IOException {
        Http http = start("--upload", "--user", ":drop it:upload");
        http.get(folder.path("a.txt")).expectStatus(200).expectBody("content");
        http.get(folder.path("")).expectStatus(200);
        expectAsked(http.put(folder.path("new.txt"), "x"));
        expectAsked(http.post(folder.path(""), new Form().file("new.txt", "x")));
        expectNothingNew(expectAsked(http.put(folder.path("new.txt"), "x", basic(name + ":wrong"))));
        http.put(folder.path("new.txt"), "x", basic(name + ":drop it")).expectStatus(201);
    }

    @Test
    @Order(7)
    @DisplayName("who may only send cannot read: not even what they have sent")
    void sendOnly() {
        Http http = start("--upload", "--user", "box:letter:upload", "--user", "ann:secret:read,upload");
        http.put(folder.path("new.txt"), "x", basic("box:letter")).expectStatus(201);
        http.get(folder.path("new.txt"), basic("box:letter")).expectStatus(401, 403);
        http.get(folder.path(""), basic("box:letter")).expectStatus(401, 403);
        http.get(folder.path("?zip"), basic("box:letter")).expectStatus(401, 403);
        http.get(folder.path("new.txt"), basic("ann:secret")).expectStatus(200);
    }

    @Test
    @Order(8)
    @DisplayName("without --upload nothing can be sent: 405 with Allow, or 403")
    @Rfc("RFC 9110 section 15.5.6")
    void readOnly() throws IOException {
        Http http = start();
        String path = folder.path("");
        expectRefused(http.put(path + "new.txt", "x"));
        expectRefused(http.put(path + "a.txt", "x"));
        expectRefused(http.post(path, new Form().file("new.txt", "x")));
        expectRefused(http.post(path, new Form().field("folder", "new")));
        expectRefused(http.ask("POST", path + "?resize=10x10", Pictures.png(40, 40), "Content-Type: image/png"));
        expectRefused(http.ask("POST", path + "?preview=10x10", Pictures.png(40, 40), "Content-Type: image/png"));
        Tus tus = new Tus(http, "/.share/tus/");
        tus.create(3, Map.of("filename", "new.txt", "folder", path)).expectStatus(403, 404, 405);
        expectNothingNew(http.get(path + "a.txt").expectStatus(200).expectBody("content"));
    }

    private static void expectRefused(Reply reply) {
        reply.expectStatus(403, 405);
        if (reply.status() == 405) {
            reply.expectHeader(
                    "Allow",
                    "the methods that are allowed here, no PUT and no POST",
                    a -> !a.matches(".*(PUT|POST).*"));
        }
    }

    @Test
    @Order(9)
    @DisplayName("a file that nobody may see does not take a password with it: the password is asked for each time")
    void eachTime() {
        FreshTarget server = target.fresh(USERS);
        Http http = Http.of(server);
        Reply first = server.connect()
                .send("GET " + folder.path("a.txt") + " HTTP/1.1\r\nHost: " + http.host() + "\r\n" + BOB + "\r\n\r\n")
                .finalReply()
                .expectStatus(200);
        boolean open =
                first.header("Connection").filter("close"::equalsIgnoreCase).isEmpty();
        if (open) { // a second request on the same connection, which a proxy may share among people
            first.wire().send("GET " + folder.path("a.txt") + " HTTP/1.1\r\nHost: " + http.host() + "\r\n\r\n");
            expectAsked(first.wire().finalReply());
        }
    }

    @Test
    @Order(10)
    @DisplayName("a page of another site may not send anything: 403 (attack 36)")
    @Rfc("RFC 9110 section 15.5.4")
    void otherSites() throws IOException {
        Form form = new Form().file("new.txt", "x");
        for (String from : List.of("Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site")) {
            expectNothingNew(folder.post(form, from).expectStatus(403));
        }
        folder.post(form, "Origin: http://" + folder.http().host(), "Sec-Fetch-Site: same-origin")
                .expectStatus(201, 303);
    }

    @ParameterizedTest(name = "{0}")
    @Order(11)
    @DisplayName("asked for under a name that is not its own, the server refuses: 421, 403 or 400 (attack 37)")
    @Rfc("RFC 9110 section 15.5.20")
    @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"})
    void otherNames(String host) throws IOException {
        folder.get("a.txt", "Host: " + host).expectStatus(421, 403, 400);
        expectNothingNew(folder.put("new.txt", "x", "Host: " + host).expectStatus(421, 403, 400));
    }

    @Test
    @Order(12)
    @DisplayName("addresses, localhost, and the names given with --name are its own")
    void ownNames() {
        Http http = start("--name", "files.example");
        for (String host :
                List.of("files.example", "FILES.example:8000", "localhost", "192.168.1.5:8000", "[::1]:80")) {
            http.get(folder.path("a.txt"), "Host: " + host).expectStatus(200);
        }
        http.get(folder.path("a.txt"), "Host: other.example").expectStatus(421, 403, 400);
    }
}
