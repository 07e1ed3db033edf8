package netlessons.share.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.share.Sharing;
import netlessons.testkit.Reply;
import netlessons.testkit.SmallDisk;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, in its several ways, is the end of one upload, and of nothing else (attack 26). */
@Timeout(120)
class SmallDiskIT {
    private static final int MEGABYTE = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private SmallDisk disk;

    @AfterEach
    void unmount() throws InterruptedException {
        if (disk != null) {
            disk.unmount();
        }
    }

    @Test
    @DisplayName(
            "a file that does not fit: 507 before the body if it says so, else when it is found out; nothing is left")
    void full() throws Exception {
        disk = SmallDisk.mount(dir, 2);
        try (Sharing share = Sharing.writable(dir, "--min-free", "0")) {
            Http http = share.http();
            http.put("/small", "small").expectStatus(201);
            try (Wire wire = http.begin("PUT", "/big", null, "Content-Length: 3000000", "Expect: 100-continue")) {
                wire.reply().expectStatus(507);
            }
            Form form = new Form().file("sub/a", new byte[MEGABYTE]).file("sub/b", new byte[MEGABYTE]);
            http.post("/", form).expectStatus(507);
            await().atMost(LONG).untilAsserted(() -> assertThat(share.all()).containsExactly("small"));
            assertThat(http.get("/small").expectStatus(200).text()).isEqualTo("small");
            http.put("/next", new byte[MEGABYTE]).expectStatus(201);
        }
    }

    @Test
    @DisplayName("somebody else fills the disk while a file comes: 507, the file that it was to replace is as it was")
    void meanwhile() throws Exception {
        disk = SmallDisk.mount(dir, 2);
        try (Sharing share = Sharing.writable(dir, "--min-free", "0", "--on-conflict", "replace")) {
            Http http = share.http();
            http.put("/a", "old").expectStatus(201);
            try (Wire wire = http.begin("PUT", "/a", null, "Content-Length: 1500000")) {
                wire.send(new byte[500_000]);
                await().atMost(LONG).until(() -> come() == 500_000); // or there would be less room than she sees
                Files.write(dir.resolve("hers"), new byte[(int) dir.toFile().getUsableSpace()]);
                wire.send(new byte[1_000_000]);
                wire.reply().expectStatus(507);
            }
            await().atMost(LONG).untilAsserted(() -> assertThat(share.all()).containsExactly("a", "hers"));
            assertThat(http.get("/a").expectStatus(200).text()).isEqualTo("old");
            Files.delete(dir.resolve("hers"));
            http.put("/a", "new").expectStatus(204);
        }
    }

    /** How many bytes there are of what is not whole yet. */
    private long come() throws IOException {
        return Sharing.all(dir).stream()
                .filter(name -> name.endsWith(".part"))
                .mapToLong(name -> dir.resolve(name).toFile().length())
                .sum();
    }

    @Test
    @DisplayName("uploads that fit one by one, but not together: some get 507, all that are there are whole")
    void together() throws Exception {
        disk = SmallDisk.mount(dir, 2);
        try (Sharing share = Sharing.writable(dir, "--min-free", "100K")) {
            List<Reply> replies = Sharing.atOnce(10, i -> share.http().put("/f" + i, new byte[MEGABYTE / 2]));
            long done = replies.stream().filter(reply -> reply.status() == 201).count();
            assertThat(replies).allMatch(reply -> reply.status() == 201 || reply.status() == 507);
            assertThat(done).isBetween(1L, 3L);
            await().atMost(LONG).untilAsserted(() -> assertThat(share.all()).hasSize((int) done));
            for (String name : share.all()) {
                assertThat(dir.resolve(name)).hasSize(MEGABYTE / 2);
            }
            for (long i = done; i < 3; i++) { // as if the others had never been
                share.http().put("/g" + i, new byte[MEGABYTE / 2]).expectStatus(201);
            }
        }
    }

    @Test
    @DisplayName("room for bytes, but for no more files or folders: 507, and a folder made for nothing goes again")
    void noMoreFiles() throws Exception {
        disk = SmallDisk.mountForFiles(dir, 5);
        try (Sharing share = Sharing.writable(dir, "--min-free", "0")) {
            Http http = share.http();
            http.put("/a/b", "x").expectStatus(201); // the root, a, b: two are left
            http.put("/c/d", "x").expectStatus(201); // for the file, and for its folder
            http.put("/e", "x").expectStatus(507);
            Files.delete(dir.resolve("c/d"));
            assertThat(http.put("/f/g", "x").expectStatus(507).text()).contains("full");
            assertThat(share.all()).containsExactly("a", "a/b", "c");
            assertThat(http.get("/a/b").expectStatus(200).text()).isEqualTo("x");
            http.put("/c/d", "y".getBytes(StandardCharsets.UTF_8)).expectStatus(201);
        }
    }

    @Test
    @DisplayName("a disk that nobody may write to: 403, and reading goes on")
    void readOnly() throws Exception {
        disk = SmallDisk.mount(dir, 2);
        try (Sharing share = Sharing.writable(dir, "--min-free", "0")) {
            share.http().put("/a", "x").expectStatus(201);
            disk.makeReadOnly();
            share.http().put("/b", "x").expectStatus(403);
            share.http().post("/", new Form().field("folder", "new")).expectStatus(403);
            assertThat(share.http().get("/a").expectStatus(200).text()).isEqualTo("x");
        }
    }
}
