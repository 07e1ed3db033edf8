package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.browser.Axe;
import netlessons.testkit.browser.Browser;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.Tab;
import netlessons.testkit.browser.View;
import netlessons.testkit.containers.NeedsDocker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.testcontainers.junit.jupiter.Container;

/**
 * What people see. A page may look as it likes: these tests know links by where they lead and what they are called, and
 * forms by what they send.
 */
@Stage(value = 7, name = "the page in a real browser")
@NeedsDocker
class Stage7PageIT {
    @Container
    static final Browser BROWSER = new Browser();

    private static final String OWNED = "document.title='owned'";

    /** Each would do harm somewhere, if it were not written as text: in HTML, in an attribute, in an address. */
    private static final List<String> HOSTILE = List.of(
            "<img src=x onerror=" + OWNED + ">.txt",
            "\"><svg onload=" + OWNED + ">.txt",
            "q' onfocus='" + OWNED + "' autofocus='.txt",
            "javascript:" + OWNED + ".txt",
            "&lt;b&gt; &amp; {{name}} ${name}.txt",
            "50%41 #1 ?q=1;a+b.txt",
            "right\u202Etxt.left.txt",
            "new\nline.txt");

    private Tab tab;

    @AfterEach
    void close() {
        if (tab != null) {
            tab.close();
        }
    }

    private static URI reach(Target target) {
        return BROWSER.reach(new InetSocketAddress(target.host(), target.port()));
    }

    /** Opens the page of a folder of the target's folder. */
    private SharePage open(Target target, Path folder, View view) {
        tab = BROWSER.open(view);
        return page(reach(target), folder);
    }

    private SharePage page(URI root, Path folder) {
        return new SharePage(tab, root.resolve(folder.getFileName() + "/"));
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The names of all files whole and visible in it; temporary ones begin with a dot. */
    private static List<String> names(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(1)
    @DisplayName("the page of a folder has a link for each file and folder in it, with its name as text")
    void list(Target target) throws IOException {
        Path folder = target.newFolder();
        write(folder, "notes.txt", "some notes");
        write(folder, "Grüße aus Köln.txt", "ä");
        write(folder, "pictures/day one.txt", "one");
        SharePage page = open(target, folder, View.DESKTOP);
        assertThat(page.links()).containsExactlyInAnyOrder("notes.txt", "Grüße aus Köln.txt", "pictures/");
        page.follow("pictures/");
        assertThat(page.links()).containsExactly("day one.txt");
        page.follow("day one.txt");
        tab.await("the text of the file", () -> tab.text().equals("one"));
    }

    @Test
    @Order(2)
    @DisplayName("the page has links that sort by name, size and time, and they do")
    void sort(Target target) throws IOException {
        Path folder = target.newFolder();
        write(folder, "a.txt", "22");
        write(folder, "b.txt", "1");
        write(folder, "c.txt", "333");
        SharePage page = open(target, folder, View.DESKTOP);
        assertThat(page.links()).containsExactly("a.txt", "b.txt", "c.txt");
        for (String order : List.of("size", "modified", "name")) {
            page.open("");
            tab.one("a[href*='sort=" + order + "']").click();
            tab.await("an address with sort=" + order, () -> tab.address().contains("sort=" + order));
            assertThat(page.links()).hasSize(3);
        }
        page.open("?sort=size&order=desc");
        assertThat(page.links()).containsExactly("c.txt", "a.txt", "b.txt");
    }

    @Test
    @Order(3)
    @DisplayName("what is typed into the search field finds files in folders below, too")
    void search(Target target) throws IOException {
        Path folder = target.newFolder();
        write(folder, "apple.txt", "1");
        write(folder, "pear.txt", "2");
        write(folder, "basket/green Apple.txt", "3");
        SharePage page = open(target, folder, View.DESKTOP);
        page.search("apple");
        assertThat(page.links()).containsExactlyInAnyOrder("apple.txt", "basket/green Apple.txt");
    }

    @Test
    @Order(4)
    @DisplayName("without JavaScript: the list, sorting, searching, and the form that uploads files")
    void withoutScripts(Target target) throws IOException {
        Path folder = target.newFolder();
        write(folder, "b.txt", "1");
        tab = BROWSER.openWithoutScripts(View.DESKTOP);
        SharePage page = page(reach(target), folder);
        page.upload(BROWSER.put("a.txt", bytes("from a form")), BROWSER.put("ü c.txt", bytes("and another")));
        tab.await("both files in the folder", () -> names(folder).equals(List.of("a.txt", "b.txt", "ü c.txt")));
        assertThat(folder.resolve("a.txt")).hasContent("from a form");
        assertThat(folder.resolve("ü c.txt")).hasContent("and another");
        tab.await("both files in the list", () -> page.links().equals(List.of("a.txt", "b.txt", "ü c.txt")));
        tab.one("a[href*='sort=size']").click();
        tab.await("an address with sort=size", () -> tab.address().contains("sort=size"));
        assertThat(List.of(page.links().get(0), page.links().get(2)))
                .as("first and last by size")
                .contains("b.txt");
        page.search("c");
        assertThat(page.links()).containsExactly("ü c.txt");
    }

    @Test
    @Order(5)
    @DisplayName("an upload by the form shows its progress, and the file is in the folder when it is whole, not before")
    void progress(Target target) throws IOException {
        Path folder = target.newFolder();
        byte[] bytes = new byte[3 << 20];
        target.random().nextBytes(bytes);
        tab = BROWSER.open(View.DESKTOP);
        try (FaultProxy slow = BROWSER.reach(
                new InetSocketAddress(target.host(), target.port()),
                (connection, way) ->
                        way == FaultProxy.Way.TO_SERVER ? NetworkFaults.NONE.atRate(256 << 10) : NetworkFaults.NONE)) {
            SharePage page = page(BROWSER.address(slow), folder);
            page.upload(BROWSER.put("film.bin", bytes));
            tab.one("progress, [role=progressbar]");
            Path file = folder.resolve("film.bin");
            tab.await("the whole file in the folder", () -> Files.exists(file));
            assertThat(file).hasBinaryContent(bytes);
            tab.await("the file in the list", () -> page.open("").links().contains("film.bin"));
        }
    }

    @Test
    @Order(6)
    @DisplayName("files that are dropped on the page are uploaded")
    void drop(Target target) throws IOException {
        Path folder = target.newFolder();
        SharePage page = open(target, folder, View.DESKTOP);
        tab.drop(
                page.body(),
                BROWSER.put("dropped/one.txt", bytes("dropped")),
                BROWSER.put("dropped/two.txt", bytes("dropped, too")));
        tab.await("both files in the folder", () -> names(folder).equals(List.of("one.txt", "two.txt")));
        assertThat(folder.resolve("one.txt")).hasContent("dropped");
        assertThat(folder.resolve("two.txt")).hasContent("dropped, too");
        tab.await("both files in the list", () -> page.links().equals(List.of("one.txt", "two.txt")));
    }

    @Test
    @Order(7)
    @DisplayName("hostile names are text in the list, lead to their files, and no script in them runs (attack 30)")
    void hostileNames(Target target) throws IOException {
        Path folder = target.newFolder();
        List<String> made = new ArrayList<>();
        for (String name : HOSTILE) {
            try {
                write(folder, name, "text of " + made.size());
                made.add(name);
            } catch (IOException | InvalidPathException e) {
                // a disk that has no such names
            }
        }
        SharePage page = open(target, folder, View.DESKTOP);
        assertThat(page.links()).containsExactlyInAnyOrderElementsOf(made);
        for (int i = 0; i < made.size(); i++) {
            page.open("").follow(made.get(i));
            String text = "text of " + i;
            tab.await("the text of the file " + made.get(i), () -> tab.text().equals(text));
            page.open("?q=" + SharePage.encode(made.get(i)));
            assertThat(page.links()).contains(made.get(i));
            assertUnharmed();
        }
    }

    @Test
    @Order(8)
    @DisplayName("no script in an address runs, wherever the page repeats it (attack 31)")
    void hostileAddresses(Target target) throws IOException {
        Path folder = target.newFolder();
        SharePage page = open(target, folder, View.DESKTOP);
        String script = "\"'></title></script><script>" + OWNED + "</script><img src=x onerror=" + OWNED + ">";
        String encoded = SharePage.encode(script);
        for (String address : List.of(
                "?q=" + encoded, "?sort=" + encoded, "?sort=size&order=" + encoded, "?" + encoded, encoded + "/")) {
            page.open(address);
            assertUnharmed();
        }
    }

    private void assertUnharmed() {
        assertThat(tab.title()).doesNotStartWith("owned");
        assertThat(tab.all("img[src='x'], svg[onload], [onfocus], [onerror]"))
                .as("elements that came out of a name")
                .isEmpty();
    }

    @Test
    @Order(9)
    @DisplayName("an uploaded page or picture with a script in it cannot act for whoever opens it (attack 32)")
    void uploadedScripts(Target target) throws IOException {
        Path folder = target.newFolder();
        String script = """
                try { localStorage.setItem('stolen', 'yes'); } catch (e) {}
                try {
                  const request = new XMLHttpRequest();
                  request.open('PUT', 'stolen.txt', false);
                  request.send('stolen');
                } catch (e) {}
                """;
        write(folder, "page.html", "<!doctype html><title>x</title><script>" + script + "</script>");
        write(folder, "plain", "<!doctype html><title>x</title><script>" + script + "</script>");
        write(folder, "picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>" + script + "</script></svg>");
        write(
                folder,
                "strict.xhtml",
                "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title><script>" + script
                        + "</script></head><body/></html>");
        SharePage page = open(target, folder, View.DESKTOP);
        for (String name : List.of("page.html", "plain", "picture.svg", "strict.xhtml")) {
            page.open(name); // a file that is downloaded leaves the browser where it is
        }
        page.open("");
        assertThat(tab.script("return localStorage.getItem('stolen');")).isNull();
        assertThat(names(folder)).doesNotContain("stolen.txt");
    }

    @Test
    @Order(10)
    @Rfc("RFC 6454 section 4, WHATWG Fetch section 3.1")
    @DisplayName("a form and a script on a page of another site change nothing (attack 36)")
    void otherSites(Target target) throws IOException {
        Path folder = target.newFolder();
        URI share = reach(target).resolve(folder.getFileName() + "/");
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            byte[] lure = bytes("""
                    <!doctype html><meta charset="utf-8"><title>waits</title>
                    <form method="post" enctype="multipart/form-data" action="%s"><input name="folder" value="stolen">
                    <button>Win</button></form>
                    <script>
                    const form = new FormData();
                    form.append('file', new File(['x'], 'stolen.txt'));
                    fetch('%s', {method: 'POST', mode: 'no-cors', body: form})
                      .finally(() => { document.title = 'done'; });
                    </script>""".formatted(share, share));
            evil.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, lure.length);
                exchange.getResponseBody().write(lure);
                exchange.close();
            });
            evil.start();
            tab = BROWSER.open(View.DESKTOP);
            tab.go(BROWSER.reach(evil.getAddress()));
            tab.await("an answer to the script", () -> tab.title().equals("done"));
            assertThat(names(folder)).isEmpty();
            tab.one("button").click();
            tab.await("an answer to the form", () -> tab.address().startsWith(share.toString()) && tab.isLoaded());
            assertThat(names(folder)).isEmpty();
        } finally {
            evil.stop(0);
        }
    }

    @Test
    @Order(11)
    @DisplayName("on a phone nothing sticks out at the side, and the form is there, also with a very long name")
    void phone(Target target) throws IOException {
        Path folder = target.newFolder();
        write(folder, "a".repeat(200) + ".txt", "1");
        write(folder, "some words and a date, 2026-01-02 03.04.05.txt", "2");
        SharePage page = open(target, folder, View.PHONE);
        for (View view : List.of(View.PHONE, new View(320, 568, true, false))) {
            tab.look(view);
            page.open("");
            assertThat(((Number) tab.script("return document.documentElement.scrollWidth;")).intValue())
                    .as("width of the page, in CSS pixels, on a screen of %s", view.width())
                    .isLessThanOrEqualTo(view.width());
            assertThat(page.fileInput().isDisplayed() || !tab.all("label").isEmpty())
                    .isTrue();
        }
    }

    @Test
    @Order(12)
    @DisplayName("with the keyboard alone one gets to a file and opens it")
    void keyboard(Target target) throws IOException {
        Path folder = target.newFolder();
        write(folder, "first.txt", "reached");
        SharePage page = open(target, folder, View.DESKTOP);
        WebElement link = page.link("first.txt");
        for (int i = 0; i < 40 && !tab.focus().equals(link); i++) {
            tab.press(Keys.TAB);
        }
        assertThat(tab.focus()).as("where 40 tabs lead").isEqualTo(link);
        tab.press(Keys.ENTER);
        tab.await("the text of the file", () -> tab.text().equals("reached"));
    }

    @Test
    @Order(13)
    @DisplayName("axe-core finds nothing serious that keeps people out, by day and by night, and the page no error")
    void accessible(Target target) throws IOException {
        Path folder = target.newFolder();
        write(folder, "notes.txt", "some notes");
        write(folder, "below/more.txt", "more");
        SharePage page = open(target, folder, View.DESKTOP);
        for (View view : List.of(View.DESKTOP, View.DESKTOP.inTheDark(), View.PHONE)) {
            tab.look(view);
            for (String address : List.of("", "?sort=size&order=desc", "?q=notes", "?q=nothing+like+this")) {
                page.open(address);
                assertThat(Axe.violations(tab)).as("%s, %s", address, view).isEmpty();
            }
        }
        assertThat(tab.complaints().stream().filter(line -> !line.contains("favicon.ico")))
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
