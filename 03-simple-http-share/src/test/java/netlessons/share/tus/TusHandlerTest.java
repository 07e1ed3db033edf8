package netlessons.share.tus;

import static netlessons.share.tus.Client.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** The rules of tus, and what happens between two pieces: no network, no waiting, a clock that is set by hand. */
class TusHandlerTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    private static final String BEGIN_AND_A_DAY = "Sat, 03 Jan 2026 03:04:05 GMT";
    private static final long QUOTA = 10 << 20;

    @TempDir
    private Path dir;

    private Instant now = BEGIN;
    private Uploads uploads;
    private Transfers transfers;
    private TusHandler handler;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        start(Conflict.reject);
    }

    private void start(Conflict rule) throws IOException {
        Root root = Root.open(dir, false);
        uploads = new Uploads(root, rule, 1L << 40, QUOTA, 0, Duration.ofDays(1));
        transfers = new Transfers(uploads, new Notes(root.path()), Duration.ofDays(1), () -> now);
        handler = new TusHandler(uploads, Client.ENDPOINT, transfers);
        client = new Client(handler);
    }

    @AfterEach
    void stop() throws IOException {
        handler.close();
        uploads.close();
    }

    private String content(String name) throws IOException {
        return Files.readString(dir.resolve(name));
    }

    private List<String> files() throws IOException {
        return Sharing.files(dir);
    }

    private static Optional<String> offset(Response response) {
        return response.fields().first("Upload-Offset");
    }

    private static Optional<String> came(Response response) {
        return response.fields().first("Content-Location");
    }

    @Test
    @DisplayName(
            "the answer to the last piece tells where the file is, HEAD tells it again, DELETE does not take it away")
    void whereItIs() throws IOException {
        String metadata = Client.encode(Map.of("filename", "ä b.txt", "folder", "/x/y"));
        Response made = client.ask(
                "POST", Client.ENDPOINT, "Tus-Resumable: 1.0.0", "Upload-Length: 6", "Upload-Metadata: " + metadata);
        String path = made.fields().first("Location").orElseThrow();
        expect(201, made);
        assertThat(path).matches("/\\.share/tus/[0-9a-f]{32}");
        assertThat(offset(made)).contains("0");
        assertThat(files()).as("before the first byte").isEmpty();
        assertThat(came(client.patch(path, 0, "abc"))).isEmpty();
        Response last = client.patch(path, 3, "def");
        expect(204, last);
        assertThat(came(last)).contains("/x/y/%C3%A4%20b.txt");
        assertThat(last.fields().has("Upload-Expires")).isFalse();
        assertThat(came(client.head(path))).contains("/x/y/%C3%A4%20b.txt");
        assertThat(offset(client.head(path))).contains("6");
        assertThat(client.head(path).fields().first("Upload-Metadata")).isEqualTo(Optional.of(metadata));
        expect(204, client.delete(path));
        expect(410, client.head(path));
        assertThat(content("x/y/ä b.txt")).isEqualTo("abcdef");
    }

    @Test
    @DisplayName("each answer says that it is tus, and is not to be kept; errors are plain text")
    void fields() throws IOException {
        String path = client.begin(3, "a.txt");
        for (Response response : List.of(
                client.head(path),
                client.patch(path, 1, "b"),
                client.head(Client.ENDPOINT + "x"),
                client.ask("GET", path, "Tus-Resumable: 1.0.0"),
                client.ask("OPTIONS", Client.ENDPOINT))) {
            assertThat(response.fields().all("Tus-Resumable")).containsExactly("1.0.0");
            assertThat(response.fields().all("Cache-Control")).containsExactly("no-store");
        }
        assertThat(Client.text(client.patch(path, 1, "b"))).isEqualTo("The upload goes on at 0.\n");
        assertThat(client.ask("GET", path).fields().first("Allow")).contains("DELETE, HEAD, OPTIONS, PATCH");
        expect(412, client.ask("HEAD", path));
        expect(412, client.ask("HEAD", path, "Tus-Resumable: 1.0.0", "Tus-Resumable: 0.9"));
    }

    @Test
    @DisplayName("what extensions offer that are not here is refused, not passed over in silence")
    void extensions() throws IOException {
        for (String field : List.of("Upload-Defer-Length: 1", "Upload-Concat: partial", "Upload-Checksum: sha1 eA==")) {
            Response response = client.ask(
                    "POST",
                    Client.ENDPOINT,
                    "Tus-Resumable: 1.0.0",
                    "Upload-Length: 3",
                    "Upload-Metadata: filename YQ==",
                    field);
            assertThat(response.status()).as(field).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("the request that begins an upload may bring its first bytes, or all of them")
    void bytesAtOnce() throws IOException {
        for (String text : List.of("abc", "abcdef")) {
            Response response =
                    client.create(Client.ENDPOINT + "?conflict=rename", new Pieces().then(text), text.length(), 6);
            expect(201, response);
            assertThat(offset(response)).contains(Integer.toString(text.length()));
        }
        assertThat(content("a")).isEqualTo("abcdef");
    }

    @Test
    @DisplayName("nothing is kept of one that breaks off before its client knew where to go on")
    void breaksAtOnce() throws IOException {
        Pieces body = new Pieces().then("abc").thenBreaks();
        assertThatThrownBy(() -> client.create(Client.ENDPOINT, body, 6, 6)).hasMessage("The connection broke.");
        assertThat(files()).isEmpty();
    }

    @Test
    @DisplayName("what came before the body broke off is kept; a last byte that came makes the file whole all the same")
    void broken() throws IOException {
        String path = client.begin(6, "a.txt");
        assertThatThrownBy(() ->
                        client.patch(path, 0, new Pieces().then("ab").then("cd").thenBreaks(), 6))
                .hasMessage("The connection broke.");
        assertThat(offset(client.head(path))).contains("4");
        assertThatThrownBy(() -> client.patch(path, 4, new Pieces().then("ef").thenBreaks(), -1))
                .hasMessage("The connection broke.");
        assertThat(content("a.txt")).isEqualTo("abcdef");
        assertThat(offset(client.head(path))).contains("6");
        assertThat(files()).containsExactly("a.txt");
    }

    @Test
    @DisplayName("who asks how much there is takes over; the old connection brings nothing more (attack 28)")
    void headTakesOver() throws IOException {
        String path = client.begin(6, "a.txt");
        Pieces body = new Pieces()
                .then("abc")
                .then(() -> assertThat(offset(client.head(path))).contains("3"))
                .then("XYZ");
        Response old = client.patch(path, 0, body, 6);
        expect(409, old);
        expect(204, client.patch(path, 3, "def"));
        assertThat(content("a.txt")).isEqualTo("abcdef");
    }

    @Test
    @DisplayName("who knows where it goes on takes over without asking; who does not disturbs nobody (attack 28)")
    void patchTakesOver() throws IOException {
        String path = client.begin(6, "a.txt");
        Pieces body = new Pieces()
                .then("a")
                .then(() -> expect(409, client.patch(path, 0, "x")))
                .then("bc")
                .then(() -> expect(204, client.patch(path, 3, "def")))
                .then("XYZ");
        Response old = client.patch(path, 0, body, -1);
        expect(409, old);
        assertThat(content("a.txt")).isEqualTo("abcdef");
    }

    @Test
    @DisplayName("one that is given up while it comes leaves nothing (attack 28)")
    void deletedMeanwhile() throws IOException {
        String path = client.begin(6, "a.txt");
        Pieces body = new Pieces()
                .then("abc")
                .then(() -> expect(204, client.delete(path)))
                .then("def");
        Response old = client.patch(path, 0, body, 6);
        expect(410, old);
        expect(410, client.delete(path));
        assertThat(files()).isEmpty();
    }

    @Test
    @DisplayName("a file that turns out longer than announced is not the one that was announced: it goes (attack 28)")
    void tooMuch() throws IOException {
        String path = client.begin(6, "a.txt");
        expect(413, client.patch(path, 0, "abcdefg"));
        assertThat(offset(client.head(path))).contains("0");
        expect(413, client.patch(path, 0, new Pieces().then("abcdef").then("g"), -1));
        expect(410, client.head(path));
        assertThat(files()).isEmpty();
    }

    @Test
    @DisplayName("a name that is taken meanwhile is a conflict at the end; the upload is gone then")
    void takenMeanwhile() throws IOException {
        String path = client.begin(3, "a.txt");
        Files.writeString(dir.resolve("a.txt"), "other");
        expect(409, client.patch(path, 0, "abc"));
        expect(410, client.head(path));
        assertThat(content("a.txt")).isEqualTo("other");
        assertThat(files()).containsExactly("a.txt");
        expect(409, client.create(3, Map.of("filename", "a.txt")));
    }

    @Test
    @DisplayName(
            "a client may keep both, in the address or in the metadata, but replaces only where the server does so")
    void conflicts() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "old");
        Response kept = client.create(0, Map.of("filename", "a.txt", "conflict", "rename"));
        assertThat(came(kept)).contains("/a%20%281%29.txt");
        expect(409, client.create(0, Map.of("filename", "a.txt", "conflict", "replace")));
        assertThat(content("a.txt")).isEqualTo("old");
        stop();
        start(Conflict.replace);
        expect(409, client.create(0, Map.of("filename", "a.txt", "conflict", "reject")));
        expect(201, client.create(0, Map.of("filename", "a.txt")));
        assertThat(content("a.txt")).isEmpty();
    }

    @Test
    @DisplayName("a part that somebody has tidied up is gone, and never a file with a hole")
    void tidiedUp() throws IOException {
        String path = client.begin(6, "a.txt");
        client.patch(path, 0, "abc");
        for (String file : files()) {
            Files.delete(dir.resolve(file));
        }
        expect(410, client.patch(path, 3, "def"));
        assertThat(files()).isEmpty();
    }

    @Test
    @DisplayName(
            "it is told until when an upload waits, from the last byte on; then it is gone, and so is what had come")
    void expiry() throws IOException {
        String path = client.begin(6, "a.txt");
        assertThat(client.head(path).fields().first("Upload-Expires")).contains(BEGIN_AND_A_DAY);
        now = BEGIN.plus(Duration.ofHours(23));
        Response piece = client.patch(path, 0, "abc");
        assertThat(piece.fields().first("Upload-Expires")).contains("Sun, 04 Jan 2026 02:04:05 GMT");
        now = BEGIN.plus(Duration.ofHours(46));
        transfers.sweep();
        assertThat(offset(client.head(path))).contains("3");
        now = BEGIN.plus(Duration.ofHours(47));
        assertThat(client.head(path).status()).as("though nobody has swept yet").isEqualTo(410);
        assertThat(files()).isEmpty();
    }

    @Test
    @DisplayName("those that nobody asks for any more are swept away (attack 28)")
    void sweep() throws IOException {
        client.patch(client.begin(6, "a.txt"), 0, "abc");
        assertThat(files()).hasSize(1);
        now = now.plus(Duration.ofDays(1));
        transfers.sweep();
        assertThat(files()).isEmpty();
    }

    @Test
    @DisplayName("10,000 that are begun and left: no file, no room taken, and soon others may begin again (attack 28)")
    void vanish() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            statuses.add(client.create(QUOTA, Map.of("filename", "a" + i)).status());
        }
        assertThat(statuses.subList(0, Transfers.MOST_UNFINISHED)).containsOnly(201);
        assertThat(statuses.subList(Transfers.MOST_UNFINISHED, 10_000)).containsOnly(503);
        assertThat(files()).isEmpty();
        Response refused = client.create(1, Map.of("filename", "b"));
        assertThat(refused.fields().first("Retry-After")).contains("60");
        now = now.plusSeconds(61);
        String path = client.begin(1, "b");
        expect(204, client.patch(path, 0, "b"));
        assertThat(content("b")).isEqualTo("b");
    }

    @Test
    @DisplayName(
            "room is held for who sends, not for who rests; what has come is not lost when there is none (attack 26)")
    void room() throws IOException {
        long large = QUOTA - 10;
        String first = client.begin(large, "first");
        String second = client.begin(large, "second");
        client.patch(second, 0, "abc");
        Pieces body = new Pieces()
                .then("abc")
                .then(() -> expect(507, client.patch(second, 3, "def")))
                .thenBreaks();
        assertThatThrownBy(() -> client.patch(first, 0, body, -1)).hasMessage("The connection broke.");
        assertThat(offset(client.head(second))).contains("3");
        expect(204, client.patch(second, 3, "def"));
    }

    @Test
    @DisplayName("those that are over are remembered for a while, not for ever")
    void over() throws IOException {
        String first = client.begin(0, "first");
        String given = client.begin(1, "given");
        client.delete(given);
        expect(410, client.head(given));
        for (int i = 0; i < Transfers.MOST_OVER; i++) {
            client.delete(client.begin(1, "more" + i));
        }
        expect(404, client.head(first));
        expect(404, client.head(given));
        assertThat(files()).containsExactly("first");
    }
}
