package netlessons.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No lesson depends on another: what several need, each has, and it is the same but for its package. */
@DisplayName("the lessons have alike")
class AlikeTest {
    private static final Path ROOT =
            Project.of("docs/01-socket-webserver.md", arguments -> 0).root();
    private static final String MAIN = "src/main/java/netlessons/";

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"AtFiles", "Digits", "Seconds", "Size", "Usage"})
    @DisplayName("what reads their command lines")
    void text(String name) throws IOException {
        isOne(
                name,
                "01-socket-webserver/" + MAIN + "webserver/",
                "02-socket-upload/" + MAIN + "upload/text/",
                "03-simple-http-share/" + MAIN + "share/text/",
                "04-threaded-downloader/" + MAIN + "downloader/text/",
                "05-ftp-server/" + MAIN + "ftp/text/");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = "LinePrinter")
    @DisplayName("what prints the lines of their servers")
    void printer(String name) throws IOException {
        isOne(
                name,
                "01-socket-webserver/" + MAIN + "webserver/",
                "02-socket-upload/" + MAIN + "upload/receive/",
                "03-simple-http-share/" + MAIN + "share/",
                "05-ftp-server/" + MAIN + "ftp/");
    }

    private static void isOne(String name, String... folders) throws IOException {
        List<Path> files = Stream.of(folders)
                .map(folder -> ROOT.resolve(folder).resolve(name + ".java"))
                .toList();
        for (Path file : files) {
            assertThat(code(file)).as(file.toString()).isEqualTo(code(files.get(0)));
        }
    }

    private static String code(Path file) throws IOException {
        return Files.readString(file).replaceFirst("package [\\w.]+;", "");
    }
}
