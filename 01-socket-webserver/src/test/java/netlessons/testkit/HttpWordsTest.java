package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netlessons.testkit.http.BytePart;
import netlessons.testkit.http.FolderList;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import netlessons.testkit.http.Json;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What graded tests say in HTTP, and how they read what comes. */
class HttpWordsTest {
    private static Reply reply(String latin1) throws Exception {
        try (TinyServer server = TinyServer.answering(latin1)) {
            return Http.of(server.target()).get("/");
        }
    }

    private static String ok(String type, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void asksWithTheUsualFieldsUnlessOthersAreGiven() throws Exception {
        try (TinyServer server = TinyServer.answering(ok("text/plain", ""))) {
            Http http = Http.of(server.target());
            String host = "127.0.0.1:" + server.address().getPort();
            assertThat(http.request("GET", "/a", null, "A: 1"))
                    .isEqualTo("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nA: 1\r\n\r\n");
            assertThat(http.request("PUT", "/a", new byte[3], "host: b", "connection: keep-alive"))
                    .isEqualTo("PUT /a HTTP/1.1\r\nContent-Length: 3\r\nhost: b\r\nconnection: keep-alive\r\n\r\n");
            assertThat(http.request("PUT", "/a", new byte[3], "Transfer-Encoding: chunked"))
                    .doesNotContain("Content-Length");
        }
    }

    @Test
    void anAnswerToHeadThatHasABodyFails() throws Exception {
        try (TinyServer server =
                TinyServer.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi")) {
            assertThatThrownBy(() -> Http.of(server.target()).head("/"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("an answer to HEAD ends with the empty line");
        }
    }

    @Test
    void formsAreWrittenAsTheyAreGiven() {
        Form form = new Form("b").field("remark", "1").file("../\u00e4\".txt", "2");
        assertThat(new String(form.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("--b\r\nContent-Disposition: form-data; name=\"remark\"\r\n\r\n1\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../\u00e4\".txt\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n2\r\n--b--\r\n");
        assertThat(form.contentType()).isEqualTo("multipart/form-data; boundary=b");
    }

    @Test
    void metadataAreInBase64() throws Exception {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("filename", "\u00e4.txt");
        metadata.put("folder", "/");
        assertThat(Tus.encode(metadata)).isEqualTo("filename w6QudHh0,folder Lw==");
        Reply created = reply("HTTP/1.1 201 Created\r\nLocation: http://a:1/.share/tus/1\r\nContent-Length: 0\r\n\r\n");
        assertThat(Tus.path(created)).isEqualTo("/.share/tus/1");
        assertThatThrownBy(() -> Tus.offset(created))
                .hasMessageContaining("the field Upload-Offset: a number of bytes");
    }

    @Test
    void readsJson() throws Exception {
        Object json =
                Json.parse(" {\"a\": [1, -2.5e3, true, false, null], \"\\u00e4\\n\\\"\": {\"\": \"\"}, \"e\":[]}\n");
        assertThat(json)
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(new BigDecimal("1"), new BigDecimal("-2.5e3"), true, false, null),
                        "\u00e4\n\"",
                        Map.of("", ""),
                        "e",
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "''~0",
                "{~1",
                "[1,]~3",
                "[1 2]~3",
                "{\"a\" 1}~5",
                "{\"a\":1,}~7",
                "{\"a\":1,\"a\":2}~7",
                "01~1",
                "1.~1",
                "tru~0",
                "\"a\tb\"~2",
                "\"\\x\"~2",
                "\"\\u12\"~2",
                "1 1~2",
                "'a'~0"
            })
    void seesWhereJsonIsNone(String text, int at) {
        assertThatThrownBy(() -> Json.parse(text.equals("a") ? "'a'" : text))
                .isInstanceOfSatisfying(
                        Json.Malformed.class, e -> assertThat(e.at()).isEqualTo(at));
        assertThatThrownBy(() -> Json.parse("[".repeat(1000))).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void readsTheListOfAFolder() throws Exception {
        FolderList list = FolderList.of(reply(ok(
                "application/json; charset=utf-8",
                "{\"path\":\"/x/\",\"more\":1,\"entries\":[{\"name\":\"a b\",\"type\":\"file\",\"size\":3,"
                        + "\"modified\":\"2001-02-03T04:05:06Z\",\"href\":\"a%20b\"}]}")));
        assertThat(list.path()).isEqualTo("/x/");
        assertThat(list.truncated()).isFalse();
        assertThat(list.entries())
                .containsExactly(new FolderList.Entry("a b", false, 3, Instant.parse("2001-02-03T04:05:06Z"), "a%20b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"entries\":[]}~\"path\"",
                "{\"path\":\"/\"}~\"entries\", an array",
                "{\"path\":\"/\",\"entries\":[1]}~only objects",
                "{\"path\":\"/\",\"entries\":[{}]}~a string \"name\" in each entry",
                "{\"path\":\"/\",\"entries\":[{\"name\":\"a\",\"type\":\"dir\"}]}~\"type\" of a to be \"file\" or",
                "{\"path\":\"/\",\"entries\":[{\"name\":\"a\",\"type\":\"file\"}]}~\"size\", a number, of a",
                "{\"path\":\"/\"~JSON, and here '}'",
                "[]~an object"
            })
    void tellsWhatIsNoList(String json, String expected) throws Exception {
        Reply reply = reply(ok("application/json", json));
        assertThatThrownBy(() -> FolderList.of(reply))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected JSON")
                .hasMessageContaining(expected);
    }

    private static String parts(String body) {
        return "HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=\"b\"\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void readsParts() throws Exception {
        String body = "preamble\r\n--b\r\nContent-Range: bytes 0-1/9\r\n\r\nab\r\n--b\r\nA: 1\r\n"
                + "content-range: bytes 3-5/9\r\n\r\nd\r\n\r\n--b--\r\n";
        List<BytePart> parts = BytePart.of(reply(parts(body)));
        assertThat(parts).extracting(BytePart::first).containsExactly(0, 3);
        assertThat(parts).extracting(BytePart::last).containsExactly(1, 5);
        assertThat(new String(parts.get(1).bytes(), StandardCharsets.US_ASCII)).isEqualTo("d\r\n");
        Reply one = reply("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-3/4\r\nContent-Length: 2\r\n\r\ncd");
        assertThat(BytePart.of(one))
                .singleElement()
                .satisfies(part -> assertThat(part.length()).isEqualTo(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--c\r\nContent-Range: bytes 0-1/9\r\n\r\nab\r\n--c--",
                "--b\r\n\r\nab\r\n--b--",
                "--b\r\nContent-Range: bytes 0-1/9\r\n\r\nab",
                "--b\r\nContent-Range: bytes 0-1/9\r\n\r\nab\r\n",
                "--b\r\nContent-Range: bytes 0-2/9\r\n\r\nab\r\n--b--",
                "--b\r\nContent-Range: bytes 8-9/9\r\n\r\nab\r\n--b--",
                "--b\r\nContent-Range: bytes 0-1/*\r\n\r\nab\r\n--b--",
                "--b\r\nContent-Range: bytes 0-1/9\r\n\r\nab\r\n--b"
            })
    void tellsWhatAreNoParts(String body) throws Exception {
        Reply reply = reply(parts(body));
        assertThatThrownBy(() -> BytePart.of(reply)).isInstanceOf(AssertionError.class);
    }

    @Test
    void seesThatAnAnswerWasCut() throws Exception {
        try (TinyServer server = TinyServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab")) {
            assertThat(Http.of(server.target()).begin("GET", "/", null).replyUnlessCut())
                    .isEmpty();
        }
        try (TinyServer server = TinyServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")) {
            assertThat(Http.of(server.target()).begin("GET", "/", null).replyUnlessCut())
                    .isPresent();
        }
    }
}
