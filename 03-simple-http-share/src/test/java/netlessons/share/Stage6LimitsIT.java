package netlessons.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: more than there is room for, and many at the same time. */
@DisplayName("Stage 6: too much")
final class Stage6LimitsIT extends Stage6Test {
    @Test
    @Order(52)
    @DisplayName(
            "larger than --max-upload: 413, before the body if its length is known, and nothing is left (attack 25)")
    @Rfc("RFC 9110 section 15.5.14")
    void tooLarge() throws IOException {
        Http http = Http.of(target.fresh("--upload", "--max-upload", "100K"));
        try (Wire wire = http.begin("PUT", folder.path("a.bin"), Raid.NOTHING, "Content-Length: 1000000000")) {
            wire.finalReply().expectStatus(413);
        }
        byte[] large = new byte[200_000 + 7];
        System.arraycopy(Raid.bytes("30d40\r\n"), 0, large, 0, 7);
        try (Wire wire = http.begin("PUT", folder.path("b.bin"), large, "Transfer-Encoding: chunked")) {
            wire.finalReply().expectStatus(413);
        }
        Raid.answer(http.begin(
                        "POST",
                        folder.path(""),
                        new Form().file("c.bin", folder.random(200_000)).bytes(),
                        "Content-Type: " + new Form().contentType()))
                .ifPresent(reply -> reply.expectStatus(413));
        raid.awaitFiles();
        http.put(folder.path("d.bin"), new byte[100 << 10]).expectStatus(201);
    }

    @Test
    @Order(53)
    @DisplayName(
            "--quota is for all together: of ten at once only so many are taken as have room: 507 or 413 (attack 26)")
    @Rfc("RFC 4918 section 11.5")
    void quota() throws Exception {
        Http http = Http.of(target.fresh("--upload", "--quota", "1M"));
        byte[] content = folder.random(300_000);
        ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        Raid.together(
                10,
                i -> statuses.add(
                        http.put(folder.path("f" + i + ".bin"), content).status()));
        long taken = statuses.stream().filter(status -> status == 201).count();
        long refused = statuses.stream()
                .filter(status -> status == 507 || status == 413)
                .count();
        Reply after = http.get(folder.path("")).expectStatus(200);
        if (taken < 1 || taken > 3 || taken + refused != 10 || raid.files().size() != taken) {
            throw after.failure(
                    "three of ten files of 300,000 bytes in 1 MiB, the others refused; statuses " + statuses, 0);
        }
    }

    @ParameterizedTest(name = "by {0}")
    @Order(54)
    @DisplayName(
            "twenty send a file of one name at the same time: whole files, each of one of them, or 409 (attack 20)")
    @ValueSource(strings = {"PUT", "POST"})
    void sameName(String method) throws Exception {
        ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        Raid.together(20, i -> {
            byte[] content = new byte[100_000 + i];
            Arrays.fill(content, (byte) ('a' + i));
            statuses.add((method.equals("PUT")
                            ? folder.put("same.bin", content)
                            : folder.post(new Form().file("same.bin", content)))
                    .status());
        });
        long taken = statuses.stream().filter(status -> status < 400).count();
        Reply after = folder.get("").expectStatus(200);
        if (taken < 1
                || statuses.stream().anyMatch(s -> s >= 400 && s != 409 && s != 412)
                || raid.files().size() > taken) {
            throw after.failure("at least one to be taken, the others with 409; statuses " + statuses, 0);
        }
        for (Path path : Raid.list(folder.dir())) {
            byte[] content = Files.readAllBytes(path);
            boolean whole = content.length >= 100_000 && content.length == 100_000 + content[0] - 'a';
            for (byte one : content) {
                whole &= one == content[0];
            }
            if (!whole) {
                throw after.failure("only whole files, each from one sender: " + path.getFileName(), 0);
            }
        }
    }
}
