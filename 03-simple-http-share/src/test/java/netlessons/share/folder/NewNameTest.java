package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What new files may be called. */
class NewNameTest {
    @ParameterizedTest(name = "[{index}]")
    @DisplayName(
            "names that lead elsewhere, that Windows reads in another way, or that nobody can see are refused (attack 15)")
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "/a",
                "..\\..\\x",
                "C:\\x",
                "a\0",
                "a\r\nb",
                "a\u0007",
                "a ",
                "a.",
                "a..",
                " ",
                "...",
                "CON",
                "con",
                "Nul.txt",
                "aux.tar.gz",
                "COM1",
                "lpt9.x",
                "COM¹",
                "prn .txt",
                ".hidden",
                ".share",
                ".SHARE",
                ".netlessons-0.part",
                ".Netlessons-0.part",
                "gpj.\u202Eexe",
                "a\u200Bb",
                "\uFEFFa",
                "a\u2028b",
                "a\u0085b"
            })
    void refused(String name) {
        assertThat(NewName.fault(name, false)).isPresent();
    }

    @ParameterizedTest
    @DisplayName("all other names are taken as they are")
    @ValueSource(
            strings = {
                "a",
                "a.txt",
                "Ärger über 100 %.txt",
                "文件",
                "👩‍👩‍👧.png",
                "a b",
                "q'x\"<img src=x>.txt",
                "console.txt",
                "com0x",
                "COM10",
                "a..b",
                "-",
                "-rf",
                "%2e%2e",
                "~",
                "$HOME",
                "x;y"
            })
    void taken(String name) {
        assertThat(NewName.fault(name, false)).isEmpty();
    }

    @Test
    @DisplayName("a dot at the beginning is for folders that show hidden files; our own names are never to be had")
    void hidden() {
        assertThat(NewName.fault(".profile", true)).isEmpty();
        assertThat(NewName.fault(".share", true)).isPresent();
        assertThat(NewName.fault(".netlessons-0123456789abcdef.part", true)).isPresent();
        assertThat(NewName.fault("..", true)).isPresent();
    }

    @Test
    @DisplayName("a name has 255 bytes at most, however many letters that are (attack 15)")
    void length() {
        assertThat(NewName.fault("x".repeat(255), false)).isEmpty();
        assertThat(NewName.fault("x".repeat(256), false)).isPresent();
        assertThat(NewName.fault("ä".repeat(127), false)).isEmpty();
        assertThat(NewName.fault("ä".repeat(128), false)).isPresent();
    }

    @Test
    @DisplayName("the second file of a name gets a number before what tells its type")
    void twins() {
        assertThat(NewName.twin("photo.jpg", 1)).isEqualTo("photo (1).jpg");
        assertThat(NewName.twin("photo", 12)).isEqualTo("photo (12)");
        assertThat(NewName.twin(".profile", 1)).isEqualTo(".profile (1)");
        assertThat(NewName.twin("a.tar.gz", 1)).isEqualTo("a.tar (1).gz");
    }

    @ParameterizedTest
    @DisplayName("a twin's name is not too long either, and no letter is cut in two")
    @ValueSource(strings = {"x", "ä", "文", "😀"})
    void longTwins(String letter) {
        String name = letter.repeat(251 / letter.getBytes(StandardCharsets.UTF_8).length) + ".txt";
        String twin = NewName.twin(name, 999);
        assertThat(twin).endsWith(" (999).txt").startsWith(letter + letter);
        assertThat(NewName.fault(twin, false)).isEmpty();
        assertThat(twin.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
        String odd = NewName.twin("x." + letter.repeat(253 / letter.getBytes(StandardCharsets.UTF_8).length), 1);
        assertThat(NewName.fault(odd, false)).isEmpty();
    }
}
