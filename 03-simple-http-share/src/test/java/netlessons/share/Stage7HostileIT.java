package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import netlessons.testkit.Rfc;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.View;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What must not happen to people who open the page, whoever has put files into the folder. */
class Stage7HostileIT extends Stage7Test {
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

    @Test
    @Order(1)
    @DisplayName("hostile names are text in the list, lead to their files, and no script in them runs (attack 30)")
    void hostileNames() throws IOException {
        List<String> made = new ArrayList<>();
        for (String name : HOSTILE) {
            try {
                write(name, "text of " + made.size());
                made.add(name);
            } catch (IOException | InvalidPathException e) {
                // a disk that has no such names
            }
        }
        SharePage page = open(View.DESKTOP);
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
    @Order(2)
    @DisplayName("no script in an address runs, wherever the page repeats it (attack 31)")
    void hostileAddresses() throws IOException {
        SharePage page = open(View.DESKTOP);
        String script = "\"'></title></script><script>" + OWNED + "</script><img src=x onerror=" + OWNED + ">";
        String encoded = SharePage.encode(script);
        for (String address : List.of(
                "?q=" + encoded, "?sort=" + encoded, "?sort=size&order=" + encoded, "?" + encoded, encoded + "/")) {
            page.open(address);
            assertUnharmed();
        }
    }

    @Test
    @Order(3)
    @DisplayName("an uploaded page or picture with a script in it cannot act for whoever opens it (attack 32)")
    void uploadedScripts() throws IOException {
        String script = """
                try { localStorage.setItem('stolen', 'yes'); } catch (e) {}
                try {
                  const request = new XMLHttpRequest();
                  request.open('PUT', 'stolen.txt', false);
                  request.send('stolen');
                } catch (e) {}
                """;
        write("page.html", "<!doctype html><title>x</title><script>" + script + "</script>");
        write("plain", "<!doctype html><title>x</title><script>" + script + "</script>");
        write("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>" + script + "</script></svg>");
        write(
                "strict.xhtml",
                "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title><script>" + script
                        + "</script></head><body/></html>");
        SharePage page = open(View.DESKTOP);
        for (String name : List.of("page.html", "plain", "picture.svg", "strict.xhtml")) {
            page.open(name); // a file that is downloaded leaves the browser where it is
        }
        page.open("");
        assertThat(tab.script("return localStorage.getItem('stolen');")).isNull();
        assertThat(names()).doesNotContain("stolen.txt");
    }

    @Test
    @Order(4)
    @Rfc("RFC 6454 section 4, WHATWG Fetch section 3.1")
    @DisplayName("a form and a script on a page of another site change nothing (attack 36)")
    void otherSites() throws IOException {
        URI share = reach().resolve(folder.getFileName() + "/");
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
            assertThat(names()).isEmpty();
            tab.one("button").click();
            tab.await("an answer to the form", () -> tab.address().startsWith(share.toString()) && tab.isLoaded());
            assertThat(names()).isEmpty();
        } finally {
            evil.stop(0);
        }
    }

    private void assertUnharmed() {
        assertThat(tab.title()).doesNotStartWith("owned");
        assertThat(tab.all("img[src='x'], svg[onload], [onfocus], [onerror]"))
                .as("elements that came out of a name")
                .isEmpty();
    }
}
