package netlessons.downloader.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
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
import picocli.CommandLine;

class SourceTest {
    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    private static Items items(String... arguments) {
        byte[] typed = "http://typed/\n".getBytes(StandardCharsets.UTF_8);
        return CommandLine.populateCommand(new Source(), arguments).items(new ByteArrayInputStream(typed));
    }

    private static Item item(String uri) {
        return new Item(List.of(URI.create(uri)), Optional.empty(), Optional.empty());
    }

    @Test
    @DisplayName("addresses, then those of a list")
    void list(@TempDir Path folder) throws IOException {
        Path list = Files.writeString(folder.resolve("list"), "http://c/\nhttp://d/\n");
        Items items = items("http://a/", "-i", list.toString(), "http://b/");
        assertThat(items.all())
                .containsExactly(item("http://a/"), item("http://b/"), item("http://c/"), item("http://d/"));
        assertThat(items.count()).hasValue(4);
        assertThat(items.live()).isEmpty();
    }

    @Test
    @DisplayName("- is standard input: nobody knows how many there will be")
    void live() {
        Items items = items("-i", "-", "http://a/");
        assertThat(items.all()).containsExactly(item("http://a/"), item("http://typed/"));
        assertThat(items.count()).isEmpty();
        assertThat(items.live()).isPresent();
    }

    @Test
    @DisplayName("--out and --checksum for one address")
    void one() {
        assertThat(items("http://a/", "-o", "name", "--checksum", "md5=" + MD5).all())
                .containsExactly(new Item(
                        List.of(URI.create("http://a/")), Optional.of("name"), Optional.of(new Checksum("MD5", MD5))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-o x | There is nothing to fetch: give a URL, or a list with --input",
                "http://a/ http://b/ -o x | --out names one file, and needs one URL",
                "-i - http://a/ -o x | --out names one file, and needs one URL",
                "http://a/ http://b/ --checksum md5=x | --checksum is for one file, and needs one URL",
                "http://a/ -o a/b | 'a/b' is a path, not a name; --dir is for the folder",
                "http://a/ --checksum md5=x | 'md5=x': 32 hexadecimal digits are expected"
            },
            quoteCharacter = '"')
    @DisplayName("what does not go together")
    void wrong(String arguments, String message) {
        assertThatThrownBy(() -> items(arguments.split(" ")))
                .isInstanceOf(Wrong.class)
                .hasMessage(message);
    }
}
