package netlessons.ftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListsTest {
    @ParameterizedTest(name = "LIST {0}")
    @CsvSource({
        "'',          ''",
        "-la,         ''",
        "-1,          ''",
        "-l -a,       ''",
        "-la sub,     sub",
        "'-a  -1 x y', x y",
        "sub -la,     sub -la",
        "-a.txt,      -a.txt",
        "-la -a.txt,  -a.txt",
        "./-la,       ./-la",
        "-,           -",
        "--help,      --help"
    })
    @DisplayName("options of ls are taken away, and names that begin like one are names (case 44)")
    void options(String argument, String path) {
        assertThat(Lists.withoutOptions(argument)).isEqualTo(path);
    }
}
