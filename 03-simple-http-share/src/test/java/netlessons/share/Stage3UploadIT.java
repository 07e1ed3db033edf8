package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3, first part: files that come as they are, by PUT (curl -T). */
@Stage(value = 3, name = "upload")
@Order(1)
@DisplayName("Stage 3: PUT")
final class Stage3UploadIT {
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    /** 201 with the address of the new file, which may be another one than was asked for. */
    static String expectCreated(Reply reply, String path) {
        reply.expectStatus(201);
        return reply.header("Location")
                .map(to -> to.replaceFirst("^https?://[^/]+", ""))
                .orElse(path);
    }

    @Test
    @Order(1)
    @DisplayName("PUT makes a file: 201, and it can be fetched")
    @Rfc("RFC 9110 section 9.3.4, RFC 9110 section 15.3.2")
    void create() throws IOException {
        String path = folder.path("new.txt");
        assertThat(expectCreated(folder.put("new.txt", "Hello, folder!\n"), path))
                .isEqualTo(path);
        folder.expectContent("new.txt", "Hello, folder!\n");
        folder.get("new.txt").expectStatus(200).expectBody("Hello, folder!\n");
        assertThat(folder.list("").names()).containsExactly("new.txt");
    }

    @Test
    @Order(2)
    @DisplayName("an empty file, and three megabytes of random bytes")
    @Rfc("RFC 9110 section 9.3.4")
    void sizes() throws IOException {
        folder.put("empty.bin", "").expectStatus(201);
        folder.expectContent("empty.bin", "");
        byte[] bytes = folder.random(3 << 20);
        folder.put("random.bin", bytes).expectStatus(201);
        folder.expectContent("random.bin", bytes);
    }

    @Test
    @Order(3)
    @DisplayName("a body in chunks, whose length nobody knows before its end")
    @Rfc("RFC 9112 section 7.1")
    void chunked() throws IOException {
        byte[] bytes = folder.random(50_000);
        try (Wire wire = folder.http().begin("PUT", folder.path("chunked.bin"), null, "Transfer-Encoding: chunked")) {
            for (int from = 0, size = 1; from < bytes.length; from += size, size = Math.min(size * 3, bytes.length)) {
                int end = Math.min(from + size, bytes.length);
                wire.send(Integer.toHexString(end - from) + "\r\n")
                        .send(Arrays.copyOfRange(bytes, from, end))
                        .send("\r\n");
            }
            wire.send("0\r\n\r\n").finalReply().expectStatus(201);
        }
        folder.expectContent("chunked.bin", bytes);
    }

    @Test
    @Order(4)
    @DisplayName("a body that comes byte by byte")
    @Rfc("RFC 9112 section 6.3")
    void slowly() throws IOException {
        try (Wire wire = folder.http().begin("PUT", folder.path("slow.txt"), null, "Content-Length: 200")) {
            byte[] bytes = "0123456789".repeat(20).getBytes(StandardCharsets.UTF_8);
            wire.sendByteByByte(bytes).finalReply().expectStatus(201);
            folder.expectContent("slow.txt", bytes);
        }
    }

    @Test
    @Order(5)
    @DisplayName("folders on the way that are not there are made (attack 18)")
    @Rfc("RFC 9110 section 9.3.4")
    void newFolders() throws IOException {
        folder.put("one/two/three.txt", "deep\n").expectStatus(201);
        folder.expectContent("one/two/three.txt", "deep\n");
        folder.get("one/two/").expectStatus(200);
    }

    @Test
    @Order(6)
    @DisplayName("a name may have all that an address can say")
    @Rfc("RFC 3986 section 2.1")
    void names() throws IOException {
        folder.put("two%20words.txt", "1").expectStatus(201);
        folder.put("100%25.txt", "2").expectStatus(201);
        folder.put("gr%C3%BC%C3%9F%20%e2%82%ac.txt", "3").expectStatus(201);
        folder.put("1+1;x=%23.txt", "4").expectStatus(201);
        assertThat(folder.files())
                .containsExactlyInAnyOrder("two words.txt", "100%.txt", "gr\u00fc\u00df \u20ac.txt", "1+1;x=#.txt");
    }

    @Test
    @Order(7)
    @DisplayName("a name that is taken: 409, and the file stays as it was")
    @Rfc("RFC 9110 section 15.5.10")
    void conflict() throws IOException {
        folder.write("taken.txt", "old\n");
        folder.put("taken.txt", "new, and longer\n").expectStatus(409);
        folder.expectContent("taken.txt", "old\n");
        assertThat(folder.files()).containsExactly("taken.txt");
    }

    @Test
    @Order(8)
    @DisplayName("?conflict=rename keeps both: 201, and where the new one is")
    @Rfc("RFC 9110 section 10.2.2")
    void keepBoth() throws IOException {
        folder.write("taken.txt", "old\n");
        Reply reply = folder.put("taken.txt?conflict=rename", "new\n")
                .expectStatus(201)
                .expectHeader("Location", "the address of the new file, another one", to -> !to.endsWith("/taken.txt"));
        folder.http().get(expectCreated(reply, "")).expectStatus(200).expectBody("new\n");
        folder.expectContent("taken.txt", "old\n");
        assertThat(folder.files()).hasSize(2);
    }

    @Test
    @Order(9)
    @DisplayName("If-Match with the ETag of the file replaces this version and no other: 412 (attack 45)")
    @Rfc("RFC 9110 section 13.1.1, RFC 9110 section 9.3.4")
    void replace() throws IOException {
        folder.write("file.txt", "first\n");
        String first = Stage2ConditionsIT.etag(folder.get("file.txt"));
        folder.put("file.txt", "not this\n", "If-Match: \"another\"").expectStatus(412);
        folder.expectContent("file.txt", "first\n");
        folder.put("file.txt", "second version\n", "If-Match: " + first).expectStatus(200, 204);
        folder.expectContent("file.txt", "second version\n");
        folder.put("file.txt", "third\n", "If-Match: " + first).expectStatus(412);
        folder.expectContent("file.txt", "second version\n");
        folder.put("nothing.txt", "new\n", "If-Match: *").expectStatus(412);
        assertThat(folder.files()).containsExactly("file.txt");
    }

    @Test
    @Order(10)
    @DisplayName("If-None-Match: * makes a new file and touches none that is there (attack 45)")
    @Rfc("RFC 9110 section 13.1.2")
    void onlyNew() throws IOException {
        folder.put("file.txt", "first\n", "If-None-Match: *").expectStatus(201);
        folder.put("file.txt", "second\n", "If-None-Match: *").expectStatus(409, 412);
        folder.expectContent("file.txt", "first\n");
    }

    @Test
    @Order(11)
    @DisplayName("where a folder is, or a file on the way, there can be no file (attack 18)")
    @Rfc("RFC 9110 section 15.5.10")
    void inTheWay() throws IOException {
        folder.write("sub/file.txt", "file\n");
        folder.put("sub", "no\n").expectStatus(403, 405, 409);
        folder.put("sub/", "no\n").expectStatus(400, 403, 404, 405, 409);
        folder.put("new/", "no\n").expectStatus(400, 403, 404, 405, 409);
        folder.put("sub/file.txt/more.txt", "no\n").expectStatus(400, 403, 404, 409);
        assertThat(folder.files()).containsExactly("sub/file.txt");
        folder.expectContent("sub/file.txt", "file\n");
    }

    @Test
    @Order(12)
    @DisplayName("a part of a file is no file: PUT with Content-Range is refused")
    @Rfc("RFC 9110 section 14.5")
    void part() throws IOException {
        folder.put("part.txt", "part", "Content-Range: bytes 0-3/100").expectStatus(400, 409, 411, 415, 422, 501);
        assertThat(folder.files()).isEmpty();
    }

    @Test
    @Order(13)
    @DisplayName("Expect: 100-continue: who asks first whether to send is told to")
    @Rfc("RFC 9110 section 10.1.1")
    void goOn() throws IOException {
        try (Wire wire = folder.http()
                .begin("PUT", folder.path("asked.txt"), null, "Content-Length: 6", "Expect: 100-continue")) {
            wire.reply().expectStatus(100);
            wire.send("asked\n").finalReply().expectStatus(201);
        }
        folder.expectContent("asked.txt", "asked\n");
    }

    @Test
    @Order(14)
    @DisplayName("Expect: 100-continue: what will be refused need not be sent at all (attack 24)")
    @Rfc("RFC 9110 section 10.1.1")
    void noNeed() throws IOException {
        folder.write("taken.txt", "old\n");
        for (List<String> refused : List.of(
                List.of("taken.txt", "Accept: */*", "409"),
                List.of("taken.txt", "If-Match: \"another\"", "412"),
                List.of("sub/", "Accept: */*", "400 403 404 405 409"))) {
            try (Wire wire = folder.http()
                    .begin(
                            "PUT",
                            folder.path(refused.get(0)),
                            null,
                            "Content-Length: 1000000",
                            refused.get(1),
                            "Expect: 100-continue")) {
                wire.reply()
                        .expectStatus(Arrays.stream(refused.get(2).split(" "))
                                .mapToInt(Integer::parseInt)
                                .toArray());
            }
        }
        folder.expectContent("taken.txt", "old\n");
    }

    @Test
    @Order(15)
    @DisplayName("behind an upload the connection takes the next request")
    @Rfc("RFC 9112 section 9.3")
    void nextRequest() throws IOException {
        try (Wire wire = folder.target().connect()) {
            for (int i = 1; i <= 3; i++) {
                String content = "This is number " + i + ".\n";
                byte[] body = content.getBytes(StandardCharsets.UTF_8);
                String path = folder.path(i + ".txt");
                Reply reply = wire.send(folder.http().request("PUT", path, body, "Connection: keep-alive"))
                        .send(body)
                        .finalReply()
                        .expectStatus(201);
                if (reply.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
                    return; // a server may
                }
                wire.send(folder.http().request("GET", path, null, "Connection: keep-alive"))
                        .finalReply()
                        .expectStatus(200)
                        .expectBody(content);
            }
        }
    }

    @Test
    @Order(16)
    @DisplayName("a program that has a library for HTTP puts a file, and sees it in the list")
    @Rfc("RFC 9110 section 9.3.4")
    void library() throws IOException {
        byte[] bytes = folder.random(100_000);
        Library.ask(
                folder.target(),
                p -> p.contentType("application/octet-stream")
                        .body(bytes)
                        .put(folder.path("from-library.bin"))
                        .then()
                        .statusCode(201));
        folder.expectContent("from-library.bin", bytes);
    }
}
