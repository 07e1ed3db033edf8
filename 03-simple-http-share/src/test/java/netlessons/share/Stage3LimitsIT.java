package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3, fourth part: what a server takes that was started with other options: nothing, not too much, or under which name. */
@Stage(value = 3, name = "upload")
@Order(4)
@DisplayName("Stage 3: limits and rules")
final class Stage3LimitsIT {
    private static final int LIMIT = 100 << 10;

    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    private Http started(String... options) {
        return Http.of(folder.target().fresh(options));
    }

    private Http limited() {
        return started("--upload", "--max-upload", "100K");
    }

    @Test
    @Order(1)
    @DisplayName("without --upload nobody puts anything anywhere: 405 for PUT and POST")
    @Rfc("RFC 9110 section 15.5.6")
    void readOnly() throws IOException {
        Http http = started();
        folder.write("file.txt", "file\n");
        http.get(folder.path("file.txt")).expectStatus(200).expectBody("file\n");
        Reply put = http.put(folder.path("new.txt"), "new\n").expectStatus(403, 405);
        if (put.status() == 405) {
            put.expectHeader("Allow", "GET and HEAD, and no PUT", allow -> !allow.contains("PUT"));
        }
        http.post(folder.path(""), new Form().file("new.txt", "new\n")).expectStatus(403, 405);
        http.post(folder.path(""), new Form().field("folder", "new")).expectStatus(403, 405);
        assertThat(folder.files()).containsExactly("file.txt");
        assertThat(folder.file("new")).doesNotExist();
    }

    @Test
    @Order(2)
    @DisplayName("--max-upload: a file of just this size is taken, one byte more is not: 413")
    @Rfc("RFC 9110 section 15.5.14")
    void tooLarge() throws IOException {
        Http http = limited();
        http.put(folder.path("fits.bin"), new byte[LIMIT]).expectStatus(201);
        http.put(folder.path("large.bin"), new byte[LIMIT + 1]).expectStatus(413);
        assertThat(folder.files()).containsExactly("fits.bin");
    }

    @Test
    @Order(3)
    @DisplayName("413 comes before the body, if the length says it: nobody has to send it in vain (attacks 24, 25)")
    @Rfc("RFC 9110 section 15.5.14, RFC 9110 section 10.1.1")
    void early() throws IOException {
        Http http = limited();
        String length = "Content-Length: 10000000000";
        for (List<String> fields : List.of(List.of(length), List.of(length, "Expect: 100-continue"))) {
            try (Wire wire = http.begin("PUT", folder.path("large.bin"), null, fields.toArray(String[]::new))) {
                wire.reply().expectStatus(413);
            }
        }
        assertThat(folder.files()).isEmpty();
    }

    @Test
    @Order(4)
    @DisplayName(
            "chunks that are more than --max-upload: 413 or the end before all has come, and nothing is left (attack 25)")
    @Rfc("RFC 9110 section 15.5.14")
    void tooManyChunks() {
        Http http = limited();
        String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
        try (Wire wire = http.begin("PUT", folder.path("large.bin"), null, "Transfer-Encoding: chunked")) {
            for (int i = 0; i < LIMIT / 0x2000 + 2; i++) {
                wire.send(chunk);
            }
            wire.replyIfAny().ifPresent(reply -> reply.expectStatus(413)); // the last chunk has not been sent
        }
        await().alias("nothing is left of it in " + folder.dir().getFileName())
                .atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(folder.filesNow()).isEmpty());
    }

    @Test
    @Order(5)
    @DisplayName("a file in a form may not be larger either (attack 25)")
    @Rfc("RFC 9110 section 15.5.14")
    void largeInForm() throws IOException {
        Http http = limited();
        http.post(folder.path(""), new Form().file("fits.bin", new byte[LIMIT]), "Accept: application/json")
                .expectStatus(201);
        http.post(folder.path(""), new Form().file("large.bin", new byte[LIMIT + 1]), "Accept: application/json")
                .expectStatus(413);
        assertThat(folder.files()).containsExactly("fits.bin");
    }

    @Test
    @Order(6)
    @DisplayName("--quota is for all together, also for ten at one time: 507 (attack 26)")
    @Rfc("RFC 4918 section 11.5")
    void quota() throws Exception {
        Http http = started("--upload", "--quota", "500K");
        ExecutorService threads = Executors.newFixedThreadPool(10);
        int taken = 0;
        try {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String path = folder.path(i + ".bin");
                replies.add(threads.submit(() -> http.put(path, new byte[LIMIT])));
            }
            for (Future<Reply> reply : replies) {
                taken += reply.get(2, TimeUnit.MINUTES).expectStatus(201, 507).status() == 201 ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken)
                .as("how many of 100 KiB were taken, with a quota of 500")
                .isBetween(1, 5);
        assertThat(folder.files()).hasSize(taken);
        folder.get("").expectStatus(200);
    }

    @Test
    @Order(7)
    @DisplayName("--on-conflict rename: 201, and where the new one is")
    @Rfc("RFC 9110 section 10.2.2")
    void rename() throws IOException {
        Http http = started("--upload", "--on-conflict", "rename");
        folder.write("file.txt", "old\n");
        Reply reply = http.put(folder.path("file.txt"), "new\n")
                .expectStatus(201)
                .expectHeader("Location", "the address of the new file, another one", to -> !to.endsWith("/file.txt"));
        http.get(Stage3UploadIT.expectCreated(reply, "")).expectStatus(200).expectBody("new\n");
        assertThat(folder.file("file.txt")).hasContent("old\n");
    }

    @Test
    @Order(8)
    @DisplayName("--on-conflict replace: the new one takes the name, and a reader gets one of the two, whole")
    @Rfc("RFC 9110 section 9.3.4")
    void replace() throws Exception {
        Http http = started("--upload", "--on-conflict", "replace");
        byte[] first = "1".repeat(LIMIT).getBytes(StandardCharsets.US_ASCII);
        byte[] second = "2".repeat(LIMIT).getBytes(StandardCharsets.US_ASCII);
        http.put(folder.path("file.bin"), first).expectStatus(201);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> writer = threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    http.put(folder.path("file.bin"), i % 2 == 0 ? second : first)
                            .expectStatus(200, 204);
                }
            });
            Future<?> reader = threads.submit(() -> {
                for (int i = 0; i < 40; i++) {
                    Reply reply = http.get(folder.path("file.bin")).expectStatus(200);
                    boolean isFirst = reply.body().length > 0 && reply.body()[0] == '1';
                    reply.expectBody(isFirst ? first : second);
                }
            });
            writer.get(2, TimeUnit.MINUTES);
            reader.get(2, TimeUnit.MINUTES);
        } finally {
            threads.shutdownNow();
        }
        folder.expectContent("file.bin", first);
        assertThat(folder.files()).containsExactly("file.bin");
    }

    @Test
    @Order(9)
    @DisplayName("a sender may ask for less than the server's rule, not for more: ?conflict=replace replaces nothing")
    @Rfc("RFC 9110 section 15.5.10")
    void noReplacement() throws IOException {
        folder.write("file.txt", "old\n");
        folder.put("file.txt?conflict=replace", "new\n").expectStatus(400, 403, 409);
        assertThat(folder.file("file.txt")).hasContent("old\n");
    }
}
