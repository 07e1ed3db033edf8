package netlessons.share;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.BeforeEach;

/** What tests of tus need. Each request has a connection of its own, as after a break. */
@Stage(value = 3, name = "upload")
abstract class Stage3TusTest {
    static final String ENDPOINT = "/.share/tus/";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    SharedFolder folder;
    Tus tus;

    @BeforeEach
    final void makeFolder(Target target) {
        folder = new SharedFolder(target);
        tus = new Tus(folder.http(), ENDPOINT);
    }

    final Map<String, String> named(String name) {
        return named(name, folder.path(""));
    }

    static Map<String, String> named(String name, String folder) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("filename", name);
        metadata.put("folder", folder);
        return metadata;
    }

    /** Announces a file in the folder; its bytes go to the path that this returns. */
    final String begin(long length, String name) {
        return tus.begin(length, named(name));
    }

    final List<String> names() {
        return folder.list("").names();
    }

    final void expectFile(String name, String content) {
        expectFile(name, bytes(content));
    }

    final void expectFile(String name, byte[] content) {
        folder.get(name).expectStatus(200).expectBody(content);
    }

    final long offset(String upload) {
        return Tus.offset(tus.head(upload).expectStatus(200, 204));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).toList();
    }
}
