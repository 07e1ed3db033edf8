package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3: uploads that go on where they broke off, with tus 1.0. */
@Order(5)
@DisplayName("Stage 3: uploads that go on where they broke off")
final class Stage3ResumeIT extends Stage3TusTest {
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

    @Test
    @Order(2)
    @DisplayName("a file comes in three pieces, and has its name only once it is whole")
    @Rfc("tus 1.0 (tus.io), core protocol, PATCH")
    void pieces() {
        byte[] content = folder.random(300_000);
        String upload = begin(content.length, "whole.bin");
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
        String upload = begin(10, "ten.txt");
        tus.patch(upload, 0, bytes("012")).expectStatus(204);
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
        String upload = begin(content.length, "broken.bin");
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
        String upload = begin(content.length, "hanging.bin");
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
        String upload = begin(content.length, "two.bin");
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
        String upload = begin(10, "ten.txt");
        byte[] five = bytes("01234");
        tus.patch(upload, 5, five).expectStatus(409);
        tus.patch(upload, 0, five).expectStatus(204);
        tus.patch(upload, 0, five).expectStatus(409);
        tus.patch(upload, 6, five).expectStatus(409);
        assertThat(offset(upload)).isEqualTo(5);
        tus.patch(upload, 5, bytes("56789")).expectStatus(204);
        expectFile("ten.txt", "0123456789");
    }

    @Test
    @Order(8)
    @DisplayName("more than the length is no part of the file (attack 28)")
    @Rfc("tus 1.0 (tus.io), creation, Upload-Length")
    void tooMuch() throws IOException {
        String announced = begin(10, "announced.txt");
        tus.patch(announced, 0, new byte[11]).expectStatus(400, 403, 409, 413);
        String chunked = begin(10, "chunked.txt");
        byte[] body = bytes("8\r\n01234567\r\n8\r\n89abcdef\r\n0\r\n\r\n");
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
        String upload = begin(10, "ten.txt");
        byte[] body = bytes("3\r\n012\r\n7\r\n3456789\r\n0\r\n\r\n");
        tus.patch(upload, 0, body, "Transfer-Encoding: chunked").expectStatus(204);
        expectFile("ten.txt", "0123456789");
    }
}
