package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Leaks;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients that break off leave behind: nothing. */
@DisplayName("leaks")
@Timeout(120)
class LeaksIT {
    private static final String FIELDS = " HTTP/1.1\r\nHost: localhost\r\n";

    @TempDir
    Path dir;

    private void abuse(Sharing sharing) {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wires.add(sharing.connect().send("GET /big" + FIELDS + "\r\n").awaitAnswer());
            wires.add(sharing.connect().send("GET /?zip" + FIELDS + "\r\n").awaitAnswer());
            wires.add(sharing.connect()
                    .send("GET /big" + FIELDS + "Range: bytes=0-9,20-\r\n\r\n")
                    .awaitAnswer());
            wires.add(sharing.connect().send("PUT /new" + i + FIELDS + "Content-Length: 1000\r\n\r\nhalf"));
            wires.add(sharing.connect().send("PUT /new" + i + FIELDS + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf"));
            wires.add(sharing.connect()
                    .send("POST /" + FIELDS + "Content-Type: multipart/form-data; boundary=b\r\n"
                            + "Content-Length: 1000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f"
                            + i
                            + "\"\r\n\r\nhalf"));
            wires.add(sharing.connect().send("GET /bi"));
        }
        wires.forEach(Wire::reset);
    }

    @Test
    @DisplayName("no descriptor, no thread, no file is left of clients that broke off, and nobody blames the server")
    void brokenClients() throws IOException {
        Files.write(dir.resolve("big"), new byte[20_000_000]);
        try (Leaks leaks = new Leaks(ShareServer.class, dir)) {
            try (Sharing sharing = Sharing.of(dir, "--upload")) {
                abuse(sharing);
                sharing.http().get("/big", "Range: bytes=0-3").expectStatus(206);
            }
            leaks.descriptorsComeBack();
            leaks.threadsEnd();
            assertThat(leaks.errors()).isEmpty();
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("big");
        }
    }
}
