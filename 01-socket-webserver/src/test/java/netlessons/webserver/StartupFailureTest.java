package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What some systems never say, or not to an administrator: MainIT has the cases that can be had everywhere. */
class StartupFailureTest {
    private static String bind(int port, String reason) {
        return StartupFailure.bind("127.0.0.1", port, new BindException(reason)).getMessage();
    }

    @Test
    void eachReasonHasItsCureInOneLine() {
        assertThat(bind(80, "Permission denied"))
                .isEqualTo("No right to listen on port 80: below 1024 that takes an administrator."
                        + " Choose another with --port 8080.");
        assertThat(bind(8080, "Address already in use: bind")).startsWith("Port 8080 on 127.0.0.1 is in use");
        assertThat(bind(65535, "Address already in use")).contains("--port 8080");
        assertThat(bind(1, "Cannot assign requested address")).contains("--host ADDRESS");
        assertThat(bind(1, "Something new")).isEqualTo("Cannot listen on port 1 of 127.0.0.1: Something new");
    }

    @Test
    void aFolderThatIsNotThere() {
        assertThat(StartupFailure.root(Path.of("nowhere")).getMessage()).startsWith("There is no folder nowhere.");
    }
}
