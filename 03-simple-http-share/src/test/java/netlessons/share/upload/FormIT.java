package netlessons.share.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import netlessons.share.Sharing;
import netlessons.testkit.Reply;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by the forms of web pages, over the wire: all of a form or nothing. */
@Timeout(120)
class FormIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path around;

    private Path dir;
    private Sharing share;
    private Http http;

    @BeforeEach
    void start() throws IOException {
        dir = Files.createDirectory(around.resolve("shared"));
        share = Sharing.writable(dir);
        http = share.http();
    }

    @AfterEach
    void stop() throws IOException {
        share.close();
    }

    @Test
    @DisplayName("several files and a new folder: a program gets JSON, a browser is sent back to the folder")
    void several() throws IOException {
        Form form = new Form()
                .field("folder", "new")
                .file("a.txt", "hello")
                .file("deep/er/b.txt", "")
                .field("x", "y");
        Reply reply = http.post("/", form).expectStatus(201);
        assertThat(reply.text())
                .contains("\"name\":\"a.txt\",\"href\":\"/a.txt\",\"size\":5")
                .contains("\"name\":\"b.txt\",\"href\":\"/deep/er/b.txt\",\"size\":0");
        assertThat(share.all()).containsExactly("a.txt", "deep", "deep/er", "deep/er/b.txt", "new");
        http.post("/deep/", new Form().file("c", "x"), "Accept: text/html,*/*;q=0.8")
                .expectStatus(303)
                .expectHeader("Location", "/deep/");
        assertThat(dir.resolve("deep/c")).hasContent("x");
    }

    @Test
    @DisplayName("three files of which the second one cannot be published: none is, and no folder is made")
    void allOrNothing() throws IOException {
        Files.writeString(dir.resolve("taken"), "old");
        Form form = new Form()
                .field("folder", "new")
                .file("sub/1", "1")
                .file("taken", "2")
                .file("3", "3");
        http.post("/", form).expectStatus(409);
        assertThat(share.all()).containsExactly("taken");
        http.post("/?conflict=rename", form).expectStatus(201);
        assertThat(share.all()).containsExactly("3", "new", "sub", "sub/1", "taken", "taken (1)");
        assertThat(dir.resolve("taken")).hasContent("old");
    }

    @Test
    @DisplayName("one name twice in a form is a conflict as any other; the field conflict before the files chooses")
    void twice() throws IOException {
        http.post("/", new Form().file("a", "1").file("a", "2")).expectStatus(409);
        assertThat(share.all()).isEmpty();
        http.post("/", new Form().field("conflict", "rename").file("a", "1").file("a", "2"))
                .expectStatus(201);
        assertThat(share.all()).containsExactly("a", "a (1)");
        http.post("/", new Form().field("conflict", "replace").file("a", "3")).expectStatus(409);
        assertThat(dir.resolve("a")).hasContent("1");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("names that lead elsewhere are refused, and nothing of their form stays (attack 15)")
    @ValueSource(
            strings = {
                "../x",
                "../../x",
                "/abs",
                "a/../../x",
                "a//b",
                "a/",
                ".",
                "..",
                "%2e%2e/../x",
                "CON",
                "sub/nul.txt",
                "a ",
                "a.",
                ".hidden",
                ".netlessons-0123456789abcdef.part",
                ".share/x",
                "a%0D%0Ab",
                "x\u0000y",
                "..\\.."
            })
    void badNames(String name) throws IOException {
        http.post("/", new Form().file("good", "1").file(name, "evil")).expectStatus(400);
        assertThat(share.all()).isEmpty();
        assertThat(around).isDirectoryNotContaining(there -> !there.equals(dir));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("what browsers write before and into a name is understood (attacks 15 and 16)")
    @CsvSource({
        "C:\\dir\\x.txt, x.txt",
        "..\\..\\x, x",
        "\\\\server\\share\\x, x",
        "a%22b.txt, a\"b.txt",
        "100%25.txt, 100%25.txt",
        "%2e%2e, %2e%2e",
        "grün 文件.txt, grün 文件.txt",
        "a;b=c.txt, a;b=c.txt"
    })
    void goodNames(String name, String file) throws IOException {
        http.post("/", new Form().file(name, "x")).expectStatus(201);
        assertThat(share.all()).containsExactly(file);
    }

    @Test
    @DisplayName(
            "filename* is not for forms and means nothing there; two filenames are refused (attack 16, RFC 7578 section 4.2)")
    void otherNames() throws IOException {
        Form star = new Form()
                .part(
                        "Content-Disposition: form-data; name=f; filename=\"ok.txt\"; filename*=UTF-8''..%2fevil\r\n",
                        new byte[1]);
        http.post("/", star).expectStatus(201);
        assertThat(share.all()).containsExactly("ok.txt");
        Form two = new Form()
                .part("Content-Disposition: form-data; name=f; filename=\"a\"; filename=\"b\"\r\n", new byte[1]);
        http.post("/", two).expectStatus(400);
        Form escaped = new Form().part("Content-Disposition: form-data; name=f; filename=\"a\\\"b\"\r\n", new byte[1]);
        http.post("/", escaped).expectStatus(201);
        assertThat(share.all()).containsExactly("a\"b", "ok.txt");
    }

    @Test
    @DisplayName("no file chosen, a file without a name, a field as long as a file: refused in words (attack 22)")
    void nothing() throws IOException {
        assertThat(http.post("/", new Form().file("", "")).expectStatus(400).text())
                .contains("no file");
        http.post("/", new Form()).expectStatus(400);
        http.post("/", new Form().file("a", "1").file("", "evil")).expectStatus(400);
        http.post("/", new Form().file("a", "1").field("x", "y".repeat(5000))).expectStatus(413);
        http.post("/", new Form().file("a", "1").field("folder", "../x")).expectStatus(400);
        http.ask("POST", "/", "a=b".getBytes(StandardCharsets.UTF_8), "Content-Type: application/x-www-form-urlencoded")
                .expectStatus(415);
        http.ask("POST", "/", "x".getBytes(StandardCharsets.UTF_8)).expectStatus(415);
        assertThat(share.all()).isEmpty();
    }

    @Test
    @DisplayName(
            "a form without its last boundary, or with less after it than was announced: nothing of it (attack 22)")
    void broken() throws IOException {
        Form form = new Form().file("a", "1");
        http.ask("POST", "/", form.unfinished(), "Content-Type: " + form.contentType())
                .expectStatus(400);
        byte[] whole = form.bytes();
        Wire wire = http.begin(
                "POST", "/", whole, "Content-Type: " + form.contentType(), "Content-Length: " + (whole.length + 2));
        try (wire) {
            wire.finish();
            assertThat(wire.replyIfAny().map(Reply::status).orElse(400)).isEqualTo(400);
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(share.all()).isEmpty());
        byte[] long1 = Arrays.copyOf(whole, whole.length + 100_000);
        http.ask("POST", "/", long1, "Content-Type: " + form.contentType()).expectStatus(400);
        await().atMost(LONG).untilAsserted(() -> assertThat(share.all()).isEmpty());
    }

    @Test
    @DisplayName("a form for a GET, or for what is no folder, does nothing (attack 23)")
    void elsewhere() throws IOException {
        Form form = new Form().file("a", "1");
        http.ask("GET", "/", form.bytes(), "Content-Type: " + form.contentType())
                .expectStatus(200);
        http.post("/nothing/", form).expectStatus(404);
        http.post("/nothing", form).expectStatus(404);
        assertThat(share.all()).isEmpty();
    }

    @Test
    @DisplayName("the size of one file and the quota hold for each file of a form, and for all (attacks 25 and 26)")
    void limits() throws IOException {
        share.close();
        share = Sharing.writable(dir, "--max-upload", "1000", "--quota", "2500");
        http = share.http();
        http.post("/", new Form().file("a", "1").file("b", new byte[1001])).expectStatus(413);
        http.post(
                        "/",
                        new Form()
                                .file("a", new byte[900])
                                .file("b", new byte[900])
                                .file("c", new byte[900]))
                .expectStatus(507);
        assertThat(share.all()).isEmpty();
        http.post("/", new Form().file("a", new byte[1000]).file("b", new byte[900]))
                .expectStatus(201);
        http.post("/", new Form().file("c", new byte[601])).expectStatus(507);
        assertThat(share.all()).isEqualTo(List.of("a", "b"));
    }

    @Test
    @DisplayName("a name that is taken while a form comes")
    void takenMeanwhile() throws IOException {
        Form form = new Form().file("first", "1").file("a", "2");
        byte[] bytes = form.bytes();
        try (Wire wire = http.begin(
                "POST", "/", null, "Content-Type: " + form.contentType(), "Content-Length: " + bytes.length)) {
            wire.send(Arrays.copyOf(bytes, bytes.length - 1));
            await().atMost(LONG).until(() -> share.all().size() == 2);
            Files.writeString(dir.resolve("a"), "other");
            wire.send(Arrays.copyOfRange(bytes, bytes.length - 1, bytes.length));
            wire.reply().expectStatus(409);
        }
        assertThat(share.all()).containsExactly("a");
        assertThat(dir.resolve("a")).hasContent("other");
    }
}
