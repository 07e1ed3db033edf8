package netlessons.share;

import static org.hamcrest.Matchers.containsString;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 1: somebody opens the address in a browser, sees what there is, and fetches it. Each request has a connection of
 * its own, so that a server which closes after each answer can pass, and one that serves one client at a time.
 */
@Stage(value = 1, name = "listing and download")
@DisplayName("Stage 1: listing and download")
final class Stage1ListingIT {
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    private static Reply expectPage(Reply reply) {
        return reply.expectStatus(200)
                .expectHeader("Content-Type", "text/html", type -> type.matches("(?i)text/html\\s*(;.*)?"));
    }

    private static void expectLink(Reply page, String at, String to) {
        if (!Links.of(page, at).contains(to)) {
            throw page.failure(
                    "a page with a link that leads to " + to + "; its links lead to " + Links.of(page, at), 0);
        }
    }

    @Test
    @Order(1)
    @DisplayName("GET / is a page, and has a link to each folder")
    @Rfc("RFC 9110 section 9.3.1")
    void home() {
        Reply page = expectPage(folder.http().get("/"));
        expectLink(page, "/", folder.path(""));
    }

    @Test
    @Order(2)
    @DisplayName("the page of a folder has a link to each file, and the link leads to its content")
    @Rfc("RFC 9110 section 9.3.1")
    void files() throws IOException {
        for (int i = 1; i <= 3; i++) {
            folder.write("file-" + i + ".txt", "This is file " + i + ".\n");
        }
        Reply page = expectPage(folder.get(""));
        for (int i = 1; i <= 3; i++) {
            String path = folder.path("file-" + i + ".txt");
            expectLink(page, folder.path(""), path);
            folder.http().get(path).expectStatus(200).expectBody("This is file " + i + ".\n");
        }
    }

    @Test
    @Order(3)
    @DisplayName("from folder to folder by links alone")
    @Rfc("RFC 3986 section 5.2")
    void folders() throws IOException {
        folder.write("one/two/three.txt", "deep\n");
        String at = folder.path("");
        for (String name : new String[] {"one/", "two/"}) {
            expectLink(expectPage(folder.http().get(at)), at, at + name);
            at += name;
        }
        expectLink(expectPage(folder.http().get(at)), at, at + "three.txt");
        folder.http().get(at + "three.txt").expectStatus(200).expectBody("deep\n");
    }

    @Test
    @Order(4)
    @DisplayName("the page shows what is there now: a new file, and no longer one that has gone")
    @Rfc("RFC 9110 section 9.3.1")
    void now() throws IOException {
        folder.write("old.txt", "old\n");
        expectLink(expectPage(folder.get("")), folder.path(""), folder.path("old.txt"));
        Files.delete(folder.file("old.txt"));
        folder.write("new.txt", "new\n");
        Reply page = expectPage(folder.get(""));
        expectLink(page, folder.path(""), folder.path("new.txt"));
        Set<String> links = Links.of(page, folder.path(""));
        if (links.contains(folder.path("old.txt"))) {
            throw page.failure("a page without a link to old.txt, which was deleted", 0);
        }
        folder.get("old.txt").expectStatus(404);
    }

    @Test
    @Order(5)
    @DisplayName("an empty folder has a page as well")
    @Rfc("RFC 9110 section 9.3.1")
    void emptyFolder() {
        expectPage(folder.get(""));
    }

    @Test
    @Order(6)
    @DisplayName("a megabyte of random bytes arrives byte for byte")
    @Rfc("RFC 9110 section 6.4")
    void binary() throws IOException {
        byte[] bytes = folder.writeRandom("random.bin", 1 << 20);
        folder.get("random.bin").expectStatus(200).expectBody(bytes);
    }

    @Test
    @Order(7)
    @DisplayName("an empty file is a file too")
    @Rfc("RFC 9110 section 6.4")
    void emptyFile() throws IOException {
        folder.write("empty.txt", "");
        folder.get("empty.txt").expectStatus(200).expectBody("");
    }

    @Test
    @Order(8)
    @DisplayName("the answer ends where it says: Content-Length is right, or the connection is closed")
    @Rfc("RFC 9112 section 6.3")
    void ends() throws IOException {
        folder.write("hello.txt", "Hello, file!\n");
        // What comes after the body, should Content-Length be too small, comes before the connection ends.
        folder.http()
                .begin("GET", folder.path("hello.txt"), null)
                .finalReply()
                .expectStatus(200)
                .expectBody("Hello, file!\n")
                .wire()
                .finish()
                .expectClosed();
    }

    @Test
    @Order(9)
    @DisplayName("where there is nothing, there is a 404")
    @Rfc("RFC 9110 section 15.5.5")
    void missing() throws IOException {
        folder.write("hello.txt", "Hello, file!\n");
        folder.get("goodbye.txt").expectStatus(404);
        folder.get("goodbye/hello.txt").expectStatus(404);
        folder.get("hello.txt/more").expectStatus(404);
    }

    @Test
    @Order(10)
    @DisplayName("a name in the address has its blanks and its letters beyond ASCII percent-encoded")
    @Rfc("RFC 3986 section 2.1, RFC 3986 section 2.5")
    void encoded() throws IOException {
        folder.write("two words.txt", "two\n");
        folder.write("gr\u00fc\u00df \u20ac.txt", "UTF-8\n");
        folder.get("two%20words.txt").expectStatus(200).expectBody("two\n");
        folder.get("gr%C3%BC%C3%9F%20%e2%82%ac.txt").expectStatus(200).expectBody("UTF-8\n");
    }

    @Test
    @Order(11)
    @DisplayName("a request with all the header fields that a browser sends is answered as well")
    @Rfc("RFC 9112 section 5")
    void browser() throws IOException {
        folder.write("hello.txt", "Hello, file!\n");
        Reply page = expectPage(folder.get(
                "",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language: en,de-DE;q=0.7,de;q=0.3",
                "Accept-Encoding: gzip, deflate",
                "Upgrade-Insecure-Requests: 1",
                "Sec-Fetch-Dest: document",
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Site: none",
                "Priority: u=0, i"));
        if (page.header("Content-Encoding").isEmpty()) {
            expectLink(page, folder.path(""), folder.path("hello.txt"));
        }
    }

    @Test
    @Order(12)
    @DisplayName("the next visitor is served too, and the one after")
    @Rfc("RFC 9112 section 9.3")
    void nextVisitor() throws IOException {
        folder.write("hello.txt", "Hello, file!\n");
        for (int i = 0; i < 5; i++) {
            expectPage(folder.get(""));
            folder.get("hello.txt").expectStatus(200).expectBody("Hello, file!\n");
            folder.get("goodbye.txt").expectStatus(404);
        }
    }

    @Test
    @Order(13)
    @DisplayName("a program that has a library for HTTP sees the same")
    @Rfc("RFC 9110 section 9.3.1")
    void library() throws IOException {
        folder.write("hello.txt", "Hello, file!\n");
        Library.ask(
                folder.target(),
                p -> p.get(folder.path("")).then().statusCode(200).body(containsString("hello.txt")));
        Library.ask(
                folder.target(), p -> p.get(folder.path("goodbye.txt")).then().statusCode(404));
    }
}
