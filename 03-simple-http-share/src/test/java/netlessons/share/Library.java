package netlessons.share;

import static io.restassured.RestAssured.given;

import io.restassured.config.HttpClientConfig;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import netlessons.testkit.Target;

/** Asks as a program would that has a library for HTTP: what an answer means, not what its bytes are. */
final class Library {
    private static final int PATIENCE = 10_000; // ms

    private Library() {}

    /** A connection of its own; a failure tells what was said. Paths are sent as they are given. */
    static <T> T ask(Target target, Function<RequestSpecification, T> exchange) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        LogConfig log = LogConfig.logConfig()
                .defaultStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                .enableLoggingOfRequestAndResponseIfValidationFails();
        HttpClientConfig patience = HttpClientConfig.httpClientConfig()
                .setParam("http.connection.timeout", PATIENCE)
                .setParam("http.socket.timeout", PATIENCE);
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        try {
            return exchange.apply(
                    given().config(RestAssuredConfig.config().logConfig(log).httpClient(patience))
                            .baseUri("http://" + host)
                            .port(target.port())
                            .urlEncodingEnabled(false)
                            .header("Connection", "close"));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + said.toString(StandardCharsets.UTF_8), e);
        } catch (Exception e) { // the library's own: no answer, or one that it cannot read
            throw new AssertionError("a client library (Apache HttpClient) says: " + e, e);
        }
    }
}
