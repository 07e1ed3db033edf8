package netlessons.share.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import netlessons.share.ShareProgram;
import netlessons.share.Sharing;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed (kill -9) while files come, and started again. */
@Timeout(120)
class KilledIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    @Test
    @DisplayName(
            "nothing half is to be seen afterwards, what was there is as it was, and what is left goes when it is old")
    void killed() throws IOException {
        Files.writeString(dir.resolve("old"), "old");
        Form form = new Form().file("sub/a", "whole").file("b", new byte[200_000]);
        try (ShareProgram share = ShareProgram.small(dir, "--upload", "--on-conflict", "replace")) {
            Http http = share.http();
            http.put("/sub/new", "new").expectStatus(201);
            try (Wire put = http.begin("PUT", "/old", null, "Content-Length: 500000");
                    Wire post = http.begin(
                            "POST", "/sub/", null, "Content-Length: 500000", "Content-Type: " + form.contentType())) {
                put.send(new byte[200_000]);
                post.send(form.unfinished());
                await().atMost(LONG).until(() -> temporary().size() == 3);
                share.kill();
            }
        }
        assertThat(visible()).containsExactly("old", "sub", "sub/new");
        List<String> left = temporary();
        assertThat(left).hasSize(3);
        try (Sharing share = Sharing.writable(dir, "--on-conflict", "replace", "--hidden")) {
            assertThat(share.http().get("/old").expectStatus(200).text()).isEqualTo("old");
            String list = share.http().get("/", "Accept: application/json").text();
            assertThat(list).contains("\"old\"").doesNotContain("netlessons");
            for (String name : left) {
                share.http().get("/" + name).expectStatus(404);
            }
            assertThat(share.http()
                            .get("/?q=netlessons", "Accept: application/json")
                            .text())
                    .doesNotContain(".part");
        }
        assertThat(temporary()).as("they are young").isEqualTo(left);
        for (String name : left) {
            Files.setLastModifiedTime(
                    dir.resolve(name), FileTime.from(Instant.now().minusSeconds(60)));
        }
        try (Sharing share = Sharing.writable(dir, "--keep-parts", "30s")) {
            await().atMost(LONG).until(() -> temporary().isEmpty());
            share.http().get("/sub/new").expectStatus(200);
        }
        assertThat(visible()).containsExactly("old", "sub", "sub/new");
    }

    private List<String> temporary() throws IOException {
        return Sharing.all(dir).stream().filter(name -> name.endsWith(".part")).collect(Collectors.toList());
    }

    private List<String> visible() throws IOException {
        return Sharing.all(dir).stream().filter(name -> !name.endsWith(".part")).collect(Collectors.toList());
    }
}
