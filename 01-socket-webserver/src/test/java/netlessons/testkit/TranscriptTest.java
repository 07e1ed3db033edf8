package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    @Test
    void escapesLosslessly() {
        assertThat(Escape.of("a\r\n\t\\ \0\u00ff%'\"")).isEqualTo("a\\r\\n\\t\\\\ \\x00\\xFF%'\"");
    }

    @Test
    void breaksLinesAfterLineFeedsAndShortens() {
        assertThat(Excerpt.of(bytes("a\r\nb\n\nc"))).containsExactly("a\\r\\n", "b\\n", "\\n", "c");
        assertThat(Excerpt.of(bytes("x\n".repeat(12)))).hasSize(12).doesNotContain("left");
        assertThat(Excerpt.of(bytes("x\n".repeat(100)))).hasSize(12).contains("... 178 bytes in 89 lines left out ...");
        assertThat(Excerpt.of(bytes("a".repeat(5000))))
                .containsExactly("a".repeat(60) + " ...4924 bytes left out... " + "a".repeat(16));
    }

    @Test
    void putsTheCaretBelowTheByte() {
        assertThat(Excerpt.of(bytes("ab\r\ncd"), 3, "here")).containsExactly("ab\\r\\n", "    ^ here", "cd");
        assertThat(Excerpt.of(bytes("ab\n"), 3, "end")).containsExactly("ab\\n", "", "^ end");
        assertThat(Excerpt.of(bytes("ab"), 2, "end")).containsExactly("ab", "  ^ end");
        assertThat(Excerpt.of(new byte[0], 0, "end")).containsExactly("", "^ end");
        String line = "a".repeat(3000) + "X" + "a".repeat(3000);
        List<String> shown = Excerpt.of(bytes(line), 3000, "here");
        assertThat(shown.get(0))
                .isEqualTo("a".repeat(16) + " ...2960 bytes left out... " + "a".repeat(24) + "X" + "a".repeat(15)
                        + " ...2985 bytes more...");
        assertThat(shown.get(1)).isEqualTo(" ".repeat(67) + "^ here");
    }

    /** Whatever the bytes are and wherever the caret is, a failure fits on a screen and shows the byte. */
    @Test
    void isShortAndShowsTheByte() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(i + 1)];
            random.nextBytes(bytes);
            for (int j = random.nextInt(50); j < bytes.length; j += 1 + random.nextInt(200)) {
                bytes[j] = '\n';
            }
            int caret = random.nextInt(bytes.length + 1);
            List<String> shown = Excerpt.of(bytes, caret, "here");
            assertThat(shown).hasSizeLessThanOrEqualTo(12).allMatch(line -> line.length() <= 110);
            String mark = shown.stream()
                    .filter(l -> l.matches(" *\\^ here"))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            String above = shown.get(shown.lastIndexOf(mark) - 1);
            assertThat(above.substring(mark.indexOf('^')))
                    .startsWith(caret < bytes.length ? Escape.of(bytes[caret]) : "");
            assertThat(Excerpt.of(bytes)).hasSizeLessThanOrEqualTo(12).allMatch(line -> line.length() <= 110);
        }
    }

    /** The line of a transcript must say exactly the same bytes again. */
    @Test
    void printfSaysTheSameBytesInARealShell() throws Exception {
        assumeTrue(new File("/bin/sh").canExecute(), "there is no /bin/sh here");
        byte[] all = new byte[256 * 2];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i / 2 + i % 2 * '0'); // each byte, followed by another one that may be a digit
        }
        byte[] random = new byte[2000];
        new Random(7).nextBytes(random);
        for (byte[] bytes : List.of(
                all, random, bytes("-n %s %% 'it''s' \\n \\\\ $HOME `id` \"!x\" \0007\r\n"), bytes("--"), bytes("%"))) {
            assertThat(shell(Escape.printf(bytes))).isEqualTo(bytes);
        }
    }

    private static byte[] shell(String command) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }

    @Test
    void cutsWhatALibrarySaysOfAFailedCheck() {
        String said = "1 expectation failed.\nExpected status code <206> but was <200>.\n\nRequest method:\tGET\n"
                + "Request URI:\thttp://a/b\nProxy:\t\t\t<none>\nHTTP/1.1 200 OK\nDate: x\n";
        assertThat(LibraryCheck.of(said).orElseThrow().told())
                .hasToString("  sent     GET http://a/b, by a client library\n"
                        + "  check    Expected status code <206> but was <200>.\n  received HTTP/1.1 200 OK");
        assertThat(LibraryCheck.of("1 expectation failed.\nHeader doesn't match.\nExpected: a\n  Actual: b\n\n")
                        .orElseThrow()
                        .told())
                .hasToString("  check    Expected: a\n           Actual: b");
        assertThat(LibraryCheck.of("Expected: a")).isEmpty();
    }

    @Test
    void splitsCommandLines() {
        Map<String, String> values = Map.of("port", "80", "dir", "/a b");
        assertThat(CommandLine.split(" python3  -u \"my file.py\" --p={port} {dir} '' 'a\"b'c ", values))
                .containsExactly("python3", "-u", "my file.py", "--p=80", "/a b", "", "a\"bc");
        assertThat(CommandLine.split("C:\\Java\\java.exe \"C:\\My Files\\a.jar\"", values))
                .containsExactly("C:\\Java\\java.exe", "C:\\My Files\\a.jar");
        String classPath = "/a/very/long/class/path.jar:".repeat(2000);
        assertThat(CommandLine.split("java -cp " + classPath + " Main", values))
                .containsExactly("java", "-cp", classPath, "Main");
        assertThatThrownBy(() -> CommandLine.split("a 'b", values)).hasMessageContaining("not closed");
        assertThatThrownBy(() -> CommandLine.split(" ", values)).hasMessageContaining("empty");
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
