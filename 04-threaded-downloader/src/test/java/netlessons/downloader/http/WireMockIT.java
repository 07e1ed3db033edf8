package netlessons.downloader.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import netlessons.testkit.origin.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a server that others wrote, with the faults that it has to offer. */
class WireMockIT {
    private static final byte[] BYTES = Content.random(3, 200_000).bytes();

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Asking asking;

    @BeforeEach
    void open() throws HttpFault {
        asking = new Asking();
    }

    @AfterEach
    void close() {
        asking.close();
    }

    private static URI uri(String path) {
        return URI.create(SERVER.baseUrl() + path);
    }

    @Test
    void fetches() throws HttpFault {
        SERVER.stubFor(get("/f").willReturn(aResponse().withBody(BYTES).withHeader("ETag", "\"x\"")));
        try (Response response = asking.send(uri("/f"))) {
            assertThat(response.etag()).contains("\"x\"");
            assertThat(Asking.body(response)).isEqualTo(BYTES);
        }
        SERVER.verify(getRequestedFor(urlEqualTo("/f"))
                .withHeader("Accept-Encoding", equalTo("identity"))
                .withoutHeader("Cookie")
                .withoutHeader("Connection"));
    }

    @Test
    @DisplayName("no cookie that was set is sent")
    void cookies() throws HttpFault {
        SERVER.stubFor(get("/f").willReturn(ok("hello").withHeader("Set-Cookie", "a=b; Path=/")));
        asking.body(uri("/f"));
        asking.body(uri("/f"));
        SERVER.verify(2, getRequestedFor(urlEqualTo("/f")).withoutHeader("Cookie"));
    }

    @ParameterizedTest
    @DisplayName("WireMock's faults")
    @EnumSource(Fault.class)
    void faults(Fault what) {
        SERVER.stubFor(get("/f").willReturn(aResponse().withFault(what)));
        HttpFault fault = asking.fault(uri("/f"));
        HttpFault.Kind kind = switch (what) {
            case EMPTY_RESPONSE, CONNECTION_RESET_BY_PEER -> HttpFault.Kind.TRANSIENT;
            case MALFORMED_RESPONSE_CHUNK, RANDOM_DATA_THEN_CLOSE -> HttpFault.Kind.PERMANENT;
        };
        assertThat(fault.kind()).as(what + ": " + fault.getMessage()).isEqualTo(kind);
    }

    @Test
    @DisplayName("no fault of one answer spoils the next one")
    void recovers() throws HttpFault {
        SERVER.stubFor(get("/f").willReturn(aResponse().withBody(BYTES)));
        for (Fault what : Fault.values()) {
            SERVER.stubFor(get("/bad").willReturn(aResponse().withFault(what)));
            assertThat(asking.fault(uri("/bad"))).isNotNull();
            assertThat(asking.body(uri("/f"))).isEqualTo(BYTES);
        }
    }

    @Test
    @DisplayName("a scenario: busy, broken, and then it works")
    void scenario() throws HttpFault {
        step(get("/f").willReturn(aResponse().withStatus(503).withHeader("Retry-After", "3")), Scenario.STARTED, "a");
        step(get("/f").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)), "a", "b");
        step(get("/f").willReturn(ok("hello")), "b", "b");
        HttpFault busy = asking.fault(uri("/f"));
        assertThat(busy.kind()).isEqualTo(HttpFault.Kind.BUSY);
        assertThat(busy.retryAfter()).contains(Duration.ofSeconds(3));
        SERVER.stubFor(get("/g").willReturn(ok("hello")));
        assertThat(asking.body(uri("/g"))).hasSize(5); // after which a connection is kept for certain
        // It was kept, and reset before a byte: that is asked again at once, on a new one.
        assertThat(asking.body(uri("/f"))).hasSize(5);
    }

    private static void step(MappingBuilder stub, String from, String to) {
        SERVER.stubFor(stub.inScenario("s").whenScenarioStateIs(from).willSetStateTo(to));
    }

    @Test
    @DisplayName("a body that dribbles comes whole; an answer that is late is a fault")
    void delays() throws HttpFault {
        SERVER.stubFor(get("/drip").willReturn(aResponse().withBody(BYTES).withChunkedDribbleDelay(20, 1500)));
        SERVER.stubFor(get("/late").willReturn(ok("hello").withFixedDelay(2000)));
        assertThat(asking.body(uri("/drip"))).isEqualTo(BYTES);
        try (Asking hasty = Asking.hasty()) {
            HttpFault late = hasty.fault(uri("/late"));
            assertThat(late.kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(late).hasMessageContaining("in time");
        }
    }

    @Test
    @DisplayName("redirects and parts")
    void redirected() throws HttpFault {
        SERVER.stubFor(get("/old").willReturn(aResponse().withStatus(301).withHeader("Location", "/new?x=1")));
        SERVER.stubFor(get("/new?x=1")
                .withHeader("Range", equalTo("bytes=10-19"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 10-19/200000")
                        .withBody(Arrays.copyOfRange(BYTES, 10, 20))));
        try (Response response = asking.send(uri("/old"), 10, 20)) {
            assertThat(response.uri()).isEqualTo(uri("/new?x=1"));
            assertThat(Asking.body(response)).isEqualTo(Arrays.copyOfRange(BYTES, 10, 20));
        }
    }

    @Test
    @DisplayName("packed, though nobody asked for that (case 35)")
    void packed() {
        SERVER.stubFor(get("/f")
                .willReturn(aResponse().withHeader("Content-Encoding", "gzip").withBody(BYTES)));
        assertThat(asking.fault(uri("/f")).kind()).isEqualTo(HttpFault.Kind.PERMANENT);
    }
}
