package netlessons.share.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("passwords are asked for")
class AccessTest {
    private static final String ADA = "Authorization: Basic YWRhOnNlY3JldA=="; // ada:secret

    private static Handler access(String... users) {
        return new Access(Accounts.parse(List.of(users)), new Attempts(() -> 0), request -> Response.of(200));
    }

    private static int status(Handler handler, String method, String path, String... fields) throws IOException {
        return answer(handler, Requests.of(method, path, "localhost", fields)).status();
    }

    private static Response answer(Handler handler, Request request) throws IOException {
        try {
            return handler.handle(request);
        } catch (HttpError e) {
            return Response.text(e.status(), e.getMessage());
        }
    }

    @ParameterizedTest
    @DisplayName("for all methods and all there is (attack 39)")
    @CsvSource({
        "GET,/",
        "HEAD,/",
        "OPTIONS,/",
        "GET,/a.txt",
        "GET,/.share/qr.svg",
        "GET,/.share/tus/1",
        "HEAD,/.share/tus/1",
        "OPTIONS,/.share/tus/",
        "POST,/.share/tus/",
        "PATCH,/.share/tus/1",
        "DELETE,/.share/tus/1",
        "PUT,/a",
        "POST,/",
        "MOVE,/a",
        "GET,/.share/page.css/",
        "POST,/.share/page.css",
        "GET,//.share/page.css",
        "GET,/page.css",
        "GET,/.share/%70age.css/x"
    })
    void everywhere(String method, String path) throws IOException {
        Handler handler = access("ada:secret");
        Response answer = answer(handler, Requests.of(method, path, "localhost"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.fields().first("WWW-Authenticate"))
                .contains("Basic realm=\"shared folder\", charset=\"UTF-8\"");
        assertThat(status(handler, method, path, ADA)).isEqualTo(200);
    }

    @Test
    @DisplayName("but not for what the page that asks for it looks like")
    void decoration() throws IOException {
        assertThat(status(access("ada:secret"), "GET", "/.share/page.css")).isEqualTo(200);
    }

    @Test
    @DisplayName("a password only for uploads leaves the downloads free")
    void uploadOnly() throws IOException {
        Handler handler = access("ada:secret:upload");
        assertThat(status(handler, "GET", "/a")).isEqualTo(200);
        assertThat(status(handler, "OPTIONS", "/a")).isEqualTo(200);
        assertThat(status(handler, "PUT", "/a")).isEqualTo(401);
        assertThat(status(handler, "HEAD", "/.share/tus/1")).isEqualTo(401);
        assertThat(status(handler, "PUT", "/a", ADA)).isEqualTo(200);
    }

    @Test
    @DisplayName("who is known and may not is told so: 403")
    void mayNot() throws IOException {
        Handler handler = access("ada:secret:read", "bob:other:upload");
        assertThat(status(handler, "GET", "/a", ADA)).isEqualTo(200);
        assertThat(status(handler, "PUT", "/a", ADA)).isEqualTo(403);
    }

    @Test
    @DisplayName("whatever was wrong, the words are the same (attack 39)")
    void sameWords() throws IOException {
        Handler handler = access("ada:secret");
        Response none = answer(handler, Requests.of("GET", "/", "localhost"));
        for (String credentials : List.of("Basic", "Basic !", "Basic YWRh", "Basic YWRhOng=", "Basic Ym9iOng=")) {
            Response wrong = answer(handler, Requests.of("GET", "/", "localhost", "Authorization: " + credentials));
            assertThat(wrong).isEqualTo(none);
        }
    }

    @Test
    @DisplayName("after many wrong passwords even the right one has to wait: 429 with Retry-After")
    void tooMany() throws IOException {
        Handler handler = access("ada:secret");
        int status = 0;
        for (int i = 0; i < 2 * Attempts.AT_ONCE && status != 429; i++) {
            status = status(handler, "GET", "/", "Authorization: Basic YWRhOng=");
        }
        Response answer = answer(handler, Requests.of("GET", "/", "localhost", ADA));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.fields().first("Retry-After")).isPresent();
        assertThat(status(handler, "GET", "/"))
                .as("without a password: no attempt")
                .isEqualTo(401);
    }
}
