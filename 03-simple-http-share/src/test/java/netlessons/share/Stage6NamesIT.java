package netlessons.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: files that want to be somewhere else, or to be called what no file should be called. */
@DisplayName("Stage 6: names of uploads")
final class Stage6NamesIT extends Stage6Test {
    private static final String CONTENT = "evil";

    @BeforeEach
    void putSecret() throws IOException {
        raid.secret("-secret.txt");
    }

    /** It is refused, or it is in the folder, whole, and under a name that does no harm. */
    private void expectHarmless(Reply reply) throws IOException {
        Raid.expectKept(reply);
        raid.expectUntouched(reply);
        List<String> files = raid.files();
        for (String file : files) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            boolean odd =
                    name.chars().anyMatch(c -> c < ' ' || c == 0x7f) || name.startsWith(".") || name.contains("\\");
            if (odd || !Files.readString(folder.file(file)).equals(CONTENT)) {
                throw reply.failure("no file of such a name, or half of one: " + file, 0);
            }
        }
        if (files.size() > 1 || files.size() == 1 && reply.status() >= 400) {
            throw reply.failure("one file, or an error and none; there are " + files, 0);
        }
    }

    private void expectNothingBeside(List<Path> before, Reply reply) throws IOException {
        List<Path> now = Raid.list(folder.dir().getParent());
        if (now.size() != before.size() || !before.containsAll(now)) {
            throw reply.failure("nothing new outside the folder; there is " + now, 0);
        }
    }

    @ParameterizedTest(name = "filename=\"{0}\"")
    @Order(20)
    @DisplayName("names that lead out, or that no system can have, in a form: refused, or made harmless (attack 15)")
    @Rfc("RFC 7578 section 4.2")
    @ValueSource(
            strings = {
                "../../x",
                "../x.txt",
                "..",
                ".",
                "./x",
                "a/../../x",
                "a/..",
                "/abs.txt",
                "//x",
                "/",
                "a//b",
                "..\\..\\x",
                "C:\\x.txt",
                "C:/x.txt",
                "\\\\host\\share\\x",
                "a\0b",
                "a\nb",
                "a\u001b[2Jb",
                "x\u007f",
                ".hidden",
                ".netlessons-0000000000000000.part",
                ".share",
                ".share/x",
                ".share/page.js",
                "a/.git/config",
                "%2e%2e%2fx",
                "..%2fx",
                "x%00.txt",
                "~",
                "~/x",
                "-rf",
                "$(id)",
                "`id`",
                "CON",
                "NUL.txt",
                "a:b",
                "x ",
                "x.",
                " x",
                "x|y<z>",
                "*"
            })
    void form(String name) throws IOException {
        List<Path> before = Raid.list(folder.dir().getParent());
        Reply reply = folder.post(new Form().file(name, CONTENT));
        expectHarmless(reply);
        expectNothingBeside(before, reply);
    }

    @Test
    @Order(21)
    @DisplayName("a form without a name for its file, with a very long one, or with a broken head (attack 15)")
    void oddForms() throws IOException {
        expectHarmless(folder.post(new Form().file("", CONTENT)));
        expectHarmless(folder.post(new Form().file("x".repeat(256), CONTENT)));
        expectHarmless(folder.post(new Form().file("\u00fc".repeat(200), CONTENT)));
        expectHarmless(folder.post(new Form().file("x/".repeat(3000) + "y", CONTENT)));
        expectHarmless(folder.post(new Form().file("x\r\nX-Evil: 1", CONTENT)));
        expectHarmless(folder.post(new Form().part("Content-Disposition: form-data\r\n", Raid.bytes(CONTENT))));
        expectHarmless(folder.post(new Form().part("Content-Disposition\r\n", Raid.bytes(CONTENT))));
        expectHarmless(folder.post(new Form().part("", Raid.bytes(CONTENT))));
        raid.expectAlive();
    }

    @Test
    @Order(22)
    @DisplayName("two names for one file: refused, or one of them, and never the path in it (attack 16)")
    @Rfc("RFC 7578 section 4.2")
    void twoNames() throws IOException {
        String start = "Content-Disposition: form-data; name=\"f\"; ";
        for (String names : List.of(
                "filename=\"ok.txt\"; filename*=UTF-8''..%2fevil",
                "filename*=UTF-8''..%2f..%2fevil; filename=\"ok.txt\"",
                "filename=\"ok.txt\"; filename=\"../evil\"",
                "filename=ok.txt; FILENAME=../evil",
                "filename*=UTF-8''..%2fevil",
                "filename=\"../evil",
                "filename=\"..\\/evil\"")) {
            List<Path> before = Raid.list(folder.dir().getParent());
            Reply reply = folder.post(new Form().part(start + names + "\r\n", Raid.bytes(CONTENT)));
            Raid.expectKept(reply);
            expectNothingBeside(before, reply);
            if (raid.files().stream().anyMatch(file -> file.matches("(.*/)?evil"))) {
                throw reply.failure("no file called evil: its path must not be cut off and the rest taken", 0);
            }
            for (String file : raid.files()) {
                Files.delete(folder.file(file));
            }
        }
    }

    @Test
    @Order(23)
    @DisplayName("names in UTF-8 stay what they are; bytes that are no UTF-8 do no harm (attack 16)")
    @Rfc("RFC 7578 section 5.1")
    void letters() throws IOException {
        String name = "gr\u00fc\u00df \u65e5\u672c \ud83d\ude00.txt";
        folder.post(new Form().file(name, CONTENT)).expectStatus(201, 303);
        if (!Files.exists(folder.file(name))) {
            throw folder.get("").failure("a file called " + name + "; there is " + raid.files(), 0);
        }
        Files.delete(folder.file(name));
        byte[] latin = "Content-Disposition: form-data; name=\"f\"; filename=\"gr\u00fcn.txt\"\r\n\r\nevil\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        Form form = new Form();
        form.raw("--" + form.boundary() + "\r\n").raw(latin);
        expectHarmless(folder.post(form));
    }

    @Test
    @Order(24)
    @DisplayName("a folder named in a form or in the address leads nowhere else (attack 17)")
    void folders() throws IOException {
        List<Path> before = Raid.list(folder.dir().getParent());
        for (String name :
                List.of("../x", "/x", "..", ".", "", "a/../../x", "..\\x", ".hid", ".share", "a\0b", "x".repeat(300))) {
            Reply reply = folder.post(new Form().field("folder", name));
            Raid.expectKept(reply);
            expectNothingBeside(before, reply);
        }
        for (String field : List.of("path", "dir", "webkitRelativePath", "relativePath", "name")) {
            Form form = new Form().field(field, "../evil").file("x.txt", CONTENT);
            Reply reply = folder.http().post(folder.path("") + "?" + field + "=/../", form);
            expectHarmless(reply);
            expectNothingBeside(before, reply);
            Files.deleteIfExists(folder.file("x.txt"));
        }
    }

    @ParameterizedTest(name = "PUT {0}")
    @Order(25)
    @DisplayName("the same names in the path of a PUT (attack 15)")
    @ValueSource(
            strings = {
                "..%2f..%2fx",
                "%2e%2e/%2e%2e/x",
                "..%5c..%5cx",
                "%2e%2e",
                "%00",
                "a%00b",
                "a%0d%0ab",
                "a%1b[2J",
                ".hidden",
                ".netlessons-1.part",
                "a%2fb",
                "%2fabs",
                "x%7f",
                ".share",
                ".share/x",
                ".git/config",
                "a//b",
                "/x",
                "%ff"
            })
    void put(String name) throws IOException {
        List<Path> before = Raid.list(folder.dir().getParent());
        Reply reply = folder.put(name, CONTENT);
        expectHarmless(reply);
        expectNothingBeside(before, reply);
    }

    @Test
    @Order(26)
    @DisplayName("nothing can be put into the server's own addresses (attack 15)")
    void own() throws IOException {
        for (String path : List.of("/.share/x", "/.share/page.css", "/.share/page.js", "/.share/tus/x", "/.share")) {
            Raid.expectRefused(raid.http().put(path, CONTENT));
        }
        for (String path : List.of("/.share/", "/.share/tus/")) {
            Raid.expectRefused(raid.http().post(path, new Form().file("x.txt", CONTENT)));
        }
        if (Files.exists(folder.dir().resolveSibling(".share"))) {
            throw folder.get("").failure("no folder of the name .share to be made", 0);
        }
    }

    @Test
    @Order(27)
    @DisplayName("the same names as those of a resumable upload (attack 28)")
    void resumable() throws IOException {
        Tus tus = new Tus(raid.http(), "/.share/tus/");
        List<Path> before = Raid.list(folder.dir().getParent());
        String here = folder.path("");
        for (Map<String, String> metadata : List.of(
                Map.of("filename", "../x", "folder", here),
                Map.of("filename", "x", "folder", here + "../.."),
                Map.of("filename", "..", "folder", here),
                Map.of("filename", "/abs", "folder", here),
                Map.of("filename", "a\0b", "folder", here),
                Map.of("filename", ".hidden", "folder", here),
                Map.of("filename", "x", "folder", "/.share/"),
                Map.of("filename", "", "folder", here),
                Map.of("filename", "x".repeat(300), "folder", here))) {
            Reply created = tus.create(CONTENT.length(), metadata);
            if (Raid.expectSane(created).status() < 400) {
                created = tus.patch(Tus.path(created), 0, Raid.bytes(CONTENT));
            }
            expectHarmless(created);
            expectNothingBeside(before, created);
            for (String file : raid.files()) {
                Files.delete(folder.file(file));
            }
        }
        raid.expectAlive();
    }
}
