package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

/** Programs that other people wrote, as Debian packages them, talk to the lesson from a container. */
@NeedsDocker
class RealClientsContainerIT {
    @Container
    static final Peer CLIENTS = Peer.withPackages("curl", "wget", "python3", "apache2-utils");

    @TempDir
    static Path root;

    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(root.resolve("text.txt"), "0123456789\n".repeat(10_000));
        server = HttpServer.start(
                new InetSocketAddress(CLIENTS.bindAddress(), 0),
                Site.routes(root),
                new EnginesIT.LimitsBuilder().linger(30_000).build(), // a container may stand still for a while
                Engine.threads(Threads.executor()),
                AccessLog.NONE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static String url(String path) {
        return "http://" + Peer.HOST + ":" + server.address().getPort() + path;
    }

    private static String run(String... command) {
        return CLIENTS.exec(command).expectSuccess();
    }

    private static String shell(String script) {
        return run("sh", "-ec", script);
    }

    @Test
    void curlGetsPagesAndHeads() {
        assertThat(run("curl", "-sSf", url("/hello/Ada"))).isEqualTo("Hello, Ada!\n");
        assertThat(run("curl", "-sSI", url("/")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: ");
        assertThat(run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", url("/nothing")))
                .isEqualTo("404");
    }

    @Test
    void curlUsesOneConnectionForAll() {
        String connects = run(
                "curl",
                "-sS",
                "-w",
                "%{num_connects} ",
                "-o",
                "/dev/null",
                "-o",
                "/dev/null",
                "-o",
                "/dev/null",
                url("/hello/1"),
                url("/nothing"),
                url("/hello/3"));
        assertThat(connects).isEqualTo("1 0 0 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-H Transfer-Encoding:\\ chunked", "-H Expect:\\ 100-continue", "--http1.0"})
    void curlSendsBodies(String how) {
        assertThat(shell("head -c 900000 /dev/urandom > /tmp/body; curl -sS " + how + " --data-binary @/tmp/body "
                        + url("/echo") + " | cmp - /tmp/body && echo same"))
                .isEqualTo("same\n");
    }

    @Test
    void curlReadsWhyItsBodyIsRefused() {
        assertThat(shell(
                        "head -c 20000000 /dev/zero | curl -sS -H Expect: -o /dev/null -w '%{http_code}' --data-binary @- "
                                + url("/echo")))
                .isEqualTo("413");
    }

    @Test
    void curlResumesAndRevalidates() {
        String file = url("/files/text.txt");
        assertThat(shell("cd /tmp && curl -sS -r 0-49999 -o part " + file + " && curl -sS -C - -o part " + file
                        + " && curl -sS -o whole " + file + " && cmp part whole && wc -c < whole"))
                .isEqualTo("110000\n");
        assertThat(shell("cd /tmp && curl -sS --etag-save tag -o /dev/null " + file
                        + " && curl -sS --etag-compare tag -o /dev/null -w '%{http_code}' " + file))
                .isEqualTo("304");
    }

    @Test
    void wgetMirrorsAndResumes() {
        String file = url("/files/text.txt");
        assertThat(shell("cd /tmp && rm -f text.txt && wget -nv " + file + " && wget -nv -N " + file
                        + " && truncate -s 1000 text.txt && wget -nv -c " + file + " && wc -c < text.txt"))
                .isEqualTo("110000\n");
    }

    @Test
    void pythonKeepsAConnection() {
        assertThat(run("python3", "-c", """
                        import http.client, sys
                        c = http.client.HTTPConnection("%s", %d, timeout=10)
                        for i in range(100):
                            c.request("POST", "/echo", body=b"x" * i, headers={"Content-Type": "text/x"})
                            r = c.getresponse()
                            assert r.status == 200 and r.read() == b"x" * i and r.getheader("Content-Type") == "text/x"
                        c.request("PUT", "/echo", body=iter([b"a", b"b"]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
                        r = c.getresponse()
                        assert r.status == 405 and r.getheader("Allow") == "POST, OPTIONS", r.getheaders()
                        r.read()
                        c.request("HEAD", "/hello/Ada")
                        r = c.getresponse()
                        assert r.read() == b"" and r.getheader("Content-Length") == "12"
                        c.request("GET", "/hello/%%C3%%A9")
                        print(c.getresponse().read().decode())
                        """.formatted(
                                Peer.HOST, server.address().getPort())))
                .isEqualTo("Hello, é!\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-k", ""})
    void abMakesTenThousandRequests(String keepAlive) {
        String report = shell("ab -q -n 10000 -c 50 " + keepAlive + " " + url("/hello/Ada"));
        assertThat(report)
                .containsPattern("Complete requests: +10000\n")
                .containsPattern("Failed requests: +0\n")
                .doesNotContain("Non-2xx");
        if (!keepAlive.isEmpty()) {
            assertThat(report).containsPattern("Keep-Alive requests: +10000\n");
        }
    }
}
