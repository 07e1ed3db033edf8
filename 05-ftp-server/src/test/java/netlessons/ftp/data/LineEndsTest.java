package netlessons.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndsTest {
    /** In pieces of every length, which must not matter. */
    private static String convert(String text, BiFunction<LineEnds, ByteBuffer, ByteBuffer> way) {
        String first = null;
        byte[] bytes = text.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length <= bytes.length; length++) {
            LineEnds ends = new LineEnds();
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < bytes.length; at += length) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(length, bytes.length - at));
                out.append(StandardCharsets.ISO_8859_1.decode(way.apply(ends, piece)));
                assertThat(piece.hasRemaining()).isFalse();
            }
            out.append(StandardCharsets.ISO_8859_1.decode(ends.rest()));
            first = first == null ? out.toString() : first;
            assertThat(out).hasToString(first);
        }
        return first == null ? "" : first.replace("\r", "\\r").replace("\n", "\\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a\\nb\\n, a\\r\\nb\\r\\n",
        "a\\r\\nb, a\\r\\nb",
        "\\n\\n, \\r\\n\\r\\n",
        "a\\rb, a\\rb",
        "a\\r\\r\\n, a\\r\\r\\n",
        "a\\r, a\\r",
        "\\n\\r, \\r\\n\\r"
    })
    @DisplayName("out: LF becomes CR LF, and CR LF stays (no CR CR LF)")
    void toNetwork(String file, String network) {
        assertThat(convert(file, LineEnds::toNetwork)).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({
        "a\\r\\nb\\r\\n, a\\nb\\n",
        "a\\nb, a\\nb",
        "a\\rb, a\\rb",
        "a\\r\\r\\n, a\\r\\n",
        "a\\r, a\\r",
        "\\r\\r\\r, \\r\\r\\r",
        "\\n\\r, \\n\\r"
    })
    @DisplayName("in: CR LF becomes LF, also where it is cut in two; a CR alone stays")
    void toFile(String network, String file) {
        assertThat(convert(network, LineEnds::toFile)).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nb\\n", "\\n\\n\\n", "no end", "a\\rb\\n"})
    @DisplayName("there and back is the same (case 61)")
    void roundTrip(String file) {
        assertThat(convert(convert(file, LineEnds::toNetwork), LineEnds::toFile))
                .isEqualTo(file);
    }

    @Test
    @DisplayName("bytes that are no ASCII pass")
    void bytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ByteBuffer out = new LineEnds().toNetwork(ByteBuffer.wrap(all));
        ByteBuffer back = new LineEnds().toFile(out);
        assertThat(back).isEqualTo(ByteBuffer.wrap(all));
    }
}
