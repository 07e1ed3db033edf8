package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.FolderList;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 3, last part: uploads that go on where they broke off, with tus 1.0. Each request has a connection of its own,
 * as after a break.
 */
@Stage(value = 3, name = "upload")
@Order(5)
@DisplayName("Stage 3: uploads that go on where they broke off")
final class Stage3ResumeIT {
    private static final String ENDPOINT = "/.share/tus/";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SharedFolder folder;
    private Tus tus;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
        tus = new Tus(folder.http(), ENDPOINT);
    }

    private Map<String, String> named(String name) {
        return named(name, folder.path(""));
    }

    private static Map<String, String> named(String name, String folder) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("filename", name);
        metadata.put("folder", folder);
        return metadata;
    }

    private List<String> names() {
        return FolderList.of(folder.get("", "Accept: application/json")).names();
    }

    private void expectFile(String name, byte[] content) {
        folder.get(name).expectStatus(200).expectBody(content);
    }

    private long offset(String upload) {
        return Tus.offset(tus.head(upload).expectStatus(200, 204));
    }

    @Test
    @Order(1)
    @DisplayName("OPTIONS tells which tus it is, and that uploads can be made and given up")
    @Rfc("tus 1.0 (tus.io), core protocol, OPTIONS")
    void options() {
        folder.http()
                .ask("OPTIONS", ENDPOINT, null)
                .expectStatus(200, 204)
                .expectHeader(
                        "Tus-Version",
                        "1.0.0 among the versions",
                        list -> words(list).contains("1.0.0"))
                .expectHeader(
                        "Tus-Extension",
                        "creation and termination",
                        list -> words(list).containsAll(List.of("creation", "termination")));
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).toList();
    }

    @Test
    @Order(2)
    @DisplayName("a file comes in three pieces, and has its name only once it is whole")
    @Rfc("tus 1.0 (tus.io), core protocol, PATCH")
    void pieces() {
        byte[] content = folder.random(300_000);
        String upload = tus.begin(content.length, named("whole.bin"));
        int[] ends = {0, 100_000, 250_000, 300_000};
        for (int i = 0; i < 3; i++) {
            assertThat(offset(upload)).as("what HEAD says").isEqualTo(ends[i]);
            assertThat(names()).as("the list before all has come").isEmpty();
            folder.get("whole.bin").expectStatus(404);
            Reply reply = tus.patch(upload, ends[i], Arrays.copyOfRange(content, ends[i], ends[i + 1]));
            assertThat(Tus.offset(reply.expectStatus(204))).isEqualTo(ends[i + 1]);
        }
        expectFile("whole.bin", content);
        assertThat(names()).containsExactly("whole.bin");
    }

    @Test
    @Order(3)
    @DisplayName("HEAD tells how much there is and how long it will be, and nobody in between may keep that")
    @Rfc("tus 1.0 (tus.io), core protocol, HEAD")
    void head() {
        String upload = tus.begin(10, named("ten.txt"));
        tus.patch(upload, 0, "012".getBytes(StandardCharsets.US_ASCII)).expectStatus(204);
        tus.head(upload)
                .expectStatus(200, 204)
                .expectHeader("Upload-Offset", "3")
                .expectHeader("Upload-Length", "10")
                .expectHeader("Tus-Resumable", "1.0.0")
                .expectHeader("Cache-Control", "no-store", value -> words(value).contains("no-store"));
    }

    @Test
    @Order(4)
    @DisplayName("what came before the connection broke is kept, and the rest is all that has to be sent")
    @Rfc("tus 1.0 (tus.io), core protocol")
    void broken() {
        byte[] content = folder.random(400_000);
        String upload = tus.begin(content.length, named("broken.bin"));
        try (Wire wire = tus.beginPatch(upload, 0, content.length)) {
            // Once the server has answered, or closed the connection, it has done with what came.
            wire.send(Arrays.copyOf(content, 150_000)).finish().replyUnlessCut();
        }
        long offset = awaitOffset(upload);
        assertThat(offset).as("what HEAD says after 150,000 bytes").isBetween(1L, 150_000L);
        assertThat(names()).as("the list after a half").isEmpty();
        tus.patch(upload, offset, Arrays.copyOfRange(content, (int) offset, content.length))
                .expectStatus(204);
        expectFile("broken.bin", content);
    }

    /** The old connection may be busy for a moment: 423 is an answer then, but not for long. */
    private long awaitOffset(String upload) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Reply reply = tus.head(upload).expectStatus(200, 204, 423);
                            return reply.status() == 423 ? -1 : Tus.offset(reply);
                        },
                        offset -> offset >= 0);
    }

    @Test
    @Order(5)
    @DisplayName("a client that comes back goes on at once, though its old connection still looks alive (attack 28)")
    @Rfc("tus 1.0 (tus.io), core protocol")
    void hanging() {
        byte[] content = folder.random(400_000);
        String upload = tus.begin(content.length, named("hanging.bin"));
        try (Wire old = tus.beginPatch(upload, 0, content.length)) {
            old.send(Arrays.copyOf(content, 150_000));
            Reply reply = await().atMost(PATIENCE).until(() -> rest(upload, content), r -> r.status() == 204);
            assertThat(Tus.offset(reply)).isEqualTo(content.length);
            expectFile("hanging.bin", content);
        }
    }

    private Reply rest(String upload, byte[] content) {
        int offset = (int) awaitOffset(upload);
        return tus.patch(upload, offset, Arrays.copyOfRange(content, offset, content.length))
                .expectStatus(204, 409, 423);
    }

    @Test
    @Order(6)
    @DisplayName("two that send one upload at the same time: one wins, and the file is no mix (attack 28)")
    @Rfc("tus 1.0 (tus.io), core protocol, PATCH")
    void twoAtOnce() {
        byte[] content = folder.random(2_000_000);
        String upload = tus.begin(content.length, named("two.bin"));
        List<CompletableFuture<Integer>> both = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> patchUnlessCut(upload, content)))
                .limit(2)
                .toList();
        List<Integer> statuses = both.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).as("the answers").containsOnlyOnce(204).isSubsetOf(204, 409, 423, 410, 404, 403, 0);
        expectFile("two.bin", content);
        assertThat(names()).containsExactly("two.bin");
    }

    /** 0 if the connection ended before the answer, because the server did not want to read all that came. */
    private int patchUnlessCut(String upload, byte[] content) {
        try (Wire wire = tus.beginPatch(upload, 0, content.length)) {
            return wire.send(content).replyUnlessCut().map(Reply::status).orElse(0);
        }
    }

    @Test
    @Order(7)
    @DisplayName("a wrong offset is a conflict, and changes nothing (attack 28)")
    @Rfc("tus 1.0 (tus.io), core protocol, PATCH")
    void wrongOffset() {
        String upload = tus.begin(10, named("ten.txt"));
        byte[] five = "01234".getBytes(StandardCharsets.US_ASCII);
        tus.patch(upload, 5, five).expectStatus(409);
        tus.patch(upload, 0, five).expectStatus(204);
        tus.patch(upload, 0, five).expectStatus(409);
        tus.patch(upload, 6, five).expectStatus(409);
        assertThat(offset(upload)).isEqualTo(5);
        tus.patch(upload, 5, "56789".getBytes(StandardCharsets.US_ASCII)).expectStatus(204);
        expectFile("ten.txt", "0123456789".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Order(8)
    @DisplayName("more than the length is no part of the file (attack 28)")
    @Rfc("tus 1.0 (tus.io), creation, Upload-Length")
    void tooMuch() throws IOException {
        String announced = tus.begin(10, named("announced.txt"));
        tus.patch(announced, 0, new byte[11]).expectStatus(400, 403, 409, 413);
        String chunked = tus.begin(10, named("chunked.txt"));
        byte[] body = "8\r\n01234567\r\n8\r\n89abcdef\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        tus.patch(chunked, 0, body, "Transfer-Encoding: chunked").expectStatus(400, 403, 409, 413);
        for (String name : List.of("announced.txt", "chunked.txt")) {
            Reply reply = folder.get(name).expectStatus(404, 200);
            assertThat(reply.status() == 404 || reply.body().length == 10)
                    .as("%s is not longer than announced", name)
                    .isTrue();
        }
    }

    @Test
    @Order(9)
    @DisplayName("a piece whose length is not announced is taken, too")
    @Rfc("RFC 9112 section 7.1, tus 1.0 (tus.io), core protocol, PATCH")
    void chunked() {
        String upload = tus.begin(10, named("ten.txt"));
        byte[] body = "3\r\n012\r\n7\r\n3456789\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        tus.patch(upload, 0, body, "Transfer-Encoding: chunked").expectStatus(204);
        expectFile("ten.txt", "0123456789".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Order(10)
    @DisplayName("another version of tus is refused, another type of content, too")
    @Rfc("tus 1.0 (tus.io), core protocol, Tus-Resumable and PATCH")
    void otherVersion() {
        tus.create(3, named("a.txt"), "Tus-Resumable: 0.2.2")
                .expectStatus(412)
                .expectHeader(
                        "Tus-Version",
                        "1.0.0 among the versions",
                        list -> words(list).contains("1.0.0"));
        String upload = tus.begin(3, named("a.txt"));
        tus.patch(upload, 0, new byte[3], "Tus-Resumable: 0.2.2").expectStatus(412);
        tus.patch(upload, 0, new byte[3], "Content-Type: application/octet-stream")
                .expectStatus(415);
        assertThat(offset(upload)).isZero();
    }

    @Test
    @Order(11)
    @DisplayName("numbers that are none are refused: -1, 1e3, 2 to the power of 63 (attack 28)")
    @Rfc("tus 1.0 (tus.io), core protocol, Upload-Offset and Upload-Length")
    void oddNumbers() {
        for (String number : List.of("-1", "1e3", "9223372036854775808", "0x10", "+3", "", "99999999999999999999999")) {
            tus.create(0, named("a.txt"), "Upload-Length: " + number).expectStatus(400, 413, 507);
            String upload = tus.begin(3, named("b.txt"));
            tus.patch(upload, 0, new byte[3], "Upload-Offset: " + number).expectStatus(400, 409);
            assertThat(offset(upload)).isZero();
            tus.delete(upload).expectStatus(204);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    @Order(12)
    @DisplayName("an upload that nobody began is not there; one that was given up is gone (attack 28)")
    @Rfc("tus 1.0 (tus.io), core protocol and termination")
    void gone() {
        String unknown = ENDPOINT + "0123456789abcdef0123456789abcdef";
        tus.head(unknown).expectStatus(403, 404, 410).expectNoHeader("Upload-Offset");
        tus.patch(unknown, 0, new byte[3]).expectStatus(403, 404, 410);
        tus.delete(unknown).expectStatus(403, 404, 410);
        String upload = tus.begin(3, named("a.txt"));
        tus.patch(upload, 0, new byte[2]).expectStatus(204);
        tus.delete(upload).expectStatus(204);
        tus.head(upload).expectStatus(403, 404, 410).expectNoHeader("Upload-Offset");
        tus.patch(upload, 2, new byte[1]).expectStatus(403, 404, 410);
        assertThat(names()).isEmpty();
    }

    @Test
    @Order(13)
    @DisplayName("one that is given up while it comes never becomes a file (attack 28)")
    @Rfc("tus 1.0 (tus.io), termination")
    void deletedMeanwhile() {
        String upload = tus.begin(200_000, named("a.bin"));
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
    @Order(14)
    @DisplayName("a file goes into the folder that the metadata name, which is made if need be")
    @Rfc("tus 1.0 (tus.io), creation, Upload-Metadata")
    void folders() {
        byte[] content = "in a folder\n".getBytes(StandardCharsets.UTF_8);
        String upload = tus.begin(content.length, named("Grüße 1.txt", folder.path("new/deep/")));
        tus.patch(upload, 0, content).expectStatus(204);
        expectFile("new/deep/Gr%C3%BC%C3%9Fe%201.txt", content);
    }

    @Test
    @Order(15)
    @DisplayName("no name leads out of the folder (attack 28)")
    @Rfc("tus 1.0 (tus.io), creation, Upload-Metadata")
    void escapes() {
        String self = folder.path("");
        List<Map<String, String>> all = List.of(
                named("../../escaped.txt", self),
                named("..\\..\\escaped.txt", self),
                named("/escaped.txt", self),
                named("..", self),
                named("", self),
                named("a\u0000b", self),
                named("escaped.txt", self + "../../"),
                named("escaped.txt", self + "a/../../.."),
                named("escaped.txt", "/.share/"));
        for (Map<String, String> metadata : all) {
            Reply reply = tus.create(3, metadata);
            if (reply.status() == 201) { // under another name, then
                tus.patch(Tus.path(reply), 0, new byte[3]);
            } else {
                reply.expectStatus(400, 403, 404, 409, 422);
            }
        }
        Stream.of(folder.dir().getParent(), folder.dir().getParent().getParent())
                .map(outside -> outside.resolve("escaped.txt"))
                .forEach(escaped -> assertThat(Files.exists(escaped))
                        .as("there is %s", escaped)
                        .isFalse());
    }

    @Test
    @Order(16)
    @DisplayName("a name that is taken is a conflict, unless the sender wants to keep both")
    @Rfc("docs/03-simple-http-share.md")
    void taken() throws IOException {
        folder.write("a.txt", "old\n");
        byte[] content = "new\n".getBytes(StandardCharsets.UTF_8);
        Reply reply = tus.create(content.length, named("a.txt")).expectStatus(201, 409);
        if (reply.status() == 201) {
            tus.patch(Tus.path(reply), 0, content).expectStatus(409);
        }
        expectFile("a.txt", "old\n".getBytes(StandardCharsets.UTF_8));
        Tus keepBoth = new Tus(folder.http(), ENDPOINT + "?conflict=rename");
        keepBoth.patch(keepBoth.begin(content.length, named("a.txt")), 0, content)
                .expectStatus(204);
        expectFile("a.txt", "old\n".getBytes(StandardCharsets.UTF_8));
        String twin = names().stream()
                .filter(name -> !name.equals("a.txt"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readAllBytes(folder.dir().resolve(twin))).isEqualTo(content);
    }

    @Test
    @Order(17)
    @DisplayName("an empty file is whole from the beginning")
    @Rfc("tus 1.0 (tus.io), creation")
    void empty() {
        tus.begin(0, named("empty.txt"));
        expectFile("empty.txt", new byte[0]);
    }

    @Test
    @Order(18)
    @DisplayName("a page of another site can neither begin an upload nor go on with one (attack 36)")
    @Rfc("RFC 6454 section 7")
    void otherSite() {
        tus.create(3, named("a.txt"), "Origin: http://evil.example").expectStatus(403);
        String upload = tus.begin(3, named("a.txt"));
        tus.patch(upload, 0, new byte[3], "Origin: http://evil.example", "Sec-Fetch-Site: cross-site")
                .expectStatus(403);
        folder.http().ask("DELETE", upload, null, Tus.VERSION, "Origin: null").expectStatus(403);
        assertThat(offset(upload)).isZero();
    }
}
