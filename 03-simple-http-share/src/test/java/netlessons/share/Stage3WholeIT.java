package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.FolderList;
import netlessons.testkit.http.Form;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3, third part: a file appears whole under its name, or not at all. */
@Stage(value = 3, name = "upload")
@Order(3)
@DisplayName("Stage 3: whole or not at all")
final class Stage3WholeIT {
    private static final int AT_ONCE = 20;
    private static final int SIZE = 200_000;

    /** Seconds: the end of a connection is soon noticed, but not at once. */
    private static final int SOON = 30;

    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    /** Its head and the first half of its body. */
    private Wire half(String name, byte[] bytes, String... fields) {
        String[] all = Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Content-Length: " + bytes.length;
        Wire wire = folder.http().begin("PUT", folder.path(name), null, all);
        return wire.send(Arrays.copyOf(bytes, bytes.length / 2));
    }

    private void expectNothingSeen(String when) {
        Reply list = folder.get("", "Accept: application/json");
        if (!FolderList.of(list).names().isEmpty()) {
            throw list.failure("an empty list, " + when, 0);
        }
    }

    /** What is left behind is taken away, but not by a test: a part of a file is of no use to anybody. */
    private void awaitFiles(String... names) {
        await().alias("the files in " + folder.dir().getFileName() + " are " + List.of(names) + " and no others")
                .atMost(SOON, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(folder.filesNow()).containsExactlyInAnyOrder(names));
    }

    @Test
    @Order(1)
    @DisplayName("while it comes nobody sees it, under no name (attack 13)")
    @Rfc("RFC 9110 section 9.3.4")
    void unseen() throws IOException {
        byte[] bytes = folder.random(SIZE);
        try (Wire wire = half("coming.bin", bytes)) {
            folder.get("coming.bin").expectStatus(404);
            expectNothingSeen("as nothing has come to its end");
            for (String there : folder.filesNow()) { // the part that has come may lie there, but not to be fetched
                folder.get(there).expectStatus(403, 404);
            }
            wire.send(Arrays.copyOfRange(bytes, SIZE / 2, SIZE)).finalReply().expectStatus(201);
        }
        folder.get("coming.bin").expectStatus(200).expectBody(bytes);
        assertThat(folder.files()).containsExactly("coming.bin");
    }

    @Test
    @Order(2)
    @DisplayName("a PUT that is reset half-way leaves nothing (attack 19)")
    @Rfc("RFC 9112 section 8")
    void reset() {
        half("broken.bin", folder.random(SIZE)).reset();
        awaitFiles();
        folder.get("broken.bin").expectStatus(404);
    }

    @Test
    @Order(3)
    @DisplayName("a PUT that ends half-way is none: 400 or the end, and nothing is left (attack 21)")
    @Rfc("RFC 9112 section 8")
    void ends() {
        for (String length : List.of("Content-Length: 100", "Transfer-Encoding: chunked")) {
            try (Wire wire = folder.http().begin("PUT", folder.path("short.bin"), null, length)) {
                wire.send("32\r\nthese are fifty bytes of a body that is not whole.\n\r\n")
                        .finish()
                        .replyIfAny()
                        .ifPresent(reply -> reply.expectStatus(400, 408, 422));
            }
            awaitFiles();
        }
    }

    @Test
    @Order(4)
    @DisplayName("a PUT in place of another file that is reset half-way leaves the other one as it was (attack 19)")
    @Rfc("RFC 9112 section 8, RFC 9110 section 13.1.1")
    void oldFileStays() throws IOException {
        byte[] old = folder.writeRandom("file.bin", 1000);
        String tag = Stage2ConditionsIT.etag(folder.get("file.bin"));
        Wire wire = half("file.bin", folder.random(SIZE), "If-Match: " + tag);
        folder.get("file.bin").expectStatus(200).expectBody(old);
        wire.reset();
        awaitFiles("file.bin");
        folder.get("file.bin").expectStatus(200).expectHeader("ETag", tag).expectBody(old);
    }

    @Test
    @Order(5)
    @DisplayName("a form that is reset in the middle of a file leaves nothing of that file (attack 19)")
    @Rfc("RFC 9112 section 8")
    void form() {
        Form form = new Form().file("broken.bin", folder.random(SIZE));
        byte[] body = form.bytes();
        Wire wire = folder.http()
                .begin(
                        "POST",
                        folder.path(""),
                        null,
                        "Content-Type: " + form.contentType(),
                        "Content-Length: " + body.length);
        wire.send(Arrays.copyOf(body, SIZE / 2)).reset();
        awaitFiles();
        folder.get("broken.bin").expectStatus(404);
    }

    @Test
    @Order(6)
    @DisplayName("twenty send a file of one name at one time: one is first, all others get 409 (attack 20)")
    @Rfc("RFC 9110 section 15.5.10")
    void oneWinner() throws Exception {
        List<byte[]> files = files();
        List<Reply> replies = atOnce(files, "one.bin");
        List<Integer> created = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            if (replies.get(i).expectStatus(201, 409, 412).status() == 201) {
                created.add(i);
            }
        }
        assertThat(created).as("who got 201").hasSize(1);
        folder.expectContent("one.bin", files.get(created.get(0)));
        awaitFiles("one.bin");
    }

    @Test
    @Order(7)
    @DisplayName("twenty send a file of one name at one time, and all are kept, under twenty names (attack 20)")
    @Rfc("RFC 9110 section 10.2.2")
    void allKept() throws Exception {
        List<byte[]> files = files();
        List<Reply> replies = atOnce(files, "one.bin?conflict=rename");
        for (int i = 0; i < AT_ONCE; i++) {
            String path = Stage3UploadIT.expectCreated(replies.get(i), folder.path("one.bin"));
            folder.http().get(path).expectStatus(200).expectBody(files.get(i));
        }
        assertThat(folder.files()).hasSize(AT_ONCE).contains("one.bin");
    }

    private List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            files.add(folder.random(SIZE));
        }
        return files;
    }

    /** Each sends the last bytes when all have sent all others. */
    private List<Reply> atOnce(List<byte[]> files, String name) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        CyclicBarrier ready = new CyclicBarrier(AT_ONCE);
        try {
            List<Future<Reply>> answers = new ArrayList<>();
            for (byte[] bytes : files) {
                answers.add(threads.submit(() -> {
                    try (Wire wire = half(name, bytes)) {
                        ready.await(1, TimeUnit.MINUTES);
                        return wire.send(Arrays.copyOfRange(bytes, SIZE / 2, SIZE))
                                .finalReply();
                    }
                }));
            }
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> answer : answers) {
                replies.add(answer.get(2, TimeUnit.MINUTES));
            }
            return replies;
        } finally {
            threads.shutdownNow();
        }
    }
}
