package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.http.FolderList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 2, third part: folders as programs want them, sorted and searched; names of all kinds. */
@Stage(value = 2, name = "ranges and conditions")
@Order(3)
@DisplayName("Stage 2: folders")
final class Stage2FoldersIT {
    private static final String JSON = "Accept: application/json";

    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    private static String resolve(String at, FolderList.Entry entry) {
        try {
            return URI.create("http://a" + at).resolve(URI.create(entry.href())).getRawPath();
        } catch (IllegalArgumentException e) {
            throw new AssertionError("the href of " + entry.name() + " is no address: " + entry.href(), e);
        }
    }

    @Test
    @Order(1)
    @DisplayName("a folder without a slash at the end is redirected to the address with one, on this server")
    @Rfc("RFC 9110 section 15.4, RFC 9110 section 10.2.2")
    void redirect() throws IOException {
        folder.write("sub folder/file.txt", "file\n");
        folder.get("sub%20folder")
                .expectStatus(301, 302, 303, 307, 308)
                .expectHeader(
                        "Location",
                        folder.path("sub%20folder/") + ", with or without http://"
                                + folder.http().host() + " before it",
                        to -> to.equals(folder.path("sub%20folder/"))
                                || to.equals("http://" + folder.http().host() + folder.path("sub%20folder/"))
                                || to.equals("sub%20folder/"));
    }

    @Test
    @Order(2)
    @DisplayName("a file with a slash at the end is not there (attack 14)")
    @Rfc("RFC 3986 section 3.3")
    void fileAsFolder() throws IOException {
        folder.write("file.txt", "file\n");
        folder.get("file.txt/").expectStatus(404);
    }

    @Test
    @Order(3)
    @DisplayName("who asks for application/json gets the list of a folder as JSON")
    @Rfc("RFC 9110 section 12.5.1")
    void json() throws IOException {
        FileTime time = FileTime.from(Stage2ConditionsIT.LONG_AGO);
        Files.setLastModifiedTime(folder.write("a.txt", "abc"), time);
        folder.write("sub/b.txt", "b");
        Reply reply = folder.get("", JSON);
        FolderList list = FolderList.of(reply);
        String expected = "{\"path\": \"" + folder.path("") + "\", \"entries\": a folder sub, then a file a.txt}";
        boolean right = list.path().equals(folder.path(""))
                && list.names().equals(List.of("sub", "a.txt"))
                && list.entries().get(0).folder()
                && !list.entries().get(1).folder();
        if (!right) {
            throw reply.failure(expected, 0);
        }
        FolderList.Entry file = list.entries().get(1);
        if (file.size() != 3 || !file.modified().equals(Stage2ConditionsIT.LONG_AGO)) {
            throw reply.failure("of a.txt \"size\": 3 and \"modified\": \"" + Stage2ConditionsIT.LONG_AGO + "\"", 0);
        }
        assertThat(resolve(folder.path(""), list.entries().get(0))).isEqualTo(folder.path("sub/"));
        Library.ask(
                folder.target(),
                p -> p.accept("application/json")
                        .get(folder.path("sub/"))
                        .then()
                        .statusCode(200)
                        .body("entries.name", contains("b.txt")));
    }

    @Test
    @Order(4)
    @DisplayName("what is preferred decides; who says nothing, or takes anything, gets the page; caches are told")
    @Rfc("RFC 9110 section 12.5.1, RFC 9110 section 12.5.5")
    void preference() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("*/*", "text/html");
        cases.put("text/html, application/json;q=0.9", "text/html");
        cases.put("application/json;q=0.2, text/*;q=0.8", "text/html");
        cases.put("text/html;q=0.5, application/json", "application/json");
        cases.put("application/json, text/html;q=0.7, */*;q=0.1", "application/json");
        for (Map.Entry<String, String> one : cases.entrySet()) {
            folder.get("", "Accept: " + one.getKey())
                    .expectStatus(200)
                    .expectHeader("Content-Type", one.getValue(), type -> type.startsWith(one.getValue()))
                    .expectHeader("Vary", "Accept", vary -> vary.matches("(?i)(.*,\\s*)?(Accept|\\*)(\\s*,.*)?"));
        }
    }

    @Test
    @Order(5)
    @DisplayName(
            "a name may have all that a file system allows: the list's and the page's links lead to the file (attack 30)")
    @Rfc("RFC 3986 section 2.1, RFC 3986 section 4.2")
    void names() throws IOException {
        for (String name : List.of(
                "two words",
                "100%",
                "%41",
                "hash#",
                "what?",
                "a&b=c",
                "a&amp;b",
                "semi;colon",
                "1+1",
                "a:b",
                "it's",
                "\"q\"",
                "<b>",
                "~tilde",
                "gr\u00fc\u00df \u20ac",
                "\u65e5\u672c",
                "\ud83d\ude00",
                "[1]",
                "{x}",
                "a|b^c`")) {
            try {
                folder.write(name, name);
            } catch (IOException | InvalidPathException e) {
                continue; // Windows has fewer
            }
        }
        String at = folder.path("");
        Reply page = folder.get("").expectStatus(200);
        Reply list = folder.get("", JSON);
        List<FolderList.Entry> entries = FolderList.of(list).entries();
        assertThat(entries).extracting(FolderList.Entry::name).containsExactlyInAnyOrderElementsOf(folder.files());
        for (FolderList.Entry entry : entries) {
            String to = resolve(at, entry);
            folder.http().get(to).expectStatus(200).expectBody(entry.name());
            if (!Links.of(page, at).contains(to)) {
                throw page.failure("a page with a link to " + to + " (" + entry.name() + ")", 0);
            }
        }
    }

    @Test
    @Order(6)
    @DisplayName("sorted by name, size or time, up or down: folders first, and numbers in names as numbers")
    void sorted() throws IOException {
        String[] names = {"file 10.txt", "file 9.txt", "file 1.txt"};
        for (int i = 0; i < names.length; i++) {
            Path file = folder.write(names[i], "x".repeat(new int[] {2, 3, 1}[i]));
            Files.setLastModifiedTime(
                    file, FileTime.from(Stage2ConditionsIT.LONG_AGO.plusSeconds(new int[] {1, 2, 3}[i])));
        }
        Files.createDirectory(folder.file("sub"));
        String f1 = "file 1.txt";
        String f9 = "file 9.txt";
        String f10 = "file 10.txt";
        expectOrder("", "sub", f1, f9, f10);
        expectOrder("?sort=name&order=asc", "sub", f1, f9, f10);
        expectOrder("?sort=name&order=desc", "sub", f10, f9, f1);
        expectOrder("?sort=size", "sub", f1, f10, f9);
        expectOrder("?sort=size&order=desc", "sub", f9, f10, f1);
        expectOrder("?sort=modified&order=asc", "sub", f10, f9, f1);
        expectOrder("?sort=modified&order=desc", "sub", f1, f9, f10);
        expectOrder("?sort=color&order=upwards", "sub", f1, f9, f10); // what makes no sense is ignored
    }

    private void expectOrder(String query, String... names) {
        Reply reply = folder.get(query, JSON);
        if (!FolderList.of(reply).names().equals(List.of(names))) {
            throw reply.failure("in \"entries\", in this order: " + String.join(", ", names), 0);
        }
        List<String> links = List.copyOf(Links.of(folder.get(query).expectStatus(200), folder.path("")));
        int last = -1;
        for (String name : names) {
            String to = folder.path(name.replace(" ", "%20")) + (name.equals("sub") ? "/" : "");
            int at = links.indexOf(to);
            if (at <= last) {
                throw folder.get(query)
                        .failure("the links of the page in the same order, " + String.join(", ", names), 0);
            }
            last = at;
        }
    }

    @Test
    @Order(7)
    @DisplayName(
            "?q= finds files in this folder and all below it, by any part of their names, in small or large letters")
    void search() throws IOException {
        folder.write("Holiday 2024.txt", "1");
        folder.write("one/two/my HOLIDAY plan.txt", "2");
        folder.write("one/other.txt", "3");
        folder.write("\u00dcbung.txt", "4");
        folder.write("a+b (1).txt", "5");
        expectFound("holiday", "Holiday%202024.txt", "one/two/my%20HOLIDAY%20plan.txt");
        expectFound("%C3%BCbung", "%C3%9Cbung.txt");
        expectFound("a%2Bb%20(1", "a%2Bb%20%281%29.txt"); // nothing means anything but itself (attack 43)
        expectFound("nothing-like-that");
    }

    private void expectFound(String words, String... paths) {
        Reply reply = folder.get("?q=" + words, JSON);
        List<String> found = FolderList.of(reply).entries().stream()
                .map(entry -> decoded(resolve(folder.path(""), entry)))
                .sorted()
                .toList();
        List<String> expected = Arrays.stream(paths)
                .map(path -> decoded(folder.path(path)))
                .sorted()
                .toList();
        if (!found.equals(expected)) {
            throw reply.failure(
                    "entries whose hrefs lead to " + expected + ", and no others; these lead to " + found, 0);
        }
        folder.get("?q=" + words).expectStatus(200);
    }

    private static String decoded(String path) {
        return URI.create(path).getPath();
    }

    @Test
    @Order(8)
    @DisplayName("a folder with a thousand files is listed to the last one")
    @Rfc("RFC 9110 section 9.3.1")
    void many() throws IOException {
        List<String> names =
                IntStream.rangeClosed(1, 1000).mapToObj(i -> i + ".txt").toList();
        for (String name : names) {
            folder.write(name, "");
        }
        assertThat(folder.list("").names()).isEqualTo(names);
        assertThat(Links.of(folder.get("").expectStatus(200), folder.path("")))
                .containsAll(names.stream().map(folder::path).collect(Collectors.toSet()));
    }
}
