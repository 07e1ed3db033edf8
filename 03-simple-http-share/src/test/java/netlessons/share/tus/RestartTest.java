package netlessons.share.tus;

import static netlessons.share.tus.Client.expect;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import netlessons.share.Sharing;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next run of the server finds of uploads that were not whole. */
class RestartTest {
    private static final String LARGE = "0123456789".repeat(200_000);

    @TempDir
    private Path dir;

    private Instant now = Instant.now();
    private final List<Uploads> all = new ArrayList<>();
    private TusHandler handler;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        Root root = Root.open(dir, false);
        Uploads uploads = new Uploads(root, Conflict.reject, 1L << 40, Long.MAX_VALUE, 0, Duration.ofDays(1));
        all.add(uploads);
        Transfers transfers = new Transfers(uploads, new Notes(root.path()), Duration.ofDays(1), () -> now);
        handler = new TusHandler(uploads, Client.ENDPOINT, transfers);
        client = new Client(handler);
    }

    @AfterEach
    void end() throws IOException {
        for (Uploads uploads : all) {
            uploads.close();
        }
    }

    private List<String> files() throws IOException {
        return Sharing.files(dir);
    }

    private String begin(String folder) throws IOException {
        Response made = client.create(LARGE.length(), Map.of("filename", "größe.txt", "folder", folder));
        return made.fields().first("Location").orElseThrow();
    }

    private static String offset(Response response) {
        expect(200, response);
        return response.fields().first("Upload-Offset").orElseThrow();
    }

    @Test
    @DisplayName("a large upload goes on in the next run, however this one ended, wherever the file is to be")
    void goesOn() throws IOException {
        Files.createDirectories(dir.resolve("there/sub"));
        for (String folder : List.of("", "there/sub/", "there/new/deep", "new")) {
            String path = begin(folder);
            client.patch(path, 0, LARGE.substring(0, 1_500_000));
            start(); // without an end of the one before, as after kill -9
            assertThat(offset(client.head(path))).isEqualTo("1500000");
            assertThat(client.head(path).fields().first("Upload-Length")).contains("2000000");
            expect(204, client.patch(path, 1_500_000, LARGE.substring(1_500_000)));
            assertThat(Files.readString(dir.resolve(folder).resolve("größe.txt")))
                    .isEqualTo(LARGE);
        }
        assertThat(files()).hasSize(4);
    }

    @Test
    @DisplayName("a stop in order keeps large ones, too, and clears away small ones and empty ones")
    void stop() throws IOException {
        String large = begin("");
        client.patch(large, 0, LARGE.substring(0, 3));
        String empty = begin("other");
        String small = client.begin(10, "small.txt");
        client.patch(small, 0, "abc");
        handler.close();
        expect(404, client.head(large));
        assertThat(files()).as("note and part of the large one").hasSize(2);
        start();
        assertThat(offset(client.head(large))).isEqualTo("3");
        expect(404, client.head(empty));
        expect(404, client.head(small));
    }

    @Test
    @DisplayName("one that cannot be cleared away, since its folder is a file by now, keeps no other from it")
    void stopWithFault() throws IOException {
        Path sub = Files.createDirectory(dir.resolve("sub"));
        Response made = client.create(10, Map.of("filename", "a", "folder", "sub"));
        client.patch(made.fields().first("Location").orElseThrow(), 0, "abc");
        try (Stream<Path> parts = Files.list(sub)) {
            Files.delete(parts.findFirst().orElseThrow());
        }
        Files.delete(sub);
        Files.createFile(sub);
        for (int i = 0; i < 20; i++) {
            client.patch(client.begin(10, "small" + i), 0, "abc");
        }
        assertThat(files()).hasSize(21);
        handler.close();
        assertThat(files()).containsExactly("sub");
    }

    @Test
    @DisplayName("one that nobody went on with for too long is not taken up again")
    void old() throws IOException {
        String path = begin("");
        client.patch(path, 0, LARGE.substring(0, 3));
        now = now.plus(Duration.ofDays(2));
        start();
        expect(410, client.head(path));
        assertThat(files()).isEmpty();
    }

    /** Its last byte comes, too, but nobody notes it. @return where they all are */
    private Path sendNearlyAll(String path) throws IOException {
        client.patch(path, 0, LARGE.substring(1));
        String part = files().stream()
                .filter(name -> name.endsWith(".part"))
                .findFirst()
                .orElseThrow();
        return Files.writeString(dir.resolve(part), LARGE);
    }

    @Test
    @DisplayName("one whose last byte came just before the end becomes a file when its client comes back")
    void whole() throws IOException {
        String path = begin("");
        sendNearlyAll(path);
        start();
        assertThat(offset(client.head(path))).isEqualTo("2000000");
        assertThat(files()).containsExactly("größe.txt");
    }

    @Test
    @DisplayName("one that had its name already when the server was killed does not become a second file")
    void published() throws IOException {
        String path = begin("");
        Path part = sendNearlyAll(path);
        Files.createLink(dir.resolve("größe.txt"), part);
        start();
        expect(404, client.head(path));
        assertThat(files()).containsExactly("größe.txt");
    }

    @Test
    @DisplayName("notes that make no sense are cleared away, and do no harm")
    void badNotes() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret.txt"), "secret");
        String good = "tus 3 reject\n" + Client.encode(Map.of("filename", "a")) + "\n";
        List<String> notes = List.of(
                "",
                "\n",
                "tus 3 reject",
                "tus 3 reject\n",
                good.strip(),
                good + good,
                good.replace('3', 'x'),
                good.replace("3", "-3"),
                good.replace("reject", "never"),
                good.replace("filename", "name"),
                good.replace("filename", "filename %%"),
                "tus 3 reject\n" + Client.encode(Map.of("filename", "escaped", "folder", "../../x")) + "\n",
                "tus 3 reject\n" + Client.encode(Map.of("filename", "a", "folder", ".share")) + "\n",
                "tus 3 reject\n" + Client.encode(Map.of("filename", "a\u0000b")) + "\n",
                "tus 3 reject\n" + Client.encode(Map.of("filename", "a", "folder", "secret.txt")) + "\n",
                "\u00ff".repeat(100_000));
        for (int i = 0; i < notes.size(); i++) {
            String id = String.format("%032x", i);
            Files.writeString(dir.resolve(".netlessons-" + id + ".tus"), notes.get(i));
            Files.writeString(dir.resolve(".netlessons-" + id + ".part"), "abcdef");
        }
        Files.createSymbolicLink(dir.resolve(".netlessons-" + "a".repeat(32) + ".tus"), secret);
        Files.writeString(dir.resolve(".netlessons-odd.tus"), "tus 3 reject\na\n");
        start();
        for (int i = 0; i < notes.size(); i++) {
            assertThat(client.head(Client.ENDPOINT + String.format("%032x", i)).status())
                    .as(notes.get(i))
                    .isEqualTo(404);
        }
        assertThat(files().stream().filter(name -> name.endsWith(".tus") && !name.contains("aaaa")))
                .containsExactly(".netlessons-odd.tus");
        assertThat(Files.readString(secret)).isEqualTo("secret");
    }
}
