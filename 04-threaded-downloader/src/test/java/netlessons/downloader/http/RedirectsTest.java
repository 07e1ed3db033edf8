package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, and what is said to whom on the way. */
class RedirectsTest {
    private static final ServedFile HELLO = ServedFile.of("hello");

    @ParameterizedTest
    @DisplayName("relative and absolute, with all kinds of characters")
    @CsvSource({
        "/f,                    /f",
        "f,                     /a/f",
        "../f,                  /f",
        "?x=1,                  /a/b?x=1",
        "f#part,                /a/f",
        "'f g',                 /a/f%20g",
        "f%20g?h i,             /a/f%20g?h%20i",
        "'[x]|{y}',             /a/%5Bx%5D%7C%7By%7D",
        "'/c//d[x]',            /c//d%5Bx%5D",
        "f%zz,                  /a/f%25zz",
        "'/f\u00c3\u00a4',      /f%C3%A4",
    })
    void locations(String location, String path) throws HttpFault {
        try (Origin origin = Origin.start()
                        .at("/a/b?q", Answers.redirect(302, location))
                        .at(path, HELLO);
                Asking asking = new Asking();
                Response response = asking.send(origin.uri("/a/b?q"))) {
            assertThat(Asking.body(response)).hasSize(5);
            assertThat(response.uri()).isEqualTo(origin.uri(path));
        }
    }

    @Test
    @DisplayName("from an address without a path; and no password, no fragment in the address at the end")
    void plain() throws HttpFault {
        try (Origin origin =
                        Origin.start().at("/", Answers.redirect(302, "f?x")).at("/f?x", HELLO);
                Asking asking = new Asking();
                Response redirected = asking.send(URI.create("http://127.0.0.1:" + origin.port()));
                Response direct = asking.send(URI.create("http://a:b@127.0.0.1:" + origin.port() + "/f?x#y"))) {
            assertThat(redirected.uri()).isEqualTo(origin.uri("/f?x"));
            assertThat(direct.uri()).isEqualTo(origin.uri("/f?x"));
        }
    }

    @Test
    @DisplayName("the page of a redirect is read if it is short and here: the connection goes on")
    void page() throws HttpFault {
        String raw = "HTTP/1.1 302 Found\r\nLocation: /f\r\nContent-Length: 5\r\n\r\nmoved";
        try (Origin origin = Origin.start().at("/", Answers.rawKept(raw)).at("/f", HELLO);
                Asking asking = new Asking()) {
            assertThat(asking.body(origin.uri("/"))).hasSize(5);
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void allStatuses(int status) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", HELLO);
                Origin first = Origin.start().at("/", Answers.redirect(status, "//127.0.0.1:" + origin.port() + "/f"));
                Asking asking = new Asking()) {
            assertThat(asking.body(first.uri("/"))).hasSize(5);
        }
    }

    @Test
    @DisplayName("round in a circle, without an end, nowhere, into a file (case 32)")
    void nowhere() throws HttpFault {
        try (Origin origin = Origin.start()
                        .at("/circle", Answers.redirect(302, "/circle"))
                        .at("/none", Answers.status(302))
                        .at("/empty", Answers.redirect(302, ""))
                        .at("/file", Answers.redirect(302, "file:///etc/passwd"))
                        .at("/opaque", Answers.redirect(302, "mailto:a@b"))
                        .at("/bad", Answers.redirect(302, "http://[x/"))
                        .at("/hostless", Answers.redirect(302, "http:///x"));
                Asking asking = new Asking()) {
            for (String path : new String[] {"/circle", "/none", "/empty", "/file", "/opaque", "/bad", "/hostless"}) {
                HttpFault fault = asking.fault(origin.uri(path));
                assertThat(fault.kind()).as(path + ": " + fault.getMessage()).isEqualTo(HttpFault.Kind.PERMANENT);
            }
            assertThat(origin.asked("/circle"))
                    .hasSize(1 + Asking.SETTINGS.limits().maxRedirects());
        }
    }

    @Test
    @DisplayName("what a redirect to another origin must not take along (case 34)")
    void credentials() throws HttpFault {
        URI[] second = new URI[1];
        try (Origin other = Origin.start().at("/f", HELLO);
                Origin home = Origin.start()
                        .at("/", (asked, speaker) -> Answers.redirect(302, "/b").to(asked, speaker))
                        .at(
                                "/b",
                                (asked, speaker) -> Answers.redirect(302, second[0].toString())
                                        .to(asked, speaker))) {
            second[0] = URI.create("http://evil:user@127.0.0.1:" + other.port() + "/f");
            for (HttpSettings settings :
                    new HttpSettings[] {Asking.user("me", "secret"), Asking.fields("X-Token", "secret"), Asking.SETTINGS
                    }) {
                try (Asking asking = new Asking(settings)) {
                    URI first = URI.create("http://" + (settings == Asking.SETTINGS ? "me:secret@" : "") + "127.0.0.1:"
                            + home.port() + "/");
                    assertThat(asking.body(first)).hasSize(5);
                }
            }
            assertThat(other.asked())
                    .hasSize(3)
                    .allMatch(asked -> asked.header("Authorization").isEmpty());
            assertThat(other.asked()).allMatch(asked -> asked.header("X-Token").isEmpty());
            assertThat(home.asked("/b"))
                    .hasSize(3)
                    .allMatch(asked -> asked.header("X-Token")
                            .or(() -> asked.header("Authorization"))
                            .isPresent());
            assertThat(home.asked().get(0).header("Authorization")).contains(Basic.of("me", "secret"));
            assertThat(home.asked().get(4).header("Authorization")).contains(Basic.of("me", "secret"));
        }
    }

    @Test
    @DisplayName("a netrc file speaks to each host for itself")
    void netrc(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(
                dir.resolve("netrc"),
                "machine 127.0.0.1 login me password 1\nmachine localhost login you password 2\n");
        try (Origin origin = Origin.start();
                Asking asking = new Asking(Asking.netrc(file))) {
            origin.at("/", Answers.redirect(302, "http://localhost:" + origin.port() + "/f"))
                    .at("/f", HELLO);
            assertThat(asking.body(origin.uri("/"))).hasSize(5);
            assertThat(origin.asked().get(0).header("Authorization")).contains(Basic.of("me", "1"));
            assertThat(origin.asked().get(1).header("Authorization")).contains(Basic.of("you", "2"));
        }
    }

    @Test
    @DisplayName(
            "who counts: the URL, then the option, then the netrc file; a field that is given counts more than all")
    void order(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("netrc"), "machine 127.0.0.1 login other password 3\n");
        try (Origin origin = Origin.start().at("/", HELLO);
                Asking netrc = new Asking(Asking.netrc(file));
                Asking option = new Asking(Asking.user("me", "1"));
                Asking field = new Asking(Asking.fields("authorization", "Bearer x"))) {
            netrc.body(URI.create("http://a%40b:c@127.0.0.1:" + origin.port() + "/"));
            netrc.body(URI.create("http://other@127.0.0.1:" + origin.port() + "/"));
            option.body(URI.create("http://a:b@127.0.0.1:" + origin.port() + "/"));
            field.body(URI.create("http://a:b@127.0.0.1:" + origin.port() + "/"));
            assertThat(origin.asked().stream()
                            .map(asked -> asked.headers("Authorization").toString()))
                    .containsExactly(
                            "[" + Basic.of("a@b", "c") + "]",
                            "[" + Basic.of("other", "3") + "]",
                            "[" + Basic.of("a", "b") + "]",
                            "[Bearer x]");
            assertThat(origin.asked()).allMatch(asked -> asked.target().equals("/"));
        }
    }

    @Test
    @DisplayName("fields of one's own take the place of ours, and go as UTF-8")
    void fields() throws HttpFault {
        try (Origin origin = Origin.start().at("/", HELLO);
                Asking agent = new Asking(Asking.fields("user-agent", "mine/1"));
                Asking wide = new Asking(Asking.fields("X-Name", "ä"));
                Asking plain = new Asking()) {
            agent.body(origin.uri("/"));
            wide.body(origin.uri("/"));
            plain.body(origin.uri("/"));
            assertThat(origin.asked().get(0).headers("User-Agent")).containsExactly("mine/1");
            byte[] sent = origin.asked().get(1).header("X-Name").orElseThrow().getBytes(StandardCharsets.ISO_8859_1);
            assertThat(new String(sent, StandardCharsets.UTF_8)).isEqualTo("ä");
            assertThat(origin.asked().get(2).headers("User-Agent")).containsExactly("netlessons-downloader/1.0");
            assertThat(origin.asked().get(2).headers("Host")).containsExactly("127.0.0.1:" + origin.port());
        }
    }

    @ParameterizedTest
    @DisplayName("fields that cannot be sent, or are not for a person to send")
    @CsvSource({"Range, bytes=0-1", "accept-encoding, gzip", "'a b', c", "'', c", "X, 'a\r\nEvil: b'", "X, 'a\u0000'"})
    void refusedFields(String name, String value) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new Http(Asking.fields(name, value))))
                .isInstanceOf(HttpFault.class);
    }

    @Test
    @DisplayName("files that are not there: said at once, not with the first request")
    void missingFiles(@TempDir Path dir) {
        Path none = dir.resolve("none");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new Http(Asking.netrc(none))))
                .isInstanceOf(HttpFault.class)
                .hasMessageContaining("none");
        HttpSettings trusting = Asking.trusting(none);
        assertThat(trusting.authorities()).isEqualTo(Optional.of(none));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new Http(trusting)))
                .isInstanceOf(HttpFault.class)
                .hasMessageContaining("none");
    }
}
