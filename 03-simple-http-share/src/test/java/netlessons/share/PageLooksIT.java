package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import netlessons.testkit.Lesson;
import netlessons.testkit.browser.Axe;
import netlessons.testkit.browser.Browser;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.Tab;
import netlessons.testkit.browser.View;
import netlessons.testkit.containers.NeedsDocker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.testcontainers.junit.jupiter.Container;

/** What this page shows, and to whom, beyond what any page has to ({@link Stage7PageIT}). */
@NeedsDocker
class PageLooksIT {
    @Container
    static final Browser BROWSER = new Browser();

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Tab tab;

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private URI share(String... options) throws IOException {
        Lesson.Running running = new ShareLesson().start(folder, List.of(options));
        open.add(running);
        return BROWSER.reach(running.address());
    }

    private SharePage visit(URI address, View view) {
        tab = BROWSER.open(view);
        open.add(tab);
        return new SharePage(tab, address);
    }

    private SharePage visitWithoutScripts(URI address) {
        tab = BROWSER.openWithoutScripts(View.DESKTOP);
        open.add(tab);
        return new SharePage(tab, address);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("README.md is shown with headings and links, and nothing in it runs (attack 35)")
    void readme() throws IOException {
        Files.writeString(folder.resolve("README.md"), """
                # Welcome, everybody

                [good](notes.txt) [bad](javascript:document.title='owned') [worse](data:text/html,<script>1</script>)

                <script>document.title='owned'</script><img src=x onerror="document.title='owned'">
                <iframe srcdoc="<script>parent.document.title='owned'</script>"></iframe>
                <style>body { display: none }</style><form action="https://example.org/"><button>Win</button></form>

                ![picture](https://example.org/tracker.png)
                """);
        Files.writeString(folder.resolve("notes.txt"), "notes");
        visit(share(), View.DESKTOP);
        assertThat(tab.one(".readme").getText()).contains("Welcome, everybody");
        assertThat(tab.all(".readme h1, .readme h2, .readme h3, .readme h4")).isNotEmpty();
        assertThat(tab.all(".readme a[href='notes.txt']")).hasSize(1);
        assertThat(tab.all(".readme a[href^='javascript'], .readme a[href^='data'], .readme script, .readme iframe,"
                        + ".readme style, .readme form, .readme [onerror]"))
                .isEmpty();
        assertThat(tab.title()).doesNotStartWith("owned");
        assertThat((Boolean) tab.script("return performance.getEntriesByType('resource')"
                        + ".every(e => new URL(e.name).origin === location.origin);"))
                .as("nothing is fetched from elsewhere")
                .isTrue();
        assertThat(Axe.violations(tab)).isEmpty();
    }

    @Test
    @DisplayName("a new folder is made with and without JavaScript, and a name that is taken is told")
    void newFolder() throws IOException {
        URI root = share("--upload");
        for (String name : List.of("first", "second")) {
            SharePage page = name.equals("first") ? visit(root, View.DESKTOP) : visitWithoutScripts(root);
            tab.one("#new-folder summary").click();
            tab.one("form.folder input[name=folder]").sendKeys(name, Keys.ENTER);
            tab.await(name + " in the list", () -> page.links().contains(name + "/"));
            assertThat(folder.resolve(name)).isDirectory();
        }
        tab.one("#new-folder summary").click();
        tab.one("form.folder input[name=folder]").sendKeys("first", Keys.ENTER);
        tab.await("the reason", () -> tab.text().matches("(?is).*(already|taken|exists).*"));
    }

    @Test
    @DisplayName("without JavaScript, too, one chooses to keep both files")
    void keepBothWithoutScripts() throws IOException {
        Files.writeString(folder.resolve("taken.txt"), "old");
        SharePage page = visitWithoutScripts(share("--upload", "--on-conflict", "reject"));
        tab.one("select[name=conflict] option[value=rename]").click();
        page.upload(BROWSER.put("taken.txt", bytes("new")));
        tab.await("two files in the list", () -> page.links().size() == 2);
        assertThat(folder.resolve("taken.txt")).hasContent("old");
    }

    @Test
    @DisplayName("pictures have thumbnails, a broken one does no harm, and the QR code is a picture, too")
    void pictures() throws IOException {
        BufferedImage image = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
        ImageIO.write(image, "jpg", folder.resolve("b & c.jpg").toFile());
        visit(share(), View.DESKTOP);
        for (String name : List.of("a.png", "b%20%26%20c.jpg")) {
            tab.await("a thumbnail of " + name, () -> (Boolean) tab.script(
                    "return [...document.images].some(i => i.src.includes(arguments[0] + '?') && i.naturalWidth === 96);",
                    name));
        }
        assertThat(tab.complaints()).isEmpty();
        tab.one("#qr summary").click();
        tab.await("the code", () -> (Boolean) tab.script("return document.querySelector('#qr img').naturalWidth > 0;"));
        Files.writeString(folder.resolve("c.png"), "no picture at all");
        tab.reload();
        assertThat(Axe.violations(tab)).isEmpty();
    }

    @Test
    @DisplayName("the page counts down to the end, and says after how many downloads it comes")
    void stops() throws IOException {
        visit(share("--stop-after", "30m", "--downloads", "3"), View.DESKTOP);
        String before = tab.one(".stops").getText();
        assertThat(before).containsPattern("(29|30):[0-5][0-9]").contains("3");
        tab.await("another second", () -> !tab.one(".stops").getText().equals(before));
    }

    @Test
    @DisplayName("an error is a page in plain words with a way back, and repeats nothing that could run (attack 31)")
    void errors() throws IOException {
        URI root = share();
        SharePage page = visit(root, View.PHONE);
        page.open("%3Cimg%20src=x%20onerror=document.title='owned'%3E");
        assertThat(tab.title()).doesNotStartWith("owned");
        assertThat(tab.all("img")).isEmpty();
        assertThat(Axe.violations(tab)).isEmpty();
        tab.one("main a").click();
        tab.await("the folder", () -> tab.address().equals(root.toString()));
    }

    @Test
    @DisplayName("by night the page is dark, by day it is not")
    void night() throws IOException {
        SharePage page = visit(share(), View.DESKTOP);
        String light = "const c = getComputedStyle(document.body);"
                + "const sum = color => color.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + +b, 0);"
                + "return sum(c.backgroundColor) > sum(c.color);";
        assertThat((Boolean) tab.script(light)).isTrue();
        tab.look(View.DESKTOP.inTheDark());
        page.open("");
        assertThat((Boolean) tab.script(light)).isFalse();
    }

    @Test
    @DisplayName("tab after tab the focus goes through the page in its order, and can be seen wherever it is")
    void keyboard() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.createDirectory(folder.resolve("b"));
        visit(share("--upload"), View.DESKTOP);
        assertThat(tab.all("[tabindex]:not([tabindex='0']):not([tabindex='-1'])"))
                .isEmpty();
        List<String> stops = new ArrayList<>();
        String where = """
                const e = document.activeElement;
                if (e === document.body) return null;
                const seen = n => n && [null, '::before', '::after'].some(pseudo => {
                  const style = getComputedStyle(n, pseudo);
                  return style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
                });
                const box = (e.labels && e.labels[0] || e).getBoundingClientRect();
                const visible = box.bottom > 0 && box.top < innerHeight;
                const mark = seen(e) || [...(e.labels || [])].some(seen) || seen(e.closest('p, tr'));
                return (mark && visible ? '' : 'UNSEEN ') + e.tagName + ' ' + (e.id || e.getAttribute('href') || e.textContent.trim());
                """;
        for (int i = 0; i < 60; i++) {
            tab.press(Keys.TAB);
            String stop = (String) tab.script(where);
            if (stop == null) {
                break; // through: the focus has left the page
            }
            stops.add(stop);
        }
        assertThat(stops).hasSizeLessThan(60).noneMatch(stop -> stop.startsWith("UNSEEN"));
        assertThat(stops).contains("A #files", "INPUT q", "INPUT choice", "SELECT conflict", "A a.txt", "A b/");
        assertThat(stops.indexOf("INPUT q")).isLessThan(stops.indexOf("A b/"));
        assertThat(stops.indexOf("A b/")).isLessThan(stops.indexOf("A a.txt"));
    }

    @Test
    @DisplayName("on a phone, a finger that misses the middle of a link or a button by 20 pixels still hits it")
    void fingers() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        visit(share("--upload"), View.PHONE);
        assertThat((List<?>) tab.script("""
                        const missed = [];
                        for (const e of document.querySelectorAll('a, button, summary, select, label, input')) {
                          const one = e.tagName === 'LABEL' ? e.control : e;
                          const shown = e.checkVisibility({opacityProperty: true}) && !e.matches('.skip, .unseen');
                          if (!shown || e.tagName === 'LABEL' && one.type !== 'file') {
                            continue;
                          }
                          e.scrollIntoView({block: 'center'});
                          const box = e.getBoundingClientRect();
                          for (const away of [-20, 20]) {
                            const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2 + away);
                            if (!hit || hit !== one && !e.contains(hit) && (hit.closest('label') || {}).control !== one) {
                              missed.push(`${away}: ${e.outerHTML.substring(0, 120)}, but ${hit && hit.outerHTML.substring(0, 60)}`);
                            }
                          }
                        }
                        return missed;
                        """)).isEmpty();
    }

    @Test
    @DisplayName("whoever has logged in uploads from the page as others do")
    void login() throws IOException {
        URI root = share("--upload", "--user", "ada:secret");
        URI withPassword = URI.create(root.toString().replace("://", "://ada:secret@"));
        tab = BROWSER.open(View.DESKTOP);
        open.add(tab);
        tab.go(withPassword);
        SharePage page = new SharePage(tab, root);
        page.upload(BROWSER.put("mine.txt", bytes("mine")));
        tab.await("the file in the list", () -> page.links().contains("mine.txt"));
        assertThat(folder.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    @DisplayName("a page of another site cannot show it in a frame (attack 38)")
    void frames() throws IOException {
        URI root = share("--upload");
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        open.add(() -> evil.stop(0));
        evil.createContext("/", exchange -> {
            byte[] lure = bytes("<!doctype html><title>x</title><iframe src='" + root + "'></iframe>");
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, lure.length);
            exchange.getResponseBody().write(lure);
            exchange.close();
        });
        evil.start();
        tab = BROWSER.open(View.DESKTOP);
        open.add(tab);
        tab.go(BROWSER.reach(evil.getAddress()));
        List<String> complaints = new ArrayList<>();
        tab.await("a complaint of the browser", () -> {
            complaints.addAll(tab.complaints());
            return complaints.stream().anyMatch(line -> line.contains("frame-ancestors"));
        });
    }
}
