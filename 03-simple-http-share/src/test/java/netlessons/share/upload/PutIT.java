package netlessons.share.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import netlessons.share.Sharing;
import netlessons.testkit.Reply;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by PUT, over the wire: whole or not at all, whoever else is at it, and whatever happens on the way. */
@Timeout(120)
class PutIT {
    private static final int MANY = 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private static int count(List<Reply> replies, int status) {
        return (int) replies.stream().filter(reply -> reply.status() == status).count();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "twenty uploads of one name at once: one wins, or each has its own, or one is there; all whole (attack 20)")
    @ValueSource(strings = {"reject", "rename", "replace"})
    void parallel(String rule) throws Exception {
        try (Sharing share = Sharing.writable(dir, "--on-conflict", rule)) {
            Http http = share.http();
            List<Reply> replies =
                    Sharing.atOnce(MANY, i -> http.put("/new/name", ("" + (char) ('a' + i)).repeat(100_000)));
            if (rule.equals("reject")) {
                assertThat(count(replies, 201)).isEqualTo(1);
                assertThat(count(replies, 409)).isEqualTo(MANY - 1);
            } else if (rule.equals("rename")) {
                assertThat(replies.stream()
                                .map(reply -> reply.header("Location"))
                                .distinct())
                        .hasSize(MANY);
            } else {
                assertThat(count(replies, 201)).isEqualTo(1);
                assertThat(count(replies, 204)).isEqualTo(MANY - 1);
            }
            List<String> all = share.all();
            assertThat(all)
                    .hasSize(rule.equals("rename") ? MANY + 1 : 2)
                    .first()
                    .isEqualTo("new");
            for (String name : all.subList(1, all.size())) {
                String content = Files.readString(dir.resolve(name));
                assertThat(content).isEqualTo(content.substring(0, 1).repeat(100_000));
            }
        }
    }

    @Test
    @DisplayName(
            "ten that each have read the same version and want to change it: one does, the others hear of it (attack 45)")
    void lostUpdate() throws Exception {
        try (Sharing share = Sharing.writable(dir)) {
            Http http = share.http();
            String first =
                    http.put("/a", "first").expectStatus(201).header("ETag").orElseThrow();
            assertThat(http.get("/a").header("ETag")).contains(first);
            List<Reply> replies = Sharing.atOnce(10, i -> http.put("/a", "change " + i, "If-Match: " + first));
            assertThat(count(replies, 204)).isEqualTo(1);
            assertThat(count(replies, 412)).isEqualTo(9);
            List<Reply> created = Sharing.atOnce(10, i -> http.put("/b", "b" + i, "If-None-Match: *"));
            assertThat(count(created, 201)).isEqualTo(1);
            assertThat(count(created, 412)).isEqualTo(9);
            http.put("/c", "x", "If-Match: *").expectStatus(412);
            http.put("/d", "x", "If-Match: " + first).expectStatus(412);
            assertThat(share.all()).containsExactly("a", "b");
        }
    }

    @Test
    @DisplayName("ten uploads, the quota is for six: together they do not bring more (attack 26)")
    void quota() throws Exception {
        try (Sharing share = Sharing.writable(dir, "--quota", "650000")) {
            Http http = share.http();
            byte[] chunked = chunked(new byte[100_000]);
            List<Reply> replies = Sharing.atOnce(
                    10,
                    i -> i % 2 == 0
                            ? http.put("/f" + i, new byte[100_000])
                            : http.ask("PUT", "/f" + i, chunked, "Transfer-Encoding: chunked"));
            assertThat(count(replies, 201) + count(replies, 507)).isEqualTo(10);
            assertThat(count(replies, 201)).isBetween(1, 6);
            assertThat(share.all()).hasSize(count(replies, 201));
            for (int i = count(replies, 201); i < 6; i++) { // those that came to nothing have given back what they had
                http.put("/g" + i, new byte[100_000]).expectStatus(201);
            }
            http.put("/h", new byte[100_000]).expectStatus(507);
            http.put("/h", new byte[50_000]).expectStatus(201);
            http.put("/i", new byte[1]).expectStatus(507);
            http.put("/empty", new byte[0]).expectStatus(201);
        }
    }

    private static byte[] chunked(byte[] content) {
        String head = Integer.toHexString(content.length) + "\r\n";
        return (head + new String(content, StandardCharsets.ISO_8859_1) + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "reset after a half, by PUT and as a form: nothing appears, what was there stays, nothing is left (attack 19)")
    @ValueSource(strings = {"length", "chunked", "form"})
    void reset(String kind) throws Exception {
        Files.writeString(dir.resolve("old"), "old");
        byte[] half = new byte[300_000];
        try (Sharing share = Sharing.writable(dir, "--on-conflict", "replace")) {
            Form form = new Form().file("whole", "whole").file("sub/old", "x").file("old", half);
            byte[] body = switch (kind) {
                case "length" -> half;
                case "chunked" -> Arrays.copyOf(chunked(half), half.length);
                default -> Arrays.copyOf(form.unfinished(), form.unfinished().length - 9);
            };
            String request = share.http()
                    .request(
                            kind.equals("form") ? "POST" : "PUT",
                            kind.equals("form") ? "/" : "/old",
                            null,
                            kind.equals("chunked") ? "Transfer-Encoding: chunked" : "Content-Length: 600000",
                            "Content-Type: " + form.contentType());
            String host = share.http().host();
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)));
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(body);
                await().atMost(LONG).until(() -> share.all().stream().anyMatch(name -> name.endsWith(".part")));
                socket.setSoLinger(true, 0); // so that closing is a reset
            }
            await().atMost(LONG).untilAsserted(() -> assertThat(share.all()).containsExactly("old"));
            assertThat(dir.resolve("old")).hasContent("old");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName("what is going to be refused is refused before the body is asked for (attack 24)")
    @CsvSource({
        "/big, Content-Length: 2000, 413",
        "/old, Content-Length: 5, 409",
        "/old/x, Content-Length: 5, 409",
        "/folder/, Content-Length: 5, 409",
        "/folder, Content-Length: 5, 409",
        "/, Content-Length: 5, 409",
        "/CON, Content-Length: 5, 400",
        "/.hidden, Content-Length: 5, 400",
        "/a%2F..%2Fb, Content-Length: 5, 400",
        "/a, Content-Range: bytes 0-4/5, 400",
        "/a, Content-Encoding: gzip, 415",
        "/old, 'If-Match: \"other\"', 412",
        "/old, If-None-Match: *, 412",
        "/a, If-Match: *, 412",
        "/quota, Content-Length: 900, 507"
    })
    void early(String path, String field, int status) throws IOException {
        Files.writeString(dir.resolve("old"), "old");
        Files.createDirectory(dir.resolve("folder"));
        try (Sharing share = Sharing.writable(dir, "--max-upload", "1000", "--quota", "800")) {
            String length = field.startsWith("Content-Length") ? "X: y" : "Content-Length: 5";
            try (Wire wire = share.http().begin("PUT", path, null, field, length, "Expect: 100-continue")) {
                assertThat(wire.reply().status()).isEqualTo(status); // and not 100
            }
            assertThat(share.all()).containsExactly("folder", "old");
        }
    }

    @Test
    @DisplayName("100 comes where the body is wanted, and then the file is made")
    void expectation() throws IOException {
        try (Sharing share = Sharing.writable(dir);
                Wire wire = share.http().begin("PUT", "/a", null, "Content-Length: 5", "Expect: 100-continue")) {
            wire.reply().expectStatus(100);
            wire.send("hello").reply().expectStatus(201).expectHeader("Location", "/a");
            assertThat(dir.resolve("a")).hasContent("hello");
        }
    }

    @Test
    @DisplayName("more than is allowed, without a length: 413 when it is known, and nothing is left (attack 25)")
    void tooLong() throws IOException {
        try (Sharing share = Sharing.writable(dir, "--max-upload", "1000");
                Wire wire = share.http().begin("PUT", "/a/b", null, "Transfer-Encoding: chunked")) {
            wire.send("3e8\r\n" + "x".repeat(1000) + "\r\n")
                    .send("1\r\nx\r\n")
                    .reply()
                    .expectStatus(413);
            await().atMost(LONG).untilAsserted(() -> assertThat(share.all()).isEmpty());
        }
    }

    @Test
    @DisplayName(
            "?conflict=rename keeps both, whatever the rule is; ?conflict=replace does not replace where that is not the rule")
    void wishes() throws IOException {
        try (Sharing share = Sharing.writable(dir)) {
            Http http = share.http();
            http.put("/a.txt", "1").expectStatus(201);
            http.put("/a.txt?conflict=rename", "2").expectStatus(201).expectHeader("Location", "/a%20%281%29.txt");
            http.put("/a.txt?conflict=replace", "3").expectStatus(409);
            http.put("/a.txt?conflict=nonsense", "4").expectStatus(409);
        }
        try (Sharing share = Sharing.writable(dir, "--on-conflict", "replace")) {
            share.http().put("/a.txt?conflict=reject", "5").expectStatus(409);
            share.http().put("/a.txt", "6").expectStatus(204);
        }
        assertThat(Sharing.all(dir)).containsExactly("a (1).txt", "a.txt");
    }

    @Test
    @DisplayName("a folder that is a link is no way, and a link is no file to be replaced (attack 18)")
    void links(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("canary"), "canary");
        Files.createDirectory(dir.resolve("real"));
        Files.createSymbolicLink(dir.resolve("out"), outside);
        Files.createSymbolicLink(dir.resolve("in"), dir.resolve("real"));
        Files.createSymbolicLink(dir.resolve("file"), outside.resolve("canary"));
        try (Sharing share = Sharing.writable(dir, "--on-conflict", "replace")) {
            for (String path : List.of("/out/x", "/out/new/x", "/out/canary", "/file", "/in/x", "/real/../out/x")) {
                assertThat(share.http().put(path, "evil").status()).as(path).isBetween(400, 499);
            }
            Form form = new Form().file("out/x", "evil");
            share.http().post("/", form).expectStatus(409);
            assertThat(share.http().post("/out/", form).status()).isBetween(400, 499);
        }
        assertThat(Sharing.all(outside)).containsExactly("canary");
        assertThat(outside.resolve("canary")).hasContent("canary");
        assertThat(Sharing.all(dir.resolve("real"))).isEmpty();
    }

    @Test
    @DisplayName("a folder and a link that change places all the time: no upload gets outside (attack 10)")
    void swapped(@TempDir Path outside) throws Exception {
        try (Sharing share = Sharing.writable(dir, "--on-conflict", "replace")) {
            Thread swaps = new Thread(() -> {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    swap(dir.resolve("folder"), dir.resolve("aside" + i), outside);
                }
            });
            swaps.start();
            try {
                Sharing.atOnce(4, thread -> {
                    for (int i = 0; i < 100; i++) {
                        share.http().put("/folder/f" + (i % 3 == 0 ? "" : thread + "-" + i), "x");
                        assertThat(outside.toFile().list()).isEmpty();
                    }
                    return thread;
                });
            } finally {
                swaps.interrupt();
                swaps.join();
            }
        }
        assertThat(Sharing.all(outside)).isEqualTo(Collections.emptyList());
    }

    /** The server makes the folder, too, where it is missing just then: so each step may fail. */
    private static void swap(Path folder, Path aside, Path outside) {
        try {
            Files.move(folder, aside);
        } catch (IOException e) {
            // it is not there
        }
        try {
            Files.createSymbolicLink(folder, outside);
            Files.delete(folder);
        } catch (IOException e) {
            // the server was faster
        }
    }
}
