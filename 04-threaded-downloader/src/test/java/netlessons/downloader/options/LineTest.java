package netlessons.downloader.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import netlessons.downloader.fetch.Item;
import netlessons.downloader.file.Checksum;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of files in files. */
class LineTest {
    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private static Item item(String... uris) {
        return new Item(List.of(uris).stream().map(URI::create).toList(), Optional.empty(), Optional.empty());
    }

    private Path list(String text) throws IOException {
        return Files.writeString(folder.resolve("list"), text, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("an address, mirrors, a name and a checksum, in any order")
    void fields() {
        assertThat(Line.parse("http://a/x")).contains(item("http://a/x"));
        assertThat(Line.parse("  http://a/x\thttps://b/x \t")).contains(item("http://a/x", "https://b/x"));
        assertThat(Line.parse("out=my file\thttp://a/x\tchecksum=md5=" + MD5 + "\thttp://b/x"))
                .contains(new Item(
                        List.of(URI.create("http://a/x"), URI.create("http://b/x")),
                        Optional.of("my file"),
                        Optional.of(new Checksum("MD5", MD5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t", "# http://a/x", "  # more"})
    @DisplayName("what is for people")
    void comments(String line) {
        assertThat(Line.parse(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "out=x | no address in 'out=x'",
                "http://a/x*out=a*out=b | two names for one file",
                "http://a/x*out= | '' is no name for a file",
                "http://a/x*out=.. | '..' is no name for a file",
                "http://a/x*out=../x | '../x' is a path, not a name; --dir is for the folder",
                "http://a/x*name=y | 'name=y' does not begin with http:// or https://",
                "http://a/x*checksum=md5=12 | 'md5=12': 32 hexadecimal digits are expected",
                "http://a/x*checksum=crc=12 | 'crc=12' is no checksum such as sha-256=HEX;"
                        + " known are md5, sha-1, sha-224 \u2026 sha-512"
            },
            quoteCharacter = '"')
    @DisplayName("what cannot be understood is said")
    void wrong(String line, String message) {
        assertThatThrownBy(() -> Line.parse(line.replace('*', '\t')))
                .isInstanceOf(Wrong.class)
                .hasMessage(message);
    }

    @Test
    @DisplayName("a file: Windows' line ends and byte order mark, a last line without an end")
    void file() throws IOException {
        Path list = list("\uFEFFhttp://a/1\r\n\r\n# two\r\nhttp://a/\u65E5\r\nhttp://a/3");
        assertThat(ListFile.read(list))
                .containsExactly(item("http://a/1"), item("http://a/%E6%97%A5"), item("http://a/3"));
    }

    @Test
    @DisplayName("a bad line is named, and so is a file that cannot be read")
    void badFile() throws IOException {
        Path list = list("# one\n\nhttp://a/1\nhttp//a/2\n");
        assertThatThrownBy(() -> ListFile.read(list))
                .isInstanceOf(Wrong.class)
                .hasMessage(list + ", line 4: 'http//a/2' does not begin with http:// or https://");
        assertThatThrownBy(() -> ListFile.read(folder.resolve("none")))
                .isInstanceOf(Wrong.class)
                .hasMessage("There is no file " + folder.resolve("none"));
        assertThatThrownBy(() -> ListFile.read(folder))
                .isInstanceOf(Wrong.class)
                .hasMessageContaining("cannot be read");
    }
}
