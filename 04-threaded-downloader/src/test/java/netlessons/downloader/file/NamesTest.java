package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    static IntStream seeds() {
        return new Random().ints(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a b.txt",
                "über.jpg",
                "日本語",
                "😀.png",
                "a..b",
                "console",
                "COM10",
                "nul-1",
                "-rf",
                "~",
                "$HOME",
                "%2e%2e",
                "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "x.part1",
                "part"
            })
    @DisplayName("what is a good name stays")
    void good(String name) {
        assertThat(Names.safe(name, false)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "../../e > e",
                "..\\e > e",
                "/etc/x > x",
                "C:x > C_x",
                "C:\\dir\\x > x",
                "a:b > a_b",
                "CON > _CON",
                "con.tar.gz > _con.tar.gz",
                "Nul .txt > _Nul .txt",
                "lpt9 > _lpt9",
                "x. > x",
                "x . . > x",
                "' x' > x",
                ". > download",
                ".. > download",
                "... > download",
                "'' > download",
                "a/ > download",
                ".bashrc > _bashrc",
                "..bashrc > _.bashrc",
                "dir/.ssh > _ssh",
                "a*b?c|d\"e<f > a_b_c_d_e_f",
                "x.part > x.part_",
                "x.PART.log > x.PART.log_",
                ".part > _part"
            })
    @DisplayName("what leads elsewhere, or is something special somewhere, becomes a harmless name (case 40)")
    void harmless(String name, String safe) {
        assertThat(Names.safe(name, false)).isEqualTo(safe);
    }

    @Test
    @DisplayName("what nobody sees, and what turns the direction of writing, is seen (case 40)")
    void unseen() {
        assertThat(Names.safe("a\0b\rc\nd\u001be\u007ff\u0085g\u202eh\u200bi\ufeffj\u2028k", false))
                .isEqualTo("a_b_c_d_e_f_g_h_i_j_k");
        assertThat(Names.safe("a\ud800b", false)).isEqualTo("a_b");
    }

    @Test
    @DisplayName("of several ways to write a letter one is taken (case 40)")
    void composed() {
        assertThat(Names.safe("u\u0308.txt", false)).isEqualTo("ü.txt");
        assertThat(Names.safe("\u212b", false)).isEqualTo("\u00c5");
    }

    @Test
    @DisplayName("a name of 300 bytes keeps its beginning and its extension; what is put behind it fits, too (case 40)")
    void lengths(@TempDir Path dir) throws Exception {
        assertThat(Names.safe("x".repeat(300) + ".txt", false)).isEqualTo("x".repeat(236) + ".txt");
        assertThat(Names.safe("😀".repeat(100) + ".tar", false)).isEqualTo("😀".repeat(59) + ".tar");
        assertThat(Names.safe("x".repeat(300), false)).isEqualTo("x".repeat(240));
        assertThat(Names.safe("a." + "x".repeat(300), false)).hasSize(240);
        String twin = Names.twin(Names.safe("x".repeat(300) + ".txt", false), 99_999);
        assertThat(twin).hasSize(240).endsWith("x (99999).txt");
        Files.createFile(dir.resolve(twin + Names.JOURNAL));
    }

    @Test
    @DisplayName("who allows hidden files gets them, but none that we would take for our own")
    void hidden() {
        assertThat(Names.safe(".bashrc", true)).isEqualTo(".bashrc");
        assertThat(Names.safe("..", true)).isEqualTo("download");
        assertThat(Names.safe(".netlessons-1.part", true)).isEqualTo("_netlessons-1.part_");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "http://a/x.txt > x.txt",
                "http://a/dir/x.txt?name=y#z > x.txt",
                "http://a/%C3%BC%20b.txt > ü b.txt",
                "http://a/%E4.txt > %E4.txt",
                "http://a/dir/ > download",
                "http://a > download",
                "http://a/..%2f..%2fe > e",
                "http://a/%2e%2e > download",
                "http://a/%00 > _",
                "http://a/%2ebashrc > _bashrc",
                "http://a/a+b;c=d > a+b;c=d"
            })
    @DisplayName("without a word from the origin it is the last part of the address (case 40)")
    void fromAddress(URI uri, String name) {
        assertThat(Names.of(Optional.empty(), uri, false)).isEqualTo(name);
        assertThat(Names.of(Optional.of("attachment; filename=\"\""), uri, false))
                .isEqualTo(name);
        assertThat(Names.of(Optional.of("inline"), uri, true).replaceFirst("^\\.", "_"))
                .isEqualTo(name);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("a safe name of anything is safe, short, composed, and stays as it is (case 40)")
    void anything(int seed) {
        String[] pieces = {
            "a",
            "CON",
            "com1",
            ".",
            "..",
            " ",
            "/",
            "\\",
            ":",
            "\0",
            "\u202e",
            "\u0308",
            "ü",
            "u",
            ".part",
            ".log",
            "😀",
            "\ud83d",
            "_",
            "\t",
            "x".repeat(230),
            "日".repeat(80),
            ".netlessons-",
            "\u00a0",
            "\u2003",
            "~",
            "nul"
        };
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder name = new StringBuilder();
            for (int piece = random.nextInt(8); piece > 0; piece--) {
                name.append(pieces[random.nextInt(pieces.length)]);
            }
            boolean hidden = random.nextBoolean();
            String safe = Names.safe(name.toString(), hidden);
            assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 240);
            assertThat(safe)
                    .doesNotContainPattern("[/\\\\:\\p{Cc}\\p{Cs}\u202e]")
                    .doesNotMatch("(?s).*[. ]|\\.\\.?");
            assertThat(safe.toLowerCase(java.util.Locale.ROOT)).doesNotEndWith(".part");
            assertThat(safe).doesNotMatch("(?i)(con|nul|com1)(\\..*)?");
            assertThat(hidden || !safe.startsWith(".")).isTrue();
            assertThat(Normalizer.isNormalized(safe, Normalizer.Form.NFC)).isTrue();
            assertThat(Names.safe(safe, hidden)).isEqualTo(safe);
            String twin = Names.twin(safe, 1 + random.nextInt(1000));
            assertThat(Names.safe(twin, hidden)).isEqualTo(twin).isNotEqualTo(safe);
        }
    }

    @Test
    @Timeout(30)
    @DisplayName("a name as long as a header may be takes no time to speak of (case 40)")
    void huge() {
        for (String piece : new String[] {" ", ". ", "x ", "😀", "a/", "\u0308", "CON.", "\ud83d"}) {
            String huge = piece.repeat(500_000);
            assertThat(Names.safe(huge + "x", false)).isNotEmpty();
            assertThat(Names.of(Optional.of("attachment; filename=\"" + huge), URI.create("http://a/"), false))
                    .isNotEmpty();
        }
    }
}
