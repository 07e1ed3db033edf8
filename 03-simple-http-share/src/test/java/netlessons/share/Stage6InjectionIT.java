package netlessons.share;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.http.FolderList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: names, questions and files that want to become a part of our pages, or of our header. */
@Stage(value = 6, name = "hostile input")
@DisplayName("Stage 6: injection")
final class Stage6InjectionIT {
    private static final String JSON = "Accept: application/json";
    private static final String PAGE = "Accept: text/html";

    /** Each of them does something in a page that shows it as it is. */
    private static final List<String> NAMES = List.of(
            "<img src=x onerror=alert(1)>.txt",
            "q'onmouseover='alert(1).txt",
            "\"onmouseover=\"alert(1).txt",
            "\"><svg onload=alert(1)>.txt",
            "<script>alert(1)<",
            "javascript:alert(1)",
            "{{title}}{{{name}}}.txt",
            "&lt;b&gt;&amp;.txt",
            "\u202egpj.exe",
            "a\nb\r\nX-Evil: 1.txt");

    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    /** Nothing of these names has become markup: no element, no end of an attribute, no address with a script. */
    private static Reply expectNoMarkup(Reply page) {
        String text = page.text().toLowerCase(Locale.ROOT);
        for (String bad : List.of(
                "<img src=x",
                "<svg onload",
                "<script>alert",
                "q'onmouseover",
                "\"onmouseover=",
                "href=\"javascript:",
                "href=javascript:",
                "href='javascript:",
                "<b>&")) {
            int at = text.indexOf(bad);
            if (at >= 0) {
                int bytes = page.text().substring(0, at).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
                throw page.failure("names to be escaped, so that they are shown and do nothing; here is " + bad, bytes);
            }
        }
        return Raid.expectSane(page).expectNoHeader("X-Evil");
    }

    private List<String> write(String in) throws IOException {
        List<String> written = new ArrayList<>();
        for (String name : NAMES) {
            if (!System.getProperty("os.name").startsWith("Windows") || name.matches("[\\w.]+")) {
                folder.write(in + name, "content");
                written.add(name);
            }
        }
        return written;
    }

    @Test
    @Order(60)
    @DisplayName("names of files that are markup, in the list, what was found, and the page of a folder (attack 30)")
    void names() throws IOException {
        List<String> names = write("");
        expectNoMarkup(folder.get("", PAGE).expectStatus(200));
        expectNoMarkup(folder.get("?q=a", PAGE).expectStatus(200));
        expectNoMarkup(folder.get("?sort=size&order=desc", PAGE).expectStatus(200));
        Reply json = folder.get("", JSON).expectStatus(200);
        if (!FolderList.of(json).names().containsAll(names)) {
            throw json.failure(
                    "all " + names.size() + " names, as they are; they were "
                            + FolderList.of(json).names(),
                    0);
        }
        for (FolderList.Entry entry : FolderList.of(json).entries()) {
            String href = entry.href().replaceFirst("^\\./", "");
            Reply file = href.startsWith("/") ? folder.http().get(href) : folder.get(href);
            file.expectStatus(200).expectBody("content").expectNoHeader("X-Evil");
        }
    }

    @Test
    @Order(61)
    @DisplayName("names of folders that are markup: crumbs, title, links, and the address of an error (attack 30)")
    void folders() throws IOException {
        for (String name :
                List.of("<img src=x onerror=alert(1)>", "\"onmouseover=\"alert(1)", "q'onmouseover='alert(1)")) {
            folder.write(name + "/sub/a.txt", "content");
        }
        for (FolderList.Entry entry : folder.list("").entries()) {
            String href = entry.href().replaceFirst("^\\./", "");
            String path = href.startsWith("/") ? href : folder.path(href);
            expectNoMarkup(folder.http().get(path, PAGE).expectStatus(200));
            expectNoMarkup(folder.http().get(path + "sub/", PAGE).expectStatus(200));
            expectNoMarkup(folder.http().get(path + "nothing", PAGE).expectStatus(404));
            expectNoMarkup(folder.http().get(path.replaceFirst("/$", ""), PAGE));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(62)
    @DisplayName("what somebody asks for does not become a part of the answer: 404, search, sort (attacks 30, 31)")
    @ValueSource(
            strings = {
                "%3Cscript%3Ealert(1)%3C/script%3E",
                "%22%3E%3Csvg%20onload=alert(1)%3E",
                "%22onmouseover=%22alert(1)",
                "q'onmouseover='alert(1)",
                "a%0d%0aX-Evil:%201",
                "%3Cimg%20src=x%20onerror=alert(1)%3E",
                "%7B%7Btitle%7D%7D",
                "javascript:alert(1)"
            })
    void questions(String text) {
        for (String path : List.of(
                text,
                text + "/",
                "?q=" + text,
                "?sort=" + text,
                "?order=" + text,
                "?" + text,
                "?q=a&sort=" + text,
                "?width=" + text,
                "?zip=" + text,
                "?k304=" + text)) {
            expectNoMarkup(folder.get(path, PAGE));
            expectNoMarkup(folder.get(path, JSON));
        }
        expectNoMarkup(folder.http().get("/" + text, PAGE));
        expectNoMarkup(folder.http().get("/.share/" + text, PAGE));
        expectNoMarkup(folder.get("nothing", PAGE, "Referer: http://x/" + text, "User-Agent: " + text));
    }

    @Test
    @Order(63)
    @DisplayName("markup that comes as it is, without any encoding: refused, or shown as text (attack 31)")
    void raw() throws IOException {
        for (String text : List.of("<script>alert(1)</script>", "\"onmouseover=\"alert(1)", "<svg onload=alert(1)>")) {
            String plain = text.replace(" ", "/");
            expectNoMarkup(folder.get(plain, PAGE));
            expectNoMarkup(folder.get("?q=" + plain, PAGE));
            expectNoMarkup(folder.http().ask("GET" + plain, folder.path(""), Raid.NOTHING, PAGE));
            expectNoMarkup(folder.get("", PAGE, "Host: " + plain));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(64)
    @DisplayName(
            "a file that somebody sent may be a page, but none of ours: nosniff, and sandbox or attachment (attack 32)")
    @Rfc("RFC 9110 section 17")
    @ValueSource(strings = {"a.html", "a.htm", "a.svg", "a.xhtml", "a.xml", "a.pdf", "a", "a.txt", "a.jpg", "a.HTML"})
    void active(String name) {
        folder.put(name, "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>")
                .expectStatus(201);
        for (Reply reply : List.of(folder.get(name), folder.get(name, "Range: bytes=0-20"))) {
            reply.expectStatus(200, 206)
                    .expectHeader("X-Content-Type-Options", "nosniff", value -> value.equalsIgnoreCase("nosniff"));
            String policy = String.join(",", reply.headers("Content-Security-Policy"));
            boolean sandbox = policy.matches(".*\\bsandbox\\b.*") && !policy.contains("allow-scripts");
            boolean saved = reply.header("Content-Disposition")
                    .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("attachment"))
                    .isPresent();
            boolean dead = reply.header("Content-Type").orElse("").matches("(?i)(text/plain|image/jpeg).*");
            if (!sandbox && !saved && !dead) {
                throw reply.failure("Content-Security-Policy with sandbox, or Content-Disposition: attachment", 0);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(65)
    @DisplayName("a name is one field, and one parameter of it: quotes, line ends, emoji, semicolons (attack 33)")
    @Rfc("RFC 6266 section 4.3")
    @ValueSource(
            strings = {
                "a\"b.txt",
                "a\"b\r\nX-Evil: y.txt",
                "\ud83d\ude00.txt",
                "a;b=c.txt",
                "a\"; filename=\"evil.exe",
                "gr\u00fcn.txt",
                "%41.txt",
                "a'b.txt",
                "UTF-8''x.txt"
            })
    void disposition(String name) throws IOException {
        folder.write(name, "content");
        String href = folder.list("").entries().get(0).href().replaceFirst("^\\./", "");
        String path = href.startsWith("/") ? href : folder.path(href);
        Reply reply = folder.http().get(path + "?download").expectStatus(200).expectNoHeader("X-Evil");
        reply.expectHeader("Content-Disposition", "attachment, with one name", Stage6InjectionIT::isOneName);
        folder.http().get(folder.path("?zip")).expectStatus(200).expectNoHeader("X-Evil");
    }

    /** The grammar of RFC 6266 section 4.1, for these two parameters. */
    private static boolean isOneName(String value) {
        String quoted = "\"(?:[^\"\\\\\\x00-\\x1f\\x7f]|\\\\[^\\x00-\\x1f])*\"";
        return value.matches("(?i)attachment(\\s*;\\s*filename\\s*=\\s*(?:" + quoted + "|[\\w.!#$&+^`|~-]+))?"
                + "(\\s*;\\s*filename\\*\\s*=\\s*UTF-8''(?:[\\w.!#$&+^`|~-]|%[0-9A-F]{2})+)?");
    }

    @Test
    @Order(66)
    @DisplayName("the names in an archive are those of the files, and none of them leads out (attack 30)")
    void archive() throws IOException {
        List<String> names = new ArrayList<>(write("sub/"));
        Reply reply = folder.get("?zip").expectStatus(200).expectNoHeader("X-Evil");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().startsWith("/") || entry.getName().contains("../")) {
                    throw reply.failure("no name in the archive that leads out of it", 0);
                }
                String at = entry.getName();
                names.removeIf(name -> at.endsWith("sub/" + name));
            }
        }
        if (!names.isEmpty()) {
            throw reply.failure("all files of the folder in the archive; missing are " + names, 0);
        }
    }

    @Test
    @Order(67)
    @DisplayName("a README may not bring markup, scripts, or addresses of scripts into the page (attack 35)")
    void readme() throws IOException {
        folder.write("README.md", """
                # Hello <script>alert(1)</script>
                <img src=x onerror=alert(1)>
                <svg onload=alert(1)></svg> <iframe src="http://evil.example"></iframe>

                [a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,<script>alert(1)</script>)
                [d](vbscript:x) <javascript:alert(1)> ![e](javascript:alert(1))
                <form action="http://evil.example"><input name=q></form> <b onclick=alert(1)>x</b>
                """);
        Reply page = expectNoMarkup(folder.get("", PAGE).expectStatus(200));
        String text = page.text().toLowerCase(Locale.ROOT);
        for (String bad : List.of(
                "<iframe", "action=\"http://evil", "<b onclick", "=\"data:text", "=\"vbscript:", "src=\"javascript")) {
            if (text.contains(bad)) {
                throw page.failure("the README as text, or as harmless markup; here is " + bad, 0);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(68)
    @DisplayName("a picture's notes are not shown, and not sent with the small one (attack 35)")
    @CsvSource({"10, 10", "1000, 1000"})
    void notes(int width, int height) throws IOException {
        byte[] jpeg = Pictures.jpeg(64, 64);
        byte[] note = Raid.bytes("<script>alert(1)</script>");
        byte[] all = new byte[jpeg.length + note.length + 4];
        System.arraycopy(jpeg, 0, all, 0, 2);
        System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) (note.length + 2)}, 0, all, 2, 4);
        System.arraycopy(note, 0, all, 6, note.length);
        System.arraycopy(jpeg, 2, all, 6 + note.length, jpeg.length - 2);
        folder.write("a.jpg", all);
        expectNoMarkup(folder.get("", PAGE).expectStatus(200));
        expectNoMarkup(folder.get("a.jpg?width=" + width + "&height=" + height).expectStatus(200));
    }
}
