package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 2: lists for people, LIST and NLST, which come on a data connection. */
@Stage(value = 2, name = "look around")
@DisplayName("Stage 2: lists")
final class Stage2ListsIT {
    /** As ls -l has it: mode, links, owner, group, size, date, name. */
    private static final Pattern LINE = Pattern.compile("([-dlbcpsD?])[-rwxsStT]{9}[.+@]? +\\d+ +\\S+ +\\S+ +(\\d+) +"
            + "([A-Z][a-z]{2} +\\d{1,2} +(?:\\d{1,2}:\\d{2}|\\d{4})) (.+)");

    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
        folder.makeFolder("d");
        folder.makeFolder("empty");
        folder.write("d/in d.txt", "");
    }

    /** The line of the list for this name; the others have to be sound, too. */
    private static Matcher line(List<String> list, String name) {
        Matcher found = null;
        for (String line : list) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches())
                    .as("a line as of ls -l, not \"%s\"", line)
                    .isTrue();
            found = matcher.group(4).equals(name) ? matcher : found;
        }
        assertThat(found).as("a line for %s in %s", name, list).isNotNull();
        return found;
    }

    @Test
    @Order(1)
    @DisplayName("NLST sends the names of what is in a folder, a line each, and 226 at its end")
    @Rfc("RFC 959 section 4.1.3")
    void names() {
        Ftp ftp = folder.enter();
        assertThat(ftp.nlst("")).as("the lines of NLST").contains("a.txt", "d", "empty");
        assertThat(ftp.nlst("d")).as("the lines of NLST d").singleElement().isIn("in d.txt", "d/in d.txt");
        assertThat(ftp.nlst(folder.path("d")))
                .as("the lines of NLST %s", folder.path("d"))
                .singleElement()
                .isIn("in d.txt", folder.path("d/in d.txt"));
    }

    @Test
    @Order(2)
    @DisplayName("NLST of an empty folder sends nothing (case 44d)")
    @Rfc("RFC 959 section 4.1.3")
    void nothing() {
        assertThat(folder.enter().fetch("NLST empty"))
                .as("the bytes of NLST of an empty folder")
                .isEmpty();
    }

    @Test
    @Order(3)
    @DisplayName("NLST of a file sends its name (case 44e)")
    @Rfc("RFC 959 section 4.1.3")
    void file() {
        assertThat(folder.enter().nlst("a.txt")).as("the lines of NLST a.txt").containsExactly("a.txt");
    }

    @Test
    @Order(4)
    @DisplayName("LIST sends a line as of ls -l for each file and folder")
    @Rfc("RFC 959 section 4.1.3")
    void longList() {
        List<String> list = folder.enter().list("");
        assertThat(line(list, "a.txt").group(1)).as("the type of a.txt").isEqualTo("-");
        assertThat(line(list, "a.txt").group(2)).as("the size of a.txt").isEqualTo("12");
        assertThat(line(list, "d").group(1)).as("the type of d").isEqualTo("d");
    }

    @Test
    @Order(5)
    @DisplayName("LIST of a folder tells what is in it, and of a file the file")
    @Rfc("RFC 959 section 4.1.3")
    void others() {
        Ftp ftp = folder.enter();
        line(ftp.list("d"), "in d.txt");
        line(ftp.list("a.txt"), "a.txt");
        line(ftp.list(folder.path("d")), "in d.txt");
        ftp.say("PWD").expectPath(folder.path(""));
    }

    @ParameterizedTest(name = "LIST {0}")
    @Order(6)
    @ValueSource(strings = {"-la", "-l", "-a", "-al"})
    @DisplayName("what a shell's ls takes as options is no name (case 44)")
    @Rfc("RFC 959 section 4.1.3")
    void options(String options) {
        List<String> list = folder.enter().list(options);
        assertThat(list)
                .as("the lines of LIST %s", options)
                .anyMatch(line -> line.endsWith(" a.txt"))
                .anyMatch(line -> line.endsWith(" d"));
    }

    @Test
    @Order(7)
    @DisplayName("what is not there cannot be listed: 550, and not a byte (case 44b)")
    @Rfc("RFC 959 section 5.4")
    void missing() {
        Ftp ftp = folder.enter();
        ftp.refused("LIST nope", 550);
        ftp.refused("NLST nope", 550);
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "LIST {0}")
    @Order(8)
    @ValueSource(
            strings = {
                "*",
                "*.txt",
                "?.txt",
                "[a-z]*",
                "*/../*/../*/../*/../*/../*/../*/../*/../*",
                "{{{{{a,b},c},d},e},f}{a,b,c}{a,b,c}{a,b,c}{a,b,c}{a,b,c}*"
            })
    @DisplayName("there are no patterns: * is a name like others, and nobody keeps the server busy (cases 44c, 44f)")
    @Rfc("RFC 2577 section 8")
    void patterns(String pattern) {
        Ftp ftp = folder.enter();
        long start = System.nanoTime();
        ftp.refused("LIST " + pattern, 550);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("how long that took")
                .isLessThan(AT_ONCE);
        ftp.expectAlive();
    }

    @Test
    @Order(9)
    @DisplayName("of a file older than six months LIST tells the year instead of the hour")
    @Rfc("RFC 959 section 4.1.3")
    void old() throws IOException {
        Files.setLastModifiedTime(folder.file("a.txt"), FileTime.from(Instant.parse("2020-01-02T12:04:05Z")));
        folder.write("new.txt", "");
        List<String> list = folder.enter().list("");
        assertThat(line(list, "a.txt").group(3)).as("the date of a.txt").matches("Jan +0?2 +2020");
        assertThat(line(list, "new.txt").group(3)).as("the time of new.txt").matches(".* \\d{1,2}:\\d{2}");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @Order(10)
    @ValueSource(strings = {"two words", "-la", "a  b", "226 x", "naïve", "日本語", "🚀.txt", "x\ty"})
    @DisplayName("a name is sent as it is, in UTF-8, and what was sent can be said (case 17c)")
    @Rfc("RFC 2640 section 2.2")
    void allNames(String name) throws IOException {
        folder.write("d/" + name, "x");
        Ftp ftp = folder.enter().binary();
        assertThat(ftp.nlst("d")).as("the lines of NLST d").anyMatch(line -> line.endsWith(name));
        line(ftp.list("d"), name);
        ftp.say("SIZE d/" + name).expect(213).expectLine("213 1");
    }

    @Test
    @Order(11)
    @DisplayName("a long list comes whole: two thousand files")
    @Rfc("RFC 959 section 4.1.3")
    void many() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String name = "a file with a name that fills the line, number " + i + ".txt";
            names.add(name);
            folder.write("empty/" + name, "");
        }
        Ftp ftp = folder.enter();
        ftp.say("CWD empty").expect(250);
        assertThat(ftp.nlst("")).as("the lines of NLST").containsExactlyInAnyOrderElementsOf(names);
        assertThat(ftp.list("")).as("the lines of LIST").hasSize(names.size());
    }
}
