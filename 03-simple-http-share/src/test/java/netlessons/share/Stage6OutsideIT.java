package netlessons.share;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.FolderList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: whoever wants to read what is not in the folder. */
@Stage(value = 6, name = "hostile input")
@DisplayName("Stage 6: reading outside")
final class Stage6OutsideIT {
    private static final String JSON = "Accept: application/json";

    private Raid raid;
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        raid = new Raid(target);
        folder = raid.folder();
    }

    @AfterEach
    void clean() throws IOException {
        raid.close();
    }

    /** Not found, or a bad request; never what is outside. A redirect is fine if it stays here. */
    private Reply expectNowhere(Reply reply) {
        Raid.expectKept(reply);
        if (reply.status() / 100 == 3) {
            expectHere(reply);
        } else if (reply.status() < 400 || reply.status() > 499) {
            throw reply.failure("400 or 404, or another 4xx", 0);
        }
        return reply;
    }

    private Reply expectHere(Reply reply) {
        String own = raid.http().host();
        reply.headers("Location").forEach(location -> {
            boolean path = location.matches("/(?![/\\\\]).*") || location.matches("(?![a-zA-Z]+:)[^/\\\\].*");
            if (!path && !location.startsWith("http://" + own + "/")) {
                throw reply.failure("a Location on this very server, not " + location, 0);
            }
        });
        return reply;
    }

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
            expectNowhere(raid.http().get(path));
            expectNowhere(raid.http().get(path + "?download"));
            expectNowhere(raid.http().head(path));
        }
        expectNowhere(raid.http().get(form.formatted(sibling.getFileName() + "/") + "?zip"));
        expectNowhere(raid.http().get(form.formatted(sibling.getFileName() + "/"), JSON));
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
            expectNowhere(raid.http().get("/" + word + "/" + name));
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
            expectNowhere(raid.http().get(prefix + encoded));
            expectNowhere(raid.http().get(prefix + file.toString().replace('\\', '/')));
        }
        expectNowhere(raid.http().get("/.share/%2Fetc%2Fpasswd"));
        expectNowhere(raid.http().get("file://" + file));
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
        expectNowhere(folder.get(name)).expectStatus(400, 404);
        expectNowhere(folder.get(name + "/?zip"));
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
            expectHere(Raid.expectSane(raid.http().get(path)));
        }
        for (String host :
                List.of("evil.example", "evil.example:80", raid.http().host() + ".evil.example", "", "a/b")) {
            expectHere(Raid.expectSane(raid.http().get(sub, "Host: " + host)));
        }
        expectHere(raid.http().get(sub, "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"));
    }

    @Test
    @Order(7)
    @DisplayName("a link to what is outside is as if it were not there: GET, list, search, zip, picture (attack 9)")
    void links() throws IOException {
        raid.link("file.txt", raid.secret("-secret.txt"));
        Path other = raid.outside("-other", null);
        Files.writeString(other.resolve("canary.txt"), Raid.SECRET);
        Files.write(other.resolve("canary.png"), Pictures.png(20, 20));
        raid.link("dir", other);
        Files.createDirectories(folder.file("sub"));
        raid.link("sub/middle", other);
        raid.link("loop", folder.file("loop"));
        raid.link("ring", folder.dir());
        raid.link("dangling", other.resolve("nothing"));
        folder.write("own.txt", "own");
        raid.link("inside.txt", folder.file("own.txt"));
        for (String path : List.of(
                "file.txt",
                "dir",
                "dir/",
                "dir/canary.txt",
                "sub/middle/",
                "sub/middle/canary.txt",
                "dir/?zip",
                "dir/canary.png?width=10",
                "loop",
                "loop/",
                "dangling",
                "dir/?q=canary")) {
            expectNowhere(folder.get(path));
            expectNowhere(folder.get(path, JSON));
        }
        for (String path : List.of("", "?q=canary", "sub/", "?zip")) {
            Raid.expectKept(folder.get(path).expectStatus(200));
        }
        FolderList list = FolderList.of(folder.get("", JSON));
        if (list.names().stream().anyMatch(List.of("file.txt", "dir", "loop", "dangling")::contains)) {
            throw folder.get("", JSON).failure("no link in the list that leads outside, or nowhere", 0);
        }
        FolderList found = FolderList.of(folder.get("?q=canary", JSON));
        if (!found.names().isEmpty()) {
            throw folder.get("?q=canary", JSON).failure("nothing to be found behind a link that leads outside", 0);
        }
        expectZip(folder.get("?zip").expectStatus(200));
    }

    /** A ring of links must not make it endless, either. */
    private static void expectZip(Reply reply) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                if (text.contains(Raid.SECRET) || entry.getName().matches(".*\\.\\..*|/.*|.*\\\\.*")) {
                    throw reply.failure("an archive of the folder, and nothing else: " + entry.getName(), 0);
                }
            }
        }
    }

    @Test
    @Order(8)
    @DisplayName("a folder becomes a link while it is read: nothing outside is sent (attack 10)")
    void exchanged(Target target) throws Exception {
        Path other = raid.outside("-other", null);
        Files.writeString(other.resolve("a.txt"), Raid.SECRET);
        folder.write("real/a.txt", "own");
        raid.link("link", other);
        Path name = folder.file("name");
        AtomicBoolean over = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            while (!over.get()) {
                try { // a folder and a link take turns under one name
                    Files.move(folder.file("real"), name, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(name, folder.file("real"), StandardCopyOption.ATOMIC_MOVE);
                    Files.move(folder.file("link"), name, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(name, folder.file("link"), StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.start();
        try {
            for (int i = 0; i < 150; i++) {
                for (String path : List.of("name/a.txt", "name/", "?q=a.txt")) {
                    Raid.expectNoSecret(folder.get(path));
                }
                // An archive may break off, if what is in it goes while it is made.
                try (Wire wire = raid.http().begin("GET", folder.path("name/?zip"), Raid.NOTHING)) {
                    String all = everything(wire);
                    if (all.contains(Raid.SECRET)) {
                        throw wire.failure("nothing of what is outside the shared folder", all.indexOf(Raid.SECRET));
                    }
                }
            }
        } finally {
            over.set(true);
            thread.join(10_000);
        }
        raid.expectAlive();
    }

    private static String everything(Wire wire) {
        StringBuilder all = new StringBuilder();
        while (wire.awaitMore("the end of the connection")) {
            all.append(new String(wire.read(1, "a byte"), StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    @ParameterizedTest(name = "{0}")
    @Order(9)
    @DisplayName("what is hidden stays hidden, and what is in hidden folders: path, list, search, zip (attack 11)")
    @ValueSource(strings = {".git/config", ".hidden.txt", "sub/.hid/deep/s.txt"})
    void hidden(String name) throws IOException {
        folder.write(name, Raid.SECRET);
        folder.write("sub/own.txt", "own");
        String last = name.substring(name.lastIndexOf('/') + 1);
        for (String path :
                List.of(name, name.toUpperCase(java.util.Locale.ROOT), name.replace(".", "%2e"), name + "?width=9")) {
            expectNowhere(folder.get(path));
        }
        expectZip(folder.get("?zip").expectStatus(200));
        for (String path : List.of("", "sub/", "?q=" + last, "?q=hid")) {
            if (FolderList.of(folder.get(path, JSON)).names().stream()
                    .anyMatch(n -> n.contains(last) || n.matches("(.*/)?\\..*"))) {
                throw folder.get(path, JSON).failure("nothing hidden in it", 0);
            }
        }
    }

    @Test
    @Order(10)
    @DisplayName("a pipe, or a device, is no file: the answer comes at once, and list, search and zip do (attack 12)")
    void pipe() throws Exception {
        Path pipe = folder.file("pipe.txt");
        try {
            if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
                return;
            }
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("there are no pipes here");
        }
        raid.link("zero.bin", Path.of("/dev/zero"));
        folder.write("own.txt", "own");
        for (String name : List.of("pipe.txt", "zero.bin")) {
            expectNowhere(folder.get(name));
            expectNowhere(folder.get(name + "?width=10"));
        }
        folder.get("").expectStatus(200);
        folder.get("?q=t").expectStatus(200);
        expectZip(folder.get("?zip").expectStatus(200));
        Raid.expectRefused(folder.put("pipe.txt", "x"));
        raid.expectAlive();
    }

    @Test
    @Order(11)
    @DisplayName("half of an upload can neither be seen nor fetched, under no name (attack 13)")
    void halves() throws IOException {
        byte[] half = Raid.SECRET.repeat(5000).getBytes(StandardCharsets.UTF_8);
        Wire wire = raid.http().begin("PUT", folder.path("new.txt"), half, "Content-Length: " + half.length * 2);
        folder.write("own.txt", "own");
        for (int i = 0; i < 20; i++) { // it may take a moment until the server has begun
            for (Path path : Raid.list(folder.dir())) {
                String name = path.getFileName().toString();
                if (!name.equals("own.txt")) {
                    Raid.expectKept(folder.get(name));
                    Raid.expectKept(folder.get(name + "?download"));
                }
            }
            if (!FolderList.of(folder.get("", JSON)).names().equals(List.of("own.txt"))) {
                throw folder.get("", JSON).failure("nothing of the upload in the list before it is whole", 0);
            }
            Raid.expectKept(folder.get("?zip"));
            Raid.expectKept(folder.get("?q=new"));
        }
        wire.reset();
    }

    @Test
    @Order(12)
    @DisplayName("names that are nearly right are wrong: a slash, a blank, a dot behind it (attack 14)")
    void nearly() throws IOException {
        folder.write("a.txt", "content");
        for (String name :
                List.of("a.txt/", "a.txt/.", "a.txt//", "a.txt%20", "a.txt.", "a.txt::$DATA", "a.txt%2f", "a.txt%5c")) {
            expectNowhere(folder.get(name));
        }
    }

    @Test
    @Order(13)
    @DisplayName("x/bar%2f..%2fy is not y: a cache before the server would keep it under both names (attack 45)")
    void poisoned() throws IOException {
        folder.write("x/y.txt", "content");
        expectNowhere(folder.get("x/bar%2f..%2fy.txt"));
        expectNowhere(folder.get("x%2fy.txt"));
        Raid.expectKept(folder.get("x/bar/../y.txt")).expectStatus(200, 301, 302, 307, 308, 400, 404);
    }
}
