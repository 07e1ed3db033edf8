package netlessons.ftp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTest {
    private static final int LONGEST = 20;

    private final LineDecoder decoder = new LineDecoder(LONGEST);

    /** Characters up to 255 are bytes. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Line> all(LineDecoder decoder, ByteBuffer bytes) {
        List<Line> lines = new ArrayList<>();
        for (Optional<Line> line = decoder.next(bytes); line.isPresent(); line = decoder.next(bytes)) {
            lines.add(line.get());
        }
        return lines;
    }

    /** What comes of it, which must not depend on how it is cut: whole, and byte by byte. */
    private List<Line> lines(String text) {
        List<Line> whole = all(new LineDecoder(LONGEST), ByteBuffer.wrap(bytes(text)));
        List<Line> single = new ArrayList<>();
        for (byte b : bytes(text)) {
            single.addAll(all(decoder, ByteBuffer.wrap(new byte[] {b})));
        }
        assertThat(single).isEqualTo(whole);
        return whole;
    }

    private static Line text(String text) {
        return new Line.Text(text);
    }

    @Test
    @DisplayName("CR LF ends a line, and an empty one is a line")
    void ends() {
        assertThat(lines("USER ann\r\n\r\nPASS  x \r\nQU"))
                .containsExactly(text("USER ann"), text(""), text("PASS  x "));
    }

    @Test
    @DisplayName("what stands behind a line is not taken")
    void leaves() {
        ByteBuffer bytes = ByteBuffer.wrap(bytes("AUTH TLS\r\nUSER x\r\n"));
        assertThat(decoder.next(bytes)).contains(text("AUTH TLS"));
        assertThat(bytes.remaining()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "\n", "\ra", "a\0b", "a\r\0b", "a\n\r", "a\r"})
    @DisplayName("CR, LF and NUL within one make it unreadable, and end nothing (cases 13b, 15, 17d, 17e, 17f)")
    void within(String line) {
        assertThat(lines(line + "\r\nNOOP\r\n")).containsExactly(new Line.Unreadable(), text("NOOP"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00ff\u00ff", "\u00c3", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00f8\u0088\u0080\u0080\u0080"
            })
    @DisplayName("what is no UTF-8 is unreadable (cases 17, 17b)")
    void noText(String octets) {
        assertThat(lines(octets + "\r\nNOOP\r\n")).containsExactly(new Line.Unreadable(), text("NOOP"));
    }

    @Test
    @DisplayName("UTF-8 is text (case 17c)")
    void utf8() {
        String name = new String("ü日😀".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(lines("A " + name + "\r\n")).containsExactly(text("A ü日😀"));
    }

    @ParameterizedTest
    @CsvSource({"0,text", "19,text", "20,text", "21,long", "22,long", "5000,long", "100000,long"})
    @DisplayName("a line longer than the limit is told of once, and swallowed to its end (cases 14, 14b)")
    void length(int length, String kind) {
        String line = "x".repeat(length);
        Line expected = kind.equals("long") ? new Line.TooLong() : text(line);
        assertThat(lines(line + "\r\nNOOP\r\n")).containsExactly(expected, text("NOOP"));
    }

    @Test
    @DisplayName("also one that is no text, or has a CR at the limit")
    void longAndWrong() {
        assertThat(lines("\u00fe".repeat(30) + "\r\n")).containsExactly(new Line.TooLong());
        assertThat(lines("x".repeat(LONGEST) + "\rx\r\n")).containsExactly(new Line.TooLong());
        assertThat(lines("x".repeat(LONGEST) + "\r\r\n")).containsExactly(new Line.TooLong());
    }

    @Test
    @DisplayName("a line without end takes no more memory than the limit (case 14c)")
    void endless() {
        ByteBuffer much = ByteBuffer.wrap(new byte[1 << 20]);
        for (int i = 0; i < 100; i++) {
            assertThat(decoder.next(much.rewind())).isEmpty();
        }
        assertThat(all(decoder, ByteBuffer.wrap(bytes("\r\nNOOP\r\n"))))
                .containsExactly(new Line.TooLong(), text("NOOP"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff\u00f4\u00ff\u00f2ABOR\r\n", // IAC IP IAC DM
                "AB\u00ff\u00f1OR\r\n", // IAC NOP
                "ABOR\r\u00ff\u00f1\n",
                "\u00ff\u00fd\u0006ABOR\r\n", // IAC DO TIMING-MARK
                "\u00ff\u00fb\u00ffABOR\r\n", // IAC WILL and an option that looks like another IAC
                "ABOR\u00ff\r\n", // broken ones do not swallow the end
                "ABOR\u00ff\u00fe\r\n"
            })
    @DisplayName("Telnet's own commands are taken out, wherever they stand (cases 16, 16b)")
    void telnet(String line) {
        assertThat(lines(line + "NOOP\r\n")).containsExactly(text("ABOR"), text("NOOP"));
    }

    @Test
    @DisplayName("many of them take no memory, and do not count for the length")
    void telnetFlood() {
        assertThat(lines("\u00ff\u00f1".repeat(5000) + "NOOP\r\n")).containsExactly(text("NOOP"));
    }

    @Test
    @DisplayName("after a reset nothing is left of a line, not even half a Telnet command")
    void reset() {
        for (String half : List.of("US", "x".repeat(50), "US\r", "US\u00ff", "US\u00ff\u00fd")) {
            assertThat(decoder.next(ByteBuffer.wrap(bytes(half)))).isEmpty();
            decoder.reset();
            assertThat(all(decoder, ByteBuffer.wrap(bytes("\nNOOP\r\nNOOP\r\n"))))
                    .containsExactly(new Line.Unreadable(), text("NOOP"));
        }
    }

    @RepeatedTest(50)
    @DisplayName("whatever comes, and however it is cut, the lines are the same")
    void anything(RepetitionInfo repetition) {
        int seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        int[] likely = {'\r', '\n', '\r', '\n', 0, 255, 255, 251, 254, 'a', 'b', 0xc3, 0xbc};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            out.write(likely[random.nextInt(likely.length)]);
        }
        List<Line> lines = lines(out.toString(StandardCharsets.ISO_8859_1));
        assertThat(lines).as("seed %d", seed).isNotEmpty().allSatisfy(line -> {
            if (line instanceof Line.Text text) {
                assertThat(text.text()).doesNotContain("\r", "\n", "\0");
            }
        });
    }
}
