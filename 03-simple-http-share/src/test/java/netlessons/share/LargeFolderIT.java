package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand files in one folder, and a program with a heap of 64 MiB. */
@Timeout(600)
@DisplayName("a folder of 100,000 files (attacks 42, 43)")
class LargeFolderIT {
    private static final int COUNT = 100_000;

    @TempDir
    static Path folder;

    private static ShareProgram program;

    @BeforeAll
    static void start() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < COUNT; i++) {
            Files.createFile(many.resolve("file-" + i + ".txt"));
        }
        program = ShareProgram.small(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        try (ShareProgram last = program) {
            last.stop();
        }
    }

    private static <T> HttpResponse<T> get(String target, String accept, HttpResponse.BodyHandler<T> body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + program.address().getPort() + target))
                .header("Accept", accept)
                .timeout(Duration.ofMinutes(2))
                .build();
        return HttpClient.newHttpClient().send(request, body);
    }

    /** The program has memory for one long list; on a slow machine that place may not become free in time: 503. */
    private static String json(String target) throws Exception {
        HttpResponse<String> response;
        do {
            response = get(target, "application/json", HttpResponse.BodyHandlers.ofString());
        } while (response.statusCode() == 503);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Vary")).contains("Accept");
        return response.body();
    }

    private static long count(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().count();
    }

    @Test
    void allOfThemAsJson() throws Exception {
        String json = json("/many/");
        assertThat(json).startsWith("{\"path\":\"/many/\",\"truncated\":false,").endsWith("\n]}\n");
        assertThat(count(json, "\"type\":\"file\"")).isEqualTo(COUNT);
        assertThat(json.indexOf("\"file-10000.txt\"")).isGreaterThan(json.indexOf("\"file-9999.txt\""));
    }

    @Test
    void severalAtOnce() throws Exception {
        Thread[] askers = new Thread[3];
        long[] counts = new long[askers.length];
        for (int i = 0; i < askers.length; i++) {
            int me = i;
            askers[i] = new Thread(() -> {
                try {
                    counts[me] = count(json("/many/?sort=modified&order=desc"), "\"href\"");
                } catch (Exception e) {
                    counts[me] = -1;
                }
            });
            askers[i].start();
        }
        for (Thread asker : askers) {
            asker.join();
        }
        assertThat(counts).containsOnly(COUNT);
    }

    @Test
    @DisplayName("as a page: all, or some and words that there are more; in any case an answer")
    void asPage() throws Exception {
        HttpResponse<InputStream> response = get("/many/", "text/html", HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        String page = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(page).contains("file-0.txt").contains("</html>");
    }

    @Test
    void searchFindsAThousandAndSaysThatThereAreMore() throws Exception {
        String json = json("/?q=FILE");
        assertThat(count(json, "\"href\"")).isEqualTo(1000);
        assertThat(json).contains("\"truncated\":true");
        // A search ends after five seconds, and says so: on a slow machine that may be too soon.
        String one = await().atMost(Duration.ofMinutes(2))
                .until(() -> json("/?q=file-77777.txt"), found -> found.contains("\"truncated\":false"));
        assertThat(count(one, "\"href\"")).isEqualTo(1);
    }

    @Test
    void asAnArchive() throws Exception {
        HttpResponse<InputStream> response = get("/?zip", "*/*", HttpResponse.BodyHandlers.ofInputStream());
        int count = 0;
        try (ZipInputStream zip = new ZipInputStream(response.body())) {
            while (zip.getNextEntry() != null) {
                count++;
            }
        }
        assertThat(count).isEqualTo(COUNT + 1);
    }
}
