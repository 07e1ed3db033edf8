package netlessons.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import netlessons.testkit.Rfc;
import netlessons.testkit.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: paths that want to lead out of the folder. */
@DisplayName("Stage 6: paths")
final class Stage6PathsIT extends Stage6Test {
    private static final String JSON = "Accept: application/json";

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("paths that want to climb out of the folder (attacks 1, 2, 3, 4, 5, 6)")
    @Rfc("RFC 3986 section 5.2.4")
    @ValueSource(
            strings = {
                "/../%s",
                "/../../%s",
                "/sub/../../%s",
                "/sub/sub/../../../%s",
                "/./../%s",
                "//../%s",
                "/sub//../../%s",
                "/%%2e%%2e/%s",
                "/%%2E%%2E/%s",
                "/.%%2e/%s",
                "/%%2e./%s",
                "/..%%2f%s",
                "/..%%2F%s",
                "/%%2e%%2e%%2f%s",
                "/sub/..%%2f..%%2f%s",
                "/sub%%2f..%%2f..%%2f%s",
                "/sub/%%2e%%2e/%%2e%%2e/%s",
                "/%%252e%%252e/%s",
                "/..%%252f%s",
                "/..%%5c%s",
                "/sub/..%%5c..%%5c%s",
                "/..\\%s",
                "/sub/..\\..\\%s",
                "/..;/%s",
                "/..;a=b/%s",
                "/....//%s",
                "/.../%s",
                "/%%c0%%ae%%c0%%ae/%s",
                "/..%%c0%%af%s",
                "/%%e0%%80%%ae%%e0%%80%%ae/%s",
                "/..%%ef%%bc%%8f%s",
                "/%%u002e%%u002e/%s",
                "/..%%00/%s",
                "/.share/../../%s",
                "/.share/%%2e%%2e/%%2e%%2e/%s",
                "/.share/..%%2f..%%2f%s",
                "/.share/tus/..%%2f..%%2f..%%2f%s",
                "/../%s%%00.txt",
                "/..%%09/%s"
            })
    void climbing(String form) throws IOException {
        Path file = raid.secret("-secret.txt");
        Path sibling = raid.outside("-backup", null);
        Files.writeString(sibling.resolve("canary.txt"), Raid.SECRET);
        for (String name : List.of(file.getFileName().toString(), sibling.getFileName() + "/canary.txt")) {
            String path = form.formatted(name);
            raid.expectNowhere(raid.http().get(path));
            raid.expectNowhere(raid.http().get(path + "?download"));
            raid.expectNowhere(raid.http().head(path));
        }
        raid.expectNowhere(raid.http().get(form.formatted(sibling.getFileName() + "/") + "?zip"));
        raid.expectNowhere(raid.http().get(form.formatted(sibling.getFileName() + "/"), JSON));
        raid.expectAlive();
    }

    @Test
    @Order(2)
    @DisplayName("all short words of % 25 2e 2f . and /, and some longer ones: none leads out (attack 2)")
    void words(Target target) throws IOException {
        String name = raid.secret("-secret.txt").getFileName().toString();
        String[] letters = {"%", "25", "2e", "2f", ".", "/"};
        List<String> words = new ArrayList<>(List.of(""));
        for (int from = 0, length = 0; length < 3; length++) {
            int to = words.size();
            for (; from < to; from++) {
                for (String letter : letters) {
                    words.add(words.get(from) + letter);
                }
            }
        }
        Random random = target.random();
        for (int i = 0; i < 200; i++) {
            StringBuilder word = new StringBuilder();
            for (int letter = 4 + random.nextInt(6); letter > 0; letter--) {
                word.append(letters[random.nextInt(letters.length)]);
            }
            words.add(word.toString());
        }
        for (String word : words) {
            raid.expectNowhere(raid.http().get("/" + word + "/" + name));
        }
        raid.expectAlive();
    }

    @Test
    @Order(3)
    @DisplayName("a whole path of the disk, encoded or behind a prefix of the server's own (attack 4)")
    void absolute() throws IOException {
        Path file = raid.secret("-secret.txt");
        String encoded = file.toString().replace("\\", "%5C").replace("/", "%2F");
        for (String prefix : List.of("/", "//", "/.share/", "/.share/tus/", folder.path(""))) {
            raid.expectNowhere(raid.http().get(prefix + encoded));
            raid.expectNowhere(raid.http().get(prefix + file.toString().replace('\\', '/')));
        }
        raid.expectNowhere(raid.http().get("/.share/%2Fetc%2Fpasswd"));
        raid.expectNowhere(raid.http().get("file://" + file));
        raid.expectAlive();
    }

    @Test
    @Order(4)
    @DisplayName("a name is decoded once: %252e%252e is the file called %2e%2e (attack 3)")
    @Rfc("RFC 3986 section 2.4")
    void once() throws IOException {
        folder.write("%2e%2e", "percent");
        folder.get("%252e%252e").expectStatus(200).expectBody("percent");
    }

    @ParameterizedTest(name = "{0}")
    @Order(5)
    @DisplayName("escapes that are broken: 400 or 404, and nothing worse (attack 7)")
    @Rfc("RFC 3986 section 2.1")
    @ValueSource(strings = {"%", "%2", "%zz", "a%00", "%00", "%ff", "%c0%ae", "%ed%a0%80", "%f4%90%80%80", "a%0", "%%"})
    void broken(String name) throws IOException {
        raid.expectNowhere(folder.get(name)).expectStatus(400, 404);
        raid.expectNowhere(folder.get(name + "/?zip"));
        Raid.expectSane(folder.get("?q=" + name)).expectStatus(200, 400);
        Raid.expectSane(folder.get("?sort=" + name)).expectStatus(200, 400);
        raid.expectAlive();
    }

    @Test
    @Order(6)
    @DisplayName("no redirect leads to another server (attack 8)")
    @Rfc("RFC 9110 section 10.2.2")
    void redirects() throws IOException {
        folder.write("sub/a.txt", "a");
        String sub = folder.path("sub");
        for (String path : List.of(
                "//evil.example",
                "//evil.example/..",
                "//evil.example/%2e%2e",
                "///evil.example/",
                "/\\evil.example",
                "/%5cevil.example",
                "http://evil.example/x",
                "http://evil.example" + sub,
                sub,
                "/" + sub,
                "//" + sub,
                sub + "/../sub",
                "//evil.example" + sub + "/..")) {
            raid.expectHere(Raid.expectSane(raid.http().get(path)));
        }
        for (String host :
                List.of("evil.example", "evil.example:80", raid.http().host() + ".evil.example", "", "a/b")) {
            raid.expectHere(Raid.expectSane(raid.http().get(sub, "Host: " + host)));
        }
        raid.expectHere(raid.http().get(sub, "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"));
    }

    @Test
    @Order(12)
    @DisplayName("names that are nearly right are wrong: a slash, a blank, a dot behind it (attack 14)")
    void nearly() throws IOException {
        folder.write("a.txt", "content");
        for (String name :
                List.of("a.txt/", "a.txt/.", "a.txt//", "a.txt%20", "a.txt.", "a.txt::$DATA", "a.txt%2f", "a.txt%5c")) {
            raid.expectNowhere(folder.get(name));
        }
    }

    @Test
    @Order(13)
    @DisplayName("x/bar%2f..%2fy is not y: a cache before the server would keep it under both names (attack 45)")
    void poisoned() throws IOException {
        folder.write("x/y.txt", "content");
        raid.expectNowhere(folder.get("x/bar%2f..%2fy.txt"));
        raid.expectNowhere(folder.get("x%2fy.txt"));
        Raid.expectKept(folder.get("x/bar/../y.txt")).expectStatus(200, 301, 302, 307, 308, 400, 404);
    }
}
