package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What some systems never say, or not to an administrator: MainIT has the cases that can be had everywhere. */
@DisplayName("why the server cannot start")
class StartupFailureTest {
    private static String bind(int port, String reason) {
        return StartupFailure.bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new BindException(reason))
                .getMessage();
    }

    @Test
    @DisplayName("each reason has its cure, in one line")
    void cures() {
        assertThat(bind(80, "Permission denied"))
                .isEqualTo("No right to listen on port 80: below 1024 that takes an administrator."
                        + " Choose another with --port 8000.");
        assertThat(bind(8000, "Address already in use: bind")).startsWith("Port 8000 on 127.0.0.1 is in use");
        assertThat(bind(65535, "Address already in use")).contains("--port 8000");
        assertThat(bind(1, "Cannot assign requested address")).contains("--host ADDRESS");
        assertThat(bind(1, "Something new")).isEqualTo("Cannot listen on port 1 of 127.0.0.1: Something new");
    }

    @Test
    @DisplayName("a folder that is not there, or may not be written to")
    void folders() {
        assertThat(StartupFailure.folder(Path.of("nowhere")).getMessage()).startsWith("There is no folder nowhere.");
        assertThat(StartupFailure.notWritable(Path.of("dir")).getMessage()).contains("dir", "without --upload");
    }
}
