package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3, second part: files that come in the form of a web page, by POST. */
@Stage(value = 3, name = "upload")
@Order(2)
@DisplayName("Stage 3: forms")
final class Stage3FormsIT {
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final String PROGRAM = "Accept: application/json";

    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    @Test
    @Order(1)
    @DisplayName("a form with a file from a browser: the file is there, and the browser is sent back to the folder")
    @Rfc("RFC 7578 section 4, RFC 9110 section 15.4.4")
    void browser() throws IOException {
        folder.post(new Form().file("hello.txt", "Hello, form!\n"), BROWSER)
                .expectStatus(303)
                .expectHeader(
                        "Location",
                        folder.path("") + ", with or without http://host before it",
                        to -> to.replaceFirst("^http://[^/]+", "").equals(folder.path("")) || to.equals("./"));
        folder.expectContent("hello.txt", "Hello, form!\n");
    }

    @Test
    @Order(2)
    @DisplayName("from a program: 201, and in JSON what was made of the files")
    @Rfc("RFC 9110 section 15.3.2")
    void program() throws IOException {
        Reply reply = folder.post(new Form().file("two words.txt", "2\n"), PROGRAM)
                .expectStatus(201)
                .expectHeader("Content-Type", "application/json", type -> type.startsWith("application/json"));
        folder.expectContent("two words.txt", "2\n");
        try {
            if (Json.parse(reply.text()) instanceof Map<?, ?> object
                    && object.get("files") instanceof List<?> files
                    && files.size() == 1
                    && files.get(0) instanceof Map<?, ?> file
                    && "two words.txt".equals(file.get("name"))
                    && file.get("href") instanceof String href
                    && href.endsWith("two%20words.txt")) {
                return;
            }
        } catch (Json.Malformed e) {
            // told below
        }
        throw reply.failure("{\"files\": [{\"name\": \"two words.txt\", \"href\": \"…two%20words.txt\"}]}", 0);
    }

    @Test
    @Order(3)
    @DisplayName("several files, an empty one among them, and what somebody has typed between them")
    @Rfc("RFC 7578 section 4.3")
    void several() throws IOException {
        byte[] random = folder.random(200_000);
        Form form = new Form()
                .file("one.txt", "1\n")
                .field("remark", "this is no file")
                .file("random.bin", random)
                .file("empty.txt", "");
        folder.post(form, PROGRAM).expectStatus(201);
        folder.expectContent("one.txt", "1\n");
        folder.expectContent("random.bin", random);
        folder.expectContent("empty.txt", "");
        assertThat(folder.files()).hasSize(3);
    }

    @Test
    @Order(4)
    @DisplayName("a file that looks much like the boundary, wherever the pieces of the body end (attack 22)")
    @Rfc("RFC 2046 section 5.1.1")
    void lookalikes() throws IOException {
        Form form = new Form("AaB03x");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (String piece : List.of(
                "\r\n--AaB03",
                "\r\n--AaB03y--\r\n",
                "--AaB03x\r\n",
                "\n--AaB03x--\n",
                "\r\r\n-",
                "\r\n--AaB\r\n--",
                "\r")) {
            content.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
            // Without any z between them the second and the third would make a boundary.
            int count = 1 + folder.target().random().nextInt(50);
            content.writeBytes("z".repeat(count).getBytes(StandardCharsets.UTF_8));
        }
        form.file("odd.bin", content.toByteArray()).file("next.txt", "next\n");
        byte[] body = form.bytes();
        try (Wire wire = folder.http()
                .begin(
                        "POST",
                        folder.path(""),
                        null,
                        PROGRAM,
                        "Content-Type: " + form.contentType(),
                        "Content-Length: " + body.length)) {
            wire.sendByteByByte(body).finalReply().expectStatus(201);
        }
        folder.expectContent("odd.bin", content.toByteArray());
        folder.expectContent("next.txt", "next\n");
    }

    @Test
    @Order(5)
    @DisplayName("a large file at every place of the reader's buffers")
    @Rfc("RFC 2046 section 5.1.1")
    void large() throws IOException {
        for (int more = 0; more < 3; more++) {
            byte[] bytes = folder.random((1 << 20) - 70 + 17 * more);
            Arrays.fill(bytes, 500_000, 520_000, (byte) '\r');
            String name = "large-" + more + ".bin";
            folder.post(new Form().file(name, bytes), PROGRAM).expectStatus(201);
            folder.expectContent(name, bytes);
        }
    }

    @Test
    @Order(6)
    @DisplayName("names in UTF-8, with blanks, semicolons and brackets")
    @Rfc("RFC 7578 section 5.1")
    void names() throws IOException {
        Form form = new Form()
                .file("gr\u00fc\u00df \u20ac.txt", "1")
                .file("a;b (c) = d.txt", "2")
                .file("100%.txt", "3");
        folder.post(form, PROGRAM).expectStatus(201);
        assertThat(folder.files())
                .containsExactlyInAnyOrder("gr\u00fc\u00df \u20ac.txt", "a;b (c) = d.txt", "100%.txt");
    }

    @Test
    @Order(7)
    @DisplayName("a boundary in quotes, and one with all that it may have")
    @Rfc("RFC 2046 section 5.1.1")
    void boundaries() throws IOException {
        Form form = new Form("0'()+_,-./:=? 9").file("quoted.txt", "quoted\n");
        folder.http()
                .ask(
                        "POST",
                        folder.path(""),
                        form.bytes(),
                        PROGRAM,
                        "Content-Type: Multipart/Form-Data; charset=utf-8; Boundary=\"" + form.boundary() + "\"")
                .expectStatus(201);
        folder.expectContent("quoted.txt", "quoted\n");
    }

    @Test
    @Order(8)
    @DisplayName("a whole folder: a name with slashes is a file in a folder, which is made")
    @Rfc("RFC 7578 section 4.2")
    void folders() throws IOException {
        folder.post(new Form().file("album/2024/one.jpg", "1").file("album/two.jpg", "2"), PROGRAM)
                .expectStatus(201);
        folder.expectContent("album/2024/one.jpg", "1");
        folder.expectContent("album/two.jpg", "2");
    }

    @Test
    @Order(9)
    @DisplayName("the field \"folder\" makes a folder")
    void newFolder() {
        folder.post(new Form().field("folder", "new folder"), BROWSER).expectStatus(303);
        assertThat(folder.file("new folder")).isDirectory();
        folder.get("new%20folder/").expectStatus(200);
    }

    @Test
    @Order(10)
    @DisplayName("a form in which no file was chosen makes none")
    @Rfc("RFC 7578 section 4.2")
    void nothingChosen() throws IOException {
        folder.post(new Form().file("", ""), BROWSER).expectStatus(200, 201, 204, 303, 400, 422);
        assertThat(folder.files()).isEmpty();
    }

    @Test
    @Order(11)
    @DisplayName("a name that is taken: 409, and the file stays as it was; ?conflict=rename keeps both")
    @Rfc("RFC 9110 section 15.5.10")
    void conflict() throws IOException {
        folder.write("taken.txt", "old\n");
        Form form = new Form().file("taken.txt", "new\n");
        folder.post(form, PROGRAM).expectStatus(409);
        folder.expectContent("taken.txt", "old\n");
        assertThat(folder.files()).containsExactly("taken.txt");
        folder.http().post(folder.path("?conflict=rename"), form, PROGRAM).expectStatus(201);
        folder.expectContent("taken.txt", "old\n");
        assertThat(folder.files()).hasSize(2);
    }

    @Test
    @Order(12)
    @DisplayName("what is no form, or a form for nowhere, is refused")
    @Rfc("RFC 9110 section 15.5.16, RFC 7578 section 4.1")
    void noForm() throws IOException {
        folder.http()
                .ask("POST", folder.path(""), "a=b".getBytes(StandardCharsets.UTF_8), "Content-Type: text/plain")
                .expectStatus(400, 415);
        folder.http()
                .ask("POST", folder.path(""), new byte[10], "Content-Type: multipart/form-data")
                .expectStatus(400, 415);
        folder.http()
                .post(folder.path("missing/"), new Form().file("a.txt", "a\n"), PROGRAM)
                .expectStatus(404, 409);
        assertThat(folder.files()).isEmpty();
    }

    @Test
    @Order(13)
    @DisplayName("a form that breaks off, or has no last boundary: nothing of it can be seen (attack 22)")
    @Rfc("RFC 2046 section 5.1.1")
    void unfinished() throws IOException {
        Form form = new Form().file("first.txt", "first\n").file("second.txt", "second\n");
        Reply reply = folder.http()
                .ask("POST", folder.path(""), form.unfinished(), PROGRAM, "Content-Type: " + form.contentType());
        reply.expectStatus(400, 422);
        assertThat(folder.file("second.txt")).doesNotExist();
    }

    @Test
    @Order(14)
    @DisplayName("a program that has a library for HTTP sends a form")
    @Rfc("RFC 7578 section 4")
    void library() throws IOException {
        byte[] bytes = folder.random(100_000);
        Library.ask(
                folder.target(),
                p -> p.accept("application/json")
                        .multiPart("file", "library.bin", bytes)
                        .post(folder.path(""))
                        .then()
                        .statusCode(201));
        folder.expectContent("library.bin", bytes);
    }
}
