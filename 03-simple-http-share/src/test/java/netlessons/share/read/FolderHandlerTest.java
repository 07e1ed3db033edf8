package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Root;
import netlessons.share.http.Content;
import netlessons.share.http.Percent;
import netlessons.share.http.Requests;
import netlessons.share.http.Response;
import netlessons.share.page.Ending;
import netlessons.share.page.Pages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderHandlerTest {
    private static final String JSON = "Accept: application/json";

    @TempDir
    Path dir;

    private Root root;
    private FolderHandler folders;

    @BeforeEach
    void files() throws IOException {
        root = Root.open(dir, false);
        folders = new FolderHandler(
                root,
                new FolderPage(new Pages(), root, "shared", Optional.empty(), Ending.NEVER, request -> "http://a"),
                new Room(1));
    }

    private void write(String path, String text) throws IOException {
        Path file = dir.resolve(path);
        Files.createDirectories(file.getParent());
        Files.setLastModifiedTime(
                Files.writeString(file, text), FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
    }

    private Response ask(String method, String target, String... fields) throws IOException {
        var request = Requests.of(method, target, fields);
        return folders.handle(request, root.find(request.target().names()).orElseThrow());
    }

    private static String text(Response response) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (response.content() instanceof Content.Written written) {
            written.writer().writeTo(bytes);
        } else {
            bytes.writeBytes(((Content.Bytes) response.content()).bytes());
        }
        response.end().accept(true);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String json(String target) throws IOException {
        return text(ask("GET", target, JSON));
    }

    @Test
    void forPrograms() throws IOException {
        write("a b/10.txt", "ten");
        write("a b/9.txt", "");
        write("a b/sub/x", "");
        Files.setLastModifiedTime(dir.resolve("a b/sub"), FileTime.from(Instant.parse("2002-02-03T04:05:06Z")));
        assertThat(json("/a%20b/")).isEqualTo("""
                        {"path":"/a b/","truncated":false,"entries":[
                        {"name":"sub","type":"folder","size":0,"modified":"2002-02-03T04:05:06Z","href":"sub/"},
                        {"name":"9.txt","type":"file","size":0,"modified":"2001-02-03T04:05:06Z","href":"9.txt"},
                        {"name":"10.txt","type":"file","size":3,"modified":"2001-02-03T04:05:06Z","href":"10.txt"}
                        ]}
                        """);
        assertThat(json("/a%20b/?sort=size&order=desc")).matches("(?s).*\"sub\".*\"10.txt\".*\"9.txt\".*");
        assertThat(json("/?q=TXT")).contains("\"name\":\"a b/9.txt\"").contains("\"href\":\"a%20b/9.txt\"");
        assertThat(json("/a%20b/sub/?q=nothing"))
                .isEqualTo("{\"path\":\"/a b/sub/\",\"truncated\":false,\"entries\":[\n]}\n");
    }

    @Test
    @DisplayName("what it is depends on Accept, and so a cache is told; nobody keeps a list that is old at once")
    void fields() throws IOException {
        for (String accept : List.of("text/html", "*/*", "application/json")) {
            Response response = ask("GET", "/", "Accept: " + accept);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.fields().all("Vary")).containsExactly("Accept");
            assertThat(response.fields().all("Cache-Control")).containsExactly("private, no-cache");
            assertThat(response.fields().first("Content-Type"))
                    .contains(accept.endsWith("json") ? accept : "text/html; charset=utf-8");
            assertThat(response.download()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=x>",
                "a\nb",
                "q'\"&;",
                "%2e%2e",
                "javascript:x",
                "x:y",
                "\u202Egpj.exe",
                "?q#f",
                "ü",
                "\uD83D\uDE00",
                "..."
            })
    @DisplayName("a link leads to the file, whatever its name; a list shows it as text (attack 30)")
    void links(String name) {
        Entry entry = new Entry("sub/" + name, true, 0, Instant.EPOCH);
        String href = FolderHandler.href(entry);
        assertThat(href).matches("sub/[A-Za-z0-9._~%-]+/");
        assertThat(Percent.decode(href)).isEqualTo("sub/" + name + "/");
    }

    @Test
    @DisplayName("a long list is made while it is sent, one at a time if there is no more memory (attack 43)")
    void longLists() throws IOException {
        for (int i = 0; i < 2500; i++) {
            Files.createFile(dir.resolve("f" + i));
        }
        for (int round = 0; round < 3; round++) { // there is one place, and it is given back each time
            Response head = ask("HEAD", "/", JSON);
            assertThat(head.content()).isInstanceOf(Content.Written.class);
            head.end().accept(false);
        }
        String json = json("/");
        assertThat(json.lines().count()).isEqualTo(2502);
        assertThat(json).contains("\"truncated\":false").endsWith("\"href\":\"f2499\"}\n]}\n");
        assertThat(json("/?q=f").lines().count()).isEqualTo(1002);
        assertThat(json("/?q=f")).contains("\"truncated\":true");
    }
}
