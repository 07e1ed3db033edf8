package netlessons.share.naive;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of the naive program, each as it shows on the wire. They are what the lesson is about: keep them. */
final class NaiveIT {
    @TempDir
    private Path root;

    private Path shared;
    private HttpServer server;
    private Target target;
    private Http http;

    @BeforeEach
    void start() throws IOException {
        shared = Files.createDirectory(root.resolve("shared"));
        server = Naive.start(shared.toString(), 0);
        target = Target.at(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.getAddress().getPort()));
        http = Http.of(target);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    @DisplayName("it sends what lies beside the shared folder, to whoever asks with \"..\" (attacks 1, 2, 6)")
    void escapes() throws IOException {
        Files.writeString(root.resolve("canary.txt"), "a secret");
        Files.writeString(Files.createDirectory(root.resolve("shared-too")).resolve("canary.txt"), "another secret");
        http.get("/../canary.txt").expectStatus(200).expectBody("a secret");
        http.get("/%2e%2e/canary.txt").expectStatus(200).expectBody("a secret");
        http.get("/..%2fcanary.txt").expectStatus(200).expectBody("a secret");
        http.get("/../shared-too/canary.txt").expectStatus(200).expectBody("another secret");
    }

    @Test
    @DisplayName("the name of a file becomes a part of the page, which runs it as a script (attack 30)")
    void namesAreHtml() throws IOException {
        String name = "<img src=x onerror=alert(1)>";
        Files.writeString(shared.resolve(name), "");
        http.get("/").expectStatus(200).expectBodyContaining(name);
    }

    @Test
    @DisplayName("a part of a file is all of it: a download that broke off begins again")
    void noRanges() throws IOException {
        Files.writeString(shared.resolve("film.bin"), "0123456789");
        http.get("/film.bin", "Range: bytes=5-").expectStatus(200).expectBody("0123456789");
    }

    @Test
    @DisplayName("what is hidden is shown, and what a link leads to is sent, wherever it is (attacks 9, 11)")
    void everything() throws IOException {
        Files.writeString(shared.resolve(".secret"), "hidden");
        http.get("/").expectBodyContaining(".secret");
        Files.createSymbolicLink(shared.resolve("link"), root);
        Files.writeString(root.resolve("canary.txt"), "a secret");
        http.get("/link/canary.txt").expectStatus(200).expectBody("a secret");
    }

    @Test
    @DisplayName("a file is read into memory first: one that is too large for that ends the connection without a word")
    void wholeFileInMemory() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(shared.resolve("film.bin").toFile(), "rw")) {
            sparse.setLength(3L << 30); // no array of Java is as large, however much memory there is
        }
        try (Wire wire = http.begin("GET", "/film.bin", null)) {
            wire.expectClosed();
        }
    }

    @Test
    @DisplayName("while one client does not read what it asked for, all others wait")
    void oneAtATime() throws IOException {
        Files.write(shared.resolve("film.bin"), new byte[64 << 20]);
        Wire slow = http.begin("GET", "/film.bin", null).awaitAnswer();
        try (Wire next = http.begin("GET", "/", null)) {
            next.expectSilence(Duration.ofSeconds(1));
            slow.close();
            next.finalReply().expectStatus(200);
        }
    }

    @Test
    @DisplayName("it is 60 lines at most, so that all of it can be seen at once")
    void isShort() throws IOException {
        Path source = Path.of(
                System.getProperty("lesson.repository", ".."),
                "03-simple-http-share/src/main/java/netlessons/share/naive/Naive.java");
        try (Stream<String> lines = Files.lines(source)) {
            assertThat(lines.count()).isLessThanOrEqualTo(60);
        }
    }
}
