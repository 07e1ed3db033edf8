package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.share.http.Handler;
import netlessons.share.http.NotInMemory;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.testkit.Target;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files in memory, which the thread sends that reads from all connections: it never opens one. */
@Timeout(60)
class QuickFileIT {
    @TempDir
    Path dir;

    private final AtomicInteger notInMemory = new AtomicInteger();

    /** Writes to the file when it is just about to be sent from memory. */
    private Handler changing(Handler next) {
        return request -> request.atOnce() ? changed(next, request) : next.handle(request);
    }

    private Response changed(Handler next, Request request) throws IOException {
        Files.writeString(dir.resolve("a.txt"), "changed");
        try {
            return next.handle(request);
        } catch (NotInMemory e) {
            notInMemory.incrementAndGet();
            throw e;
        }
    }

    @Test
    @DisplayName(
            "one that changes at the last moment is looked up by a thread that may wait, and its new content comes")
    void changes() throws Exception {
        Files.writeString(dir.resolve("a.txt"), "old");
        try (ShareServer server =
                ShareServer.start(ShareLesson.settings(0, dir, List.of()), System.out, this::changing)) {
            Http http = Http.of(Target.at(server.address()));
            // It is kept once it has rested for some seconds.
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        String text = http.get("/a.txt").expectStatus(200).text();
                        assertThat(text).isEqualTo(notInMemory.get() == 0 ? "old" : "changed");
                        return notInMemory.get() > 0;
                    });
        }
    }
}
