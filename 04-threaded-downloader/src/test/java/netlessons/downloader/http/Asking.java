package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import netlessons.downloader.Limits;

/** Asks for files in tests. */
final class Asking implements AutoCloseable {
    /** For tests in which a time-out is to pass. */
    static final Duration SHORT = Duration.ofSeconds(1);

    /** For tests in which a time-out could pass, and must not. */
    static final Duration PATIENT = Duration.ofSeconds(3);

    private static final Duration LONG = Duration.ofSeconds(10);
    static final HttpSettings SETTINGS = new HttpSettings(
            false, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), 4, limits(LONG));

    private final Http http;

    Asking() throws HttpFault {
        this(SETTINGS);
    }

    Asking(HttpSettings settings) throws HttpFault {
        http = new Http(settings);
    }

    /** With short time-outs. */
    static Asking hasty() throws HttpFault {
        return new Asking(hasty(Map.of()));
    }

    static HttpSettings hasty(Map<String, String> environment) {
        return settings(SHORT, environment);
    }

    static HttpSettings patient() {
        return settings(PATIENT, Map.of());
    }

    static HttpSettings settings(Duration timeout, Map<String, String> environment) {
        return new HttpSettings(
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                environment,
                4,
                limits(timeout));
    }

    static Limits limits(Duration timeout) {
        return new Limits(timeout, timeout, 5, 0, timeout, 0, 0);
    }

    static HttpSettings fields(String name, String value) {
        return settings(List.of(Map.entry(name, value)), null, null, Map.of());
    }

    static HttpSettings user(String name, String password) {
        return settings(List.of(), new PasswordAuthentication(name, password.toCharArray()), null, Map.of());
    }

    static HttpSettings netrc(Path file) {
        return settings(List.of(), null, file, Map.of());
    }

    static HttpSettings environment(Map<String, String> environment) {
        return settings(List.of(), null, null, environment);
    }

    private static HttpSettings settings(
            List<Map.Entry<String, String>> fields,
            PasswordAuthentication user,
            Path netrc,
            Map<String, String> environment) {
        return new HttpSettings(
                false,
                fields,
                Optional.ofNullable(user),
                Optional.ofNullable(netrc),
                Optional.empty(),
                environment,
                4,
                limits(LONG));
    }

    static HttpSettings trusting(Path authorities) {
        return trusting(authorities, false, Map.of());
    }

    static HttpSettings trusting(Path authorities, boolean downgrade, Map<String, String> environment) {
        Optional<Path> file = Optional.ofNullable(authorities);
        return new HttpSettings(
                downgrade, List.of(), Optional.empty(), Optional.empty(), file, environment, 4, limits(LONG));
    }

    Call call(URI uri) {
        return http.call(new Get(uri, Optional.empty(), Optional.empty()));
    }

    Response send(URI uri) throws HttpFault {
        return call(uri).send();
    }

    /** @param to behind the last; -1 for all that follow */
    Response send(URI uri, long from, long to) throws HttpFault {
        return send(uri, from, to, null);
    }

    Response send(URI uri, long from, long to, String ifRange) throws HttpFault {
        ByteRange range = new ByteRange(from, to < 0 ? OptionalLong.empty() : OptionalLong.of(to));
        return http.call(new Get(uri, Optional.of(range), Optional.ofNullable(ifRange)))
                .send();
    }

    /** All of it. */
    byte[] body(URI uri) throws HttpFault {
        try (Response response = send(uri)) {
            return body(response);
        }
    }

    static byte[] body(Response response) throws HttpFault {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocateDirect(10_000);
        for (int n = response.read(bytes); n >= 0; n = response.read(bytes.clear())) {
            assertThat(n).isPositive().isEqualTo(bytes.position());
            byte[] some = new byte[n];
            bytes.flip().get(some);
            body.writeBytes(some);
        }
        return body.toByteArray();
    }

    /** What is wrong with this; nothing being wrong fails the test. */
    HttpFault fault(URI uri) {
        try {
            byte[] body = body(uri);
            throw new AssertionError("no fault, but a body of " + body.length + " bytes");
        } catch (HttpFault fault) {
            return fault;
        }
    }

    HttpFault fault(URI uri, long from, long to) {
        try (Response response = send(uri, from, to)) {
            byte[] body = body(response);
            throw new AssertionError("no fault, but status " + response.status() + ", " + body.length + " bytes");
        } catch (HttpFault fault) {
            return fault;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
