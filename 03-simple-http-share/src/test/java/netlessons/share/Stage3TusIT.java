package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3, last part: what tus refuses, what its files are called and where they go, and how they are given up. */
@Order(6)
@DisplayName("Stage 3: uploads that are announced, named and given up")
final class Stage3TusIT extends Stage3TusTest {
    @Test
    @Order(1)
    @DisplayName("another version of tus is refused, another type of content, too")
    @Rfc("tus 1.0 (tus.io), core protocol, Tus-Resumable and PATCH")
    void otherVersion() {
        tus.create(3, named("a.txt"), "Tus-Resumable: 0.2.2")
                .expectStatus(412)
                .expectHeader(
                        "Tus-Version",
                        "1.0.0 among the versions",
                        list -> words(list).contains("1.0.0"));
        String upload = begin(3, "a.txt");
        tus.patch(upload, 0, new byte[3], "Tus-Resumable: 0.2.2").expectStatus(412);
        tus.patch(upload, 0, new byte[3], "Content-Type: application/octet-stream")
                .expectStatus(415);
        assertThat(offset(upload)).isZero();
    }

    @Test
    @Order(2)
    @DisplayName("numbers that are none are refused: -1, 1e3, 2 to the power of 63 (attack 28)")
    @Rfc("tus 1.0 (tus.io), core protocol, Upload-Offset and Upload-Length")
    void oddNumbers() {
        for (String number : List.of("-1", "1e3", "9223372036854775808", "0x10", "+3", "", "99999999999999999999999")) {
            tus.create(0, named("a.txt"), "Upload-Length: " + number).expectStatus(400, 413, 507);
            String upload = begin(3, "b.txt");
            tus.patch(upload, 0, new byte[3], "Upload-Offset: " + number).expectStatus(400, 409);
            assertThat(offset(upload)).isZero();
            tus.delete(upload).expectStatus(204);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    @Order(3)
    @DisplayName("an upload that nobody began is not there; one that was given up is gone (attack 28)")
    @Rfc("tus 1.0 (tus.io), core protocol and termination")
    void gone() {
        String unknown = ENDPOINT + "0123456789abcdef0123456789abcdef";
        tus.head(unknown).expectStatus(403, 404, 410).expectNoHeader("Upload-Offset");
        tus.patch(unknown, 0, new byte[3]).expectStatus(403, 404, 410);
        tus.delete(unknown).expectStatus(403, 404, 410);
        String upload = begin(3, "a.txt");
        tus.patch(upload, 0, new byte[2]).expectStatus(204);
        tus.delete(upload).expectStatus(204);
        tus.head(upload).expectStatus(403, 404, 410).expectNoHeader("Upload-Offset");
        tus.patch(upload, 2, new byte[1]).expectStatus(403, 404, 410);
        assertThat(names()).isEmpty();
    }

    @Test
    @Order(4)
    @DisplayName("one that is given up while it comes never becomes a file (attack 28)")
    @Rfc("tus 1.0 (tus.io), termination")
    void deletedMeanwhile() {
        String upload = begin(200_000, "a.bin");
        try (Wire wire = tus.beginPatch(upload, 0, 200_000)) {
            wire.send(new byte[100_000]);
            await().atMost(PATIENCE)
                    .until(() -> tus.delete(upload).expectStatus(204, 423).status() == 204);
            wire.send(new byte[100_000])
                    .replyUnlessCut()
                    .ifPresent(reply -> reply.expectStatus(400, 403, 404, 409, 410, 423));
        }
        tus.head(upload).expectStatus(403, 404, 410);
        assertThat(names()).isEmpty();
    }

    @Test
    @Order(5)
    @DisplayName("a file goes into the folder that the metadata name, which is made if need be")
    @Rfc("tus 1.0 (tus.io), creation, Upload-Metadata")
    void folders() {
        byte[] content = bytes("in a folder\n");
        String upload = tus.begin(content.length, named("Grüße 1.txt", folder.path("new/deep/")));
        tus.patch(upload, 0, content).expectStatus(204);
        expectFile("new/deep/Gr%C3%BC%C3%9Fe%201.txt", content);
    }

    @Test
    @Order(6)
    @DisplayName("no name leads out of the folder (attack 28)")
    @Rfc("tus 1.0 (tus.io), creation, Upload-Metadata")
    void escapes() throws IOException {
        String self = folder.path("");
        Path root = folder.dir().getParent().toRealPath();
        String name = "escaped-" + root.getFileName() + ".txt"; // beside it there may be what another run has left
        List<Map<String, String>> all = List.of(
                named("../../" + name, self),
                named("..\\..\\" + name, self),
                named("/" + name, self),
                named("..", self),
                named("", self),
                named("a\u0000b", self),
                named(name, self + "../../"),
                named(name, self + "a/../../.."),
                named(name, "/.share/"));
        for (Map<String, String> metadata : all) {
            Reply reply = tus.create(3, metadata);
            if (reply.status() == 201) { // under another name, then
                tus.patch(Tus.path(reply), 0, new byte[3]);
            } else {
                reply.expectStatus(400, 403, 404, 409, 422);
            }
        }
        Stream.of(root, root.getParent())
                .map(outside -> outside.resolve(name))
                .forEach(escaped -> assertThat(Files.exists(escaped))
                        .as("there is %s", escaped)
                        .isFalse());
    }

    @Test
    @Order(7)
    @DisplayName("a name that is taken is a conflict, unless the sender wants to keep both")
    @Rfc("docs/03-simple-http-share.md")
    void taken() throws IOException {
        folder.write("a.txt", "old\n");
        byte[] content = bytes("new\n");
        Reply reply = tus.create(content.length, named("a.txt")).expectStatus(201, 409);
        if (reply.status() == 201) {
            tus.patch(Tus.path(reply), 0, content).expectStatus(409);
        }
        expectFile("a.txt", "old\n");
        Tus keepBoth = new Tus(folder.http(), ENDPOINT + "?conflict=rename");
        keepBoth.patch(keepBoth.begin(content.length, named("a.txt")), 0, content)
                .expectStatus(204);
        expectFile("a.txt", "old\n");
        String twin = names().stream()
                .filter(name -> !name.equals("a.txt"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readAllBytes(folder.dir().resolve(twin))).isEqualTo(content);
    }

    @Test
    @Order(8)
    @DisplayName("an empty file is whole from the beginning")
    @Rfc("tus 1.0 (tus.io), creation")
    void empty() {
        begin(0, "empty.txt");
        expectFile("empty.txt", new byte[0]);
    }

    @Test
    @Order(9)
    @DisplayName("a page of another site can neither begin an upload nor go on with one (attack 36)")
    @Rfc("RFC 6454 section 7")
    void otherSite() {
        tus.create(3, named("a.txt"), "Origin: http://evil.example").expectStatus(403);
        String upload = begin(3, "a.txt");
        tus.patch(upload, 0, new byte[3], "Origin: http://evil.example", "Sec-Fetch-Site: cross-site")
                .expectStatus(403);
        folder.http().ask("DELETE", upload, null, Tus.VERSION, "Origin: null").expectStatus(403);
        assertThat(offset(upload)).isZero();
    }
}
