package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import netlessons.testkit.browser.Axe;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.View;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the page keeps from people, and what it lets in, beyond what any page has to ({@link Stage7PageIT}). */
class PageGuardsIT extends PageTest {
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
        visit(reach(share()), View.DESKTOP);
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
    @DisplayName("an error is a page in plain words with a way back, and repeats nothing that could run (attack 31)")
    void errors() throws IOException {
        URI root = reach(share());
        SharePage page = visit(root, View.PHONE);
        page.open("%3Cimg%20src=x%20onerror=document.title='owned'%3E");
        assertThat(tab.title()).doesNotStartWith("owned");
        assertThat(tab.all("img")).isEmpty();
        assertThat(Axe.violations(tab)).isEmpty();
        tab.one("main a").click();
        tab.await("the folder", () -> tab.address().equals(root.toString()));
    }

    @Test
    @DisplayName("whoever has logged in uploads from the page as others do")
    void login() throws IOException {
        URI root = reach(share("--upload", "--user", "ada:secret"));
        URI withPassword = URI.create(root.toString().replace("://", "://ada:secret@"));
        tab = closing(BROWSER.open(View.DESKTOP));
        tab.go(withPassword);
        SharePage page = new SharePage(tab, root);
        page.upload(BROWSER.put("mine.txt", bytes("mine")));
        tab.await("the file in the list", () -> page.links().contains("mine.txt"));
        assertThat(folder.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    @DisplayName("a page of another site cannot show it in a frame (attack 38)")
    void frames() throws IOException {
        URI root = reach(share("--upload"));
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        closing(() -> evil.stop(0));
        evil.createContext("/", exchange -> {
            byte[] lure = bytes("<!doctype html><title>x</title><iframe src='" + root + "'></iframe>");
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, lure.length);
            exchange.getResponseBody().write(lure);
            exchange.close();
        });
        evil.start();
        tab = closing(BROWSER.open(View.DESKTOP));
        tab.go(BROWSER.reach(evil.getAddress()));
        List<String> complaints = new ArrayList<>();
        tab.await("a complaint of the browser", () -> {
            complaints.addAll(tab.complaints());
            return complaints.stream().anyMatch(line -> line.contains("frame-ancestors"));
        });
    }
}
