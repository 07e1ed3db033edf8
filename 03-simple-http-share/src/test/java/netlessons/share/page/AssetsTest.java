package netlessons.share.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
    private static final String ALL = "page.css page.js list.js memory.js tray.js tus.js upload.js";

    private final Assets assets = new Assets(request -> "http://" + request.authority());

    static Request get(String path, String query, Field... fields) {
        return new Request(
                "GET",
                Target.parse(path, query),
                "192.168.1.7:8000",
                new Fields(List.of(fields)),
                InputStream.nullInputStream(),
                0,
                InetAddress.getLoopbackAddress(),
                false);
    }

    static String text(Response response) {
        return new String(((Content.Bytes) response.content()).bytes(), StandardCharsets.UTF_8);
    }

    private Response asset(String name, Field... fields) {
        return assets.handle(get("/.share/" + name, "", fields));
    }

    @Test
    @DisplayName("each has a strong ETag of its own, and who has it already gets 304 (RFC 9110 section 8.8.3, 13.1.2)")
    void tags() {
        for (String name : ALL.split(" ")) {
            Response response = asset(name);
            String tag = response.fields().first("ETag").orElseThrow();
            assertThat(tag).matches("\"[0-9a-f]{24}\"");
            assertThat(response.status()).isEqualTo(200);
            for (String known : List.of(tag, "\"x\", " + tag, "W/" + tag, "*")) {
                Response again = asset(name, new Field("If-None-Match", known));
                assertThat(again.status()).as(known).isEqualTo(304);
                assertThat(again.fields().first("ETag")).contains(tag);
            }
            assertThat(asset(name, new Field("If-None-Match", "\"x\"")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("scripts name only scripts that are there; they and the style load nothing from elsewhere")
    void complete() {
        Pattern imported = Pattern.compile("from '\\./([a-z.]+)'");
        for (String name : ALL.split(" ")) {
            String text = text(asset(name));
            imported.matcher(text)
                    .results()
                    .forEach(match -> assertThat(asset(match.group(1)).fields().first("Content-Type"))
                            .contains("text/javascript; charset=utf-8"));
            // two that are names, and are not asked for
            String code = text.replace("http://www.w3.org/2000/svg", "").replace("https://tus.io/", "");
            assertThat(code).doesNotContain("http:", "https:", "@import", "url(//");
            assertThat(code).doesNotContain("innerHTML", "outerHTML", "document.write", "eval(", "new Function");
        }
    }

    @Test
    void others() {
        assertThatThrownBy(() -> asset("nothing.js")).isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> asset("")).isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> assets.handle(get("/.share", ""))).isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> asset("%2Fetc%2Fpasswd"))
                .as("a path behind a path (attack 4)")
                .isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> asset("folder.mustache")).isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> asset("Assets.class")).isInstanceOf(HttpError.class);
    }

    @Test
    @DisplayName("the QR code is a picture of the folder's address")
    void qrCode() throws Exception {
        Response root = assets.handle(get("/.share/qr.svg", ""));
        Response folder = assets.handle(get("/.share/qr.svg", "path=%2Fa%2520b%2F"));
        assertThat(root.fields().first("Content-Type")).contains("image/svg+xml");
        assertThat(text(folder)).isNotEqualTo(text(root)).isEqualTo(QrPicture.svg("http://192.168.1.7:8000/a%20b/"));
        byte[] svg = ((Content.Bytes) folder.content()).bytes();
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new java.io.ByteArrayInputStream(svg))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "http://evil.example/", "@evil.example", ":1@evil.example/", "/a//b", "/\"<"})
    @DisplayName("a path that would be another address is none")
    void strangePaths(String path) {
        String query = "path=" + netlessons.share.http.Percent.encode(path);
        assertThat(text(assets.handle(get("/.share/qr.svg", query))))
                .isEqualTo(text(assets.handle(get("/.share/qr.svg", ""))));
    }

    @Test
    void tooLong() {
        Request request = get("/.share/qr.svg", "path=%2F" + "x".repeat(5000));
        assertThatThrownBy(() -> assets.handle(request))
                .isInstanceOf(HttpError.class)
                .extracting(e -> ((HttpError) e).status())
                .isEqualTo(414);
    }
}
