package netlessons.upload.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6 of the specification. */
final class NameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a b.txt",
                "ä/ö/ü",
                "photos/2026/über.jpg",
                "日本語",
                "😀.png",
                "a..b",
                "console",
                "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\ud83d\udc68\u200d\ud83d\udc69.jpg",
                "COM",
                "COM10",
                "nul-1",
                "LPT.d",
                "a?b*c\"<>|",
                "-rf",
                "~",
                "$HOME",
                "%2e%2e"
            })
    @DisplayName("what is a name")
    void good(String text) throws Name.BadName {
        assertThat(of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/x",
                "a/",
                "a//b",
                ".",
                "..",
                "../e",
                "a/../../b",
                "a/./b",
                "..\\e",
                "a\\b",
                "C:x",
                "a:b",
                "CON",
                "con",
                "Nul.txt",
                "aux.tar.gz",
                "COM1",
                "lpt9.x",
                "CON ",
                "CON .txt",
                "a/PRN/b",
                "COM0",
                "x.",
                "x ",
                "a./b",
                "a\0b",
                "a\rb",
                "a\nb",
                "a\u001b[31m",
                "a\u007f",
                "a\u0085b",
                "a\u202eb",
                "a\u200bb",
                "a\ufeffb",
                "COM\u00b9.x",
                ".bashrc",
                ".git/config",
                "a/.ssh/authorized_keys",
                ".netlessons-1.part",
                "u\u0308.txt",
                "\u212b"
            })
    @DisplayName("what is none")
    void bad(String text) {
        assertThatExceptionOfType(Name.BadName.class).isThrownBy(() -> of(text)).withMessageMatching("\\p{ASCII}+\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "61c3", "c0ae", "c0af", "e0808a", "eda080", "f5808080", "61f09f98"})
    @DisplayName("invalid UTF-8: stray bytes, cut characters, overlong forms, surrogates")
    void notUtf8(String hex) {
        assertThatExceptionOfType(Name.BadName.class)
                .isThrownBy(() -> Name.of(HexFormat.of().parseHex(hex), true));
    }

    @Test
    @DisplayName("lengths are counted in bytes, and parts")
    void lengths() {
        assertThatNoException().isThrownBy(() -> of("x".repeat(255)));
        assertThatExceptionOfType(Name.BadName.class).isThrownBy(() -> of("x".repeat(256)));
        assertThatExceptionOfType(Name.BadName.class).isThrownBy(() -> of("ü".repeat(128)));
        assertThatNoException().isThrownBy(() -> of("a/".repeat(31) + "a"));
        assertThatExceptionOfType(Name.BadName.class).isThrownBy(() -> of("a/".repeat(32) + "a"));
    }

    @Test
    @DisplayName("who allows hidden files gets them, and nothing else")
    void hidden() throws Name.BadName {
        assertThat(Name.of(utf8(".bashrc"), true)).hasToString(".bashrc");
        assertThat(Name.of(utf8("a/.git/x"), true).withFile("y")).hasToString("a/.git/y");
        assertThatExceptionOfType(Name.BadName.class).isThrownBy(() -> Name.of(utf8(".."), true));
    }

    @Test
    @DisplayName("a twin whose number leaves no room for the rest begins with the first character, all of it")
    void twinOfNearlyNothingButExtension() throws Name.BadName {
        assertThat(of("a/b." + "x".repeat(251)).twin(1)).hasToString("a/b (1)");
        assertThat(of("a/😀." + "x".repeat(250)).twin(12)).hasToString("a/😀 (12)");
    }

    private static Name of(String text) throws Name.BadName {
        return Name.of(utf8(text), false);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
