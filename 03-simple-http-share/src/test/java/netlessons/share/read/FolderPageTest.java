package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.Percent;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;
import netlessons.share.page.Ending;
import netlessons.share.page.Markup;
import netlessons.share.page.Pages;
import netlessons.share.page.Readme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FolderPageTest {
    /** What would do harm if it were written into the page as it is. */
    private static final List<String> HOSTILE = List.of(
            "<img src=x onerror=alert(1)>",
            "\"><svg onload=alert(1)>",
            "q'onmouseover='alert(1)",
            "<script>alert(1)<!--",
            "javascript:alert(1)",
            "{{name}} {{{html}}}",
            "&amp;&lt;",
            "%2e%2e",
            "50% #1?q=1;a+b",
            "`=`",
            "-->",
            " blanks ");

    @TempDir
    Path dir;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(dir, false);
    }

    private record Until(Optional<Duration> timeLeft, OptionalInt downloadsLeft) implements Ending {}

    private Markup page(String address, Optional<Uploads> uploads, Ending ending) throws IOException {
        FolderPage page = new FolderPage(
                new Pages(), root, "shared <folder>", uploads, ending, each -> "http://" + each.authority());
        int mark = address.indexOf('?');
        Target target = Target.parse(
                mark < 0 ? address : address.substring(0, mark), mark < 0 ? "" : address.substring(mark + 1));
        Request request = new Request(
                "GET",
                target,
                "192.168.1.7:8000",
                new Fields(List.of(new Field("Accept", "text/html"))),
                InputStream.nullInputStream(),
                0,
                InetAddress.getLoopbackAddress(),
                false);
        Response response = new FolderHandler(root, page)
                .handle(request, root.find(target.names()).orElseThrow());
        String html = new String(((Content.Bytes) response.content()).bytes(), StandardCharsets.UTF_8);
        String nonce = response.fields()
                .first("Content-Security-Policy")
                .orElseThrow()
                .replaceFirst(".*script-src 'nonce-([\\w-]+)'.*", "$1");
        Markup markup = Markup.parse(html);
        SoundPage.check(markup, nonce);
        return markup;
    }

    private Markup page(String address) throws IOException {
        return page(address, Optional.empty(), Ending.NEVER);
    }

    private Markup uploadPage(Conflict rule) throws IOException {
        try (Uploads uploads = new Uploads(root, rule, Long.MAX_VALUE, 5_000_000, 0, Duration.ofDays(1))) {
            return page("/", Optional.of(uploads), Ending.NEVER);
        }
    }

    private static List<String> links(Markup page) {
        return page.all("a").stream()
                .filter(link -> link.path().startsWith("td tr tbody") && !"get".equals(link.get("class")))
                .map(link -> link.get("href"))
                .toList();
    }

    /** All but the QR code. */
    private static List<String> pictures(Markup page) {
        return page.all("img").stream()
                .map(image -> image.get("src"))
                .filter(address -> !address.startsWith("/.share/"))
                .toList();
    }

    private List<String> make(List<String> names, boolean folders) throws IOException {
        List<String> made = new ArrayList<>();
        for (String name : names) {
            try {
                if (folders) {
                    Files.createDirectory(dir.resolve(name));
                } else {
                    Files.writeString(dir.resolve(name), name);
                }
                made.add(name);
            } catch (IOException | InvalidPathException e) {
                // a disk that has no such names
            }
        }
        return made;
    }

    @Test
    @DisplayName("hostile names of files are text, and their links lead to them (attack 30)")
    void hostileFiles() throws IOException {
        List<String> names = make(HOSTILE, false);
        Markup page = page("/");
        for (String name : names) {
            assertThat(page.text()).contains(name);
            assertThat(links(page)).contains(Percent.encode(name));
            assertThat(page.all("a"))
                    .anySatisfy(link -> assertThat(link.get("aria-label")).isEqualTo("Download " + name));
        }
        assertThat(page.all("script")).hasSize(1);
        assertThat(page.all("svg")).isEmpty();
        assertThat(pictures(page)).isEmpty();
    }

    @Test
    @DisplayName("the name of a folder is text in the title, the crumbs, the caption and the commands (attack 30)")
    void hostileFolders() throws IOException {
        for (String name : make(HOSTILE, true)) {
            Files.createDirectory(dir.resolve(name).resolve("in <b>"));
            Markup page = page("/" + Percent.encode(name) + "/in%20%3Cb%3E/");
            assertThat(page.text()).contains(name, "in <b>", "shared <folder>");
            assertThat(page.all("b")).isEmpty();
            assertThat(page.all("a").stream()
                            .filter(link -> link.path().startsWith("li ol"))
                            .map(link ->
                                    URLDecoder.decode(link.get("href").replace("+", "%2B"), StandardCharsets.UTF_8)))
                    .containsExactly("/", "/" + name + "/", "/" + name + "/in <b>/");
            assertThat(page.text()).contains("'http://192.168.1.7:8000/" + Percent.encode(name) + "/in%20%3Cb%3E/'");
        }
    }

    @Test
    @DisplayName("what nobody sees in a name stands out: \"annexe.png\" may end in .exe (attack 30)")
    void unseen() throws IOException {
        make(List.of("ann\u202Egnp.exe", "new\nline", "escape\u001B[2J", "mark\u200Ement"), false);
        String text = page("/").text();
        assertThat(text).contains("ann\uFFFDgnp.exe").doesNotContain("\u202E", "\u001B");
        assertThat(text).contains("mark\u200Ement"); // does not turn what is around it
    }

    @Test
    @DisplayName("what somebody searches for is text on the page, and stays while it is sorted (attack 31)")
    void search() throws IOException {
        String words = "\"'></title><script>alert(1)</script>&q=x";
        Markup page = page("/?sort=size&order=desc&q=" + Percent.encode(words));
        assertThat(page.all("script")).hasSize(1);
        assertThat(page.text()).contains(words, "Nothing was found.");
        assertThat(page.all("input"))
                .filteredOn(input -> input.get("name").equals("q"))
                .singleElement()
                .satisfies(input -> assertThat(input.get("value")).isEqualTo(words));
        assertThat(page.all("th").stream().filter(head -> head.attributes().containsKey("aria-sort")))
                .singleElement()
                .satisfies(head -> assertThat(head.get("aria-sort")).isEqualTo("descending"));
        assertThat(page.all("a").stream()
                        .filter(link -> link.path().startsWith("th "))
                        .map(link -> link.get("href")))
                .containsExactly(
                        "?sort=name&order=asc&q=" + Percent.encode(words),
                        "?sort=size&order=asc&q=" + Percent.encode(words),
                        "?sort=modified&order=desc&q=" + Percent.encode(words));
        assertThat(page.all("input").stream()
                        .filter(input -> "hidden".equals(input.get("type")))
                        .map(input -> input.get("value")))
                .containsExactly("size", "desc");
    }

    @Test
    @DisplayName("\"?sort=\"><script>\" sorts by name (attack 31)")
    void strangeSorting() throws IOException {
        Markup page = page("/?sort=%22%3E%3Cscript%3E&order=%3Cb%3E");
        assertThat(page.text()).doesNotContain("<script>");
        assertThat(page.all("th").get(0).get("aria-sort")).isEqualTo("ascending");
    }

    @Test
    void rows() throws IOException {
        Files.createDirectory(dir.resolve("sub"));
        Files.write(dir.resolve("a.png"), new byte[1234]);
        Files.setLastModifiedTime(dir.resolve("a.png"), FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
        Markup page = page("/");
        assertThat(links(page)).containsExactly("sub/", "a.png");
        assertThat(page.text()).contains("1 folder, 1 file, 1.2 kB", "2026-01-02 03:04");
        assertThat(page.all("time").get(1).get("datetime")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(pictures(page)).containsExactly("a.png?width=96&height=96");
        assertThat(page.all("a").stream()
                        .filter(link -> "get".equals(link.get("class")))
                        .map(link -> link.get("href")))
                .containsExactly("sub/?zip", "a.png?download");
        assertThat(links(page("/sub/"))).containsExactly("../");
        assertThat(page("/sub/").text()).contains("This folder is empty.");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the server's rule is chosen already, and none is offered that the server does not allow")
    void rules(Conflict rule) throws IOException {
        Markup page = uploadPage(rule);
        List<String> offered =
                page.all("option").stream().map(option -> option.get("value")).toList();
        assertThat(offered).startsWith(rule.name()).contains("reject", "rename");
        assertThat(offered.contains("replace")).isEqualTo(rule == Conflict.replace);
    }

    @Test
    @DisplayName("without script: a form that sends files, one that makes a folder, one that searches")
    void forms() throws IOException {
        Markup page = uploadPage(Conflict.reject);
        assertThat(page.all("form")).hasSize(3);
        assertThat(page.all("form"))
                .filteredOn(form -> "post".equals(form.get("method")))
                .hasSize(2)
                .allSatisfy(form -> assertThat(form.get("enctype")).isEqualTo("multipart/form-data"));
        assertThat(page.all("input"))
                .filteredOn(input -> "file".equals(input.get("type")))
                .hasSize(3)
                .allSatisfy(input -> assertThat(input.get("name")).isEqualTo("file"));
        List<String> fields = page.elements().stream()
                .filter(element ->
                        element.path().contains("form") && element.attributes().containsKey("name"))
                .map(element -> element.get("name"))
                .toList();
        assertThat(fields.indexOf("conflict"))
                .as("the rule is sent before the files")
                .isBetween(0, fields.indexOf("file"));
        assertThat(page.text()).contains("room for 5.0 MB");
        Markup readOnly = page("/");
        assertThat(readOnly.all("form")).hasSize(1);
        assertThat(readOnly.text()).doesNotContain("Upload", "New folder", "room for");
    }

    @Test
    void endings() throws IOException {
        assertThat(page("/").text()).doesNotContain("Stops");
        assertThat(stops(new Until(Optional.of(Duration.ofSeconds(581)), OptionalInt.empty())))
                .contains("Stops in 09:41");
        assertThat(stops(new Until(Optional.of(Duration.ofSeconds(3661)), OptionalInt.of(2))))
                .contains("Stops in 1:01:01 or after 2 more downloads");
        assertThat(stops(new Until(Optional.empty(), OptionalInt.of(1)))).contains("Stops after 1 more download");
        assertThat(stops(new Until(Optional.of(Duration.ofSeconds(-3)), OptionalInt.empty())))
                .contains("Stops in 00:00");
    }

    private String stops(Ending ending) throws IOException {
        return page("/", Optional.empty(), ending).text().replaceAll("\\s+", " ");
    }

    @Test
    @DisplayName("a README is shown below the list, as text and links, unless it is a book (attack 35)")
    void readme() throws IOException {
        Files.writeString(
                dir.resolve("ReadMe.MD"),
                "\uFEFF# Hello\nA <script>alert(1)</script> [x](javascript:alert(1)) ![p](p.png) \u00E4");
        Markup page = page("/");
        assertThat(page.text()).contains("Hello", "<script>alert(1)</script>", "\u00E4");
        assertThat(page.all("script")).hasSize(1);
        assertThat(page.all("h3")).hasSize(1);
        assertThat(pictures(page)).containsExactly("p.png");
        assertThat(page("/?q=readme").text()).doesNotContain("Hello");
        Markup counted = page("/", Optional.empty(), new Until(Optional.empty(), OptionalInt.of(3)));
        assertThat(pictures(counted))
                .as("a picture that is shown would be counted")
                .isEmpty();
        Files.writeString(dir.resolve("ReadMe.MD"), "Hello".repeat(Readme.LONGEST));
        assertThat(page("/").text()).doesNotContain("Hello");
        Files.write(dir.resolve("ReadMe.MD"), new byte[] {'H', (byte) 0xFF, 0, 'i'});
        assertThat(page("/").text()).contains("H\uFFFD");
    }

    @Test
    void sizes() {
        assertThat(FolderRow.size(0)).isEqualTo("0 bytes");
        assertThat(FolderRow.size(1)).isEqualTo("1 byte");
        assertThat(FolderRow.size(999)).isEqualTo("999 bytes");
        assertThat(FolderRow.size(1000)).isEqualTo("1.0 kB");
        assertThat(FolderRow.size(99_949)).isEqualTo("99.9 kB");
        assertThat(FolderRow.size(99_950)).isEqualTo("100 kB");
        assertThat(FolderRow.size(999_499)).isEqualTo("999 kB");
        assertThat(FolderRow.size(999_500)).isEqualTo("1.0 MB");
        assertThat(FolderRow.size(Long.MAX_VALUE)).isEqualTo("9223372 TB");
    }

    @Test
    @DisplayName("a file from a year that no clock shows does not spoil the page")
    void strangeTimes() {
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
            assertThat(FolderRow.of(new Entry("a", false, 1, time)))
                    .containsEntry("iso", "1970-01-01T00:00:00Z")
                    .containsEntry("modified", "1970-01-01 00:00");
        }
    }
}
