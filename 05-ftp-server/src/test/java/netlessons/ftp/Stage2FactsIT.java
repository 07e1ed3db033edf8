package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Entry;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 2: what programs can learn of files: SIZE, MDTM, MLST, MLSD; and MFMT. */
@Stage(value = 2, name = "look around")
@DisplayName("Stage 2: sizes, times, facts")
final class Stage2FactsIT {
    private static final Instant TIME = Instant.parse("2020-01-02T03:04:05Z");
    private static final String DIGITS = "20200102030405";
    private static final long HUGE = 5L << 30;

    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
        Files.setLastModifiedTime(folder.file("a.txt"), FileTime.from(TIME));
        folder.makeFolder("d");
        ftp = folder.enter();
    }

    private static Entry entry(List<Entry> all, String name) {
        assertThat(all).as("the lines of MLSD").anyMatch(entry -> entry.name().equals(name));
        return all.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    @DisplayName("SIZE tells how many bytes a transfer would bring; folders have none (case 32)")
    @Rfc("RFC 3659 section 4")
    void size() {
        ftp.binary();
        ftp.say("SIZE a.txt").expect(213).expectLine("213 12");
        ftp.say("SIZE " + folder.path("a.txt")).expect(213).expectLine("213 12");
        ftp.say("SIZE d").expect(550);
        ftp.say("SIZE nope").expect(550);
    }

    @Test
    @Order(2)
    @DisplayName("in ASCII it would bring more where lines end with LF: 550, or that number (case 32)")
    @Rfc("RFC 3659 section 4")
    void sizeOfText() {
        ftp.say("TYPE A").expect(200);
        ftp.say("SIZE a.txt").expectLine("550 .*|213 14");
    }

    @Test
    @Order(3)
    @DisplayName("SIZE of a file of 5 GiB")
    @Rfc("RFC 3659 section 4")
    void huge() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(folder.file("huge").toFile(), "rw")) {
            sparse.setLength(HUGE);
        }
        ftp.binary().say("SIZE huge").expect(213).expectLine("213 " + HUGE);
        assertThat(entry(ftp.mlsd(""), "huge").fact("size"))
                .as("the size in MLSD")
                .isEqualTo("" + HUGE);
    }

    @Test
    @Order(4)
    @DisplayName("MDTM tells when a file was changed, in UTC, wherever the server stands (case 33)")
    @Rfc("RFC 3659 sections 2.3 and 3")
    void modified() {
        ftp.say("MDTM a.txt").expect(213).expectLine("213 " + DIGITS + "(\\.0+)?");
        ftp.say("MDTM d").expect(550);
        ftp.say("MDTM nope").expect(550);
    }

    @Test
    @Order(12)
    @DisplayName("also where clocks show another time: MDTM, MFMT, MLST and MLSD are in UTC (case 33)")
    @Rfc("RFC 3659 sections 2.3 and 3")
    void elsewhere(Target target) throws IOException {
        FreshTarget server = target.freshProgram("TZ=Asia/Kolkata; export TZ; exec \"$@\"");
        Ftp there = folder.enter(Ftp.connect(server), FtpLesson.USER, FtpLesson.PASSWORD);
        there.say("MDTM a.txt").expect(213).expectText(DIGITS);
        assertThat(entry(there.mlsd(""), "a.txt").fact("modify")).startsWith(DIGITS);
        there.say("MFMT 20210304050607 a.txt").expect(213);
        assertThat(Entry.of(there.say("MLST a.txt").expect(250)).fact("modify")).startsWith("20210304050607");
        assertThat(Files.getLastModifiedTime(folder.file("a.txt")).toInstant())
                .as("the time of the file")
                .isEqualTo(Instant.parse("2021-03-04T05:06:07Z"));
    }

    @Test
    @Order(5)
    @DisplayName("MFMT says when it was; a time that there is not is refused with 501 (case 54)")
    @Rfc("draft-somers-ftp-mfxx-04 section 3.1")
    void setModified() throws IOException {
        ftp.say("MFMT 20210304050607 a.txt").expect(213);
        ftp.say("MDTM a.txt").expect(213).expectText("20210304050607");
        assertThat(Files.getLastModifiedTime(folder.file("a.txt")).toInstant())
                .as("the time of the file")
                .isEqualTo(Instant.parse("2021-03-04T05:06:07Z"));
        ftp.say("MFMT 2021 a.txt").expect(501);
        ftp.say("MFMT 20211340000000 a.txt").expect(501);
        ftp.say("MFMT 20210304050607").expect(501);
        ftp.say("MFMT 20210304050607 nope").expect(550);
    }

    @Test
    @Order(6)
    @DisplayName("MLST tells the facts of one thing, on the control connection (case 45)")
    @Rfc("RFC 3659 section 7.2")
    void one() {
        Entry file = Entry.of(ftp.say("MLST a.txt").expect(250));
        assertThat(file.name()).as("the name in %s", file).endsWith("a.txt");
        assertThat(file.type()).as("the type in %s", file).isEqualTo("file");
        assertThat(file.fact("size")).as("the size in %s", file).isEqualTo("12");
        assertThat(file.fact("modify")).as("the time in %s", file).startsWith(DIGITS);
        Entry here = Entry.of(ftp.say("MLST").expect(250));
        assertThat(here.type()).as("the type in %s", here).isIn("dir", "cdir");
        ftp.say("MLST nope").expect(550);
    }

    @Test
    @Order(7)
    @DisplayName("OPTS MLST chooses facts, and both MLST and FEAT keep to it (case 45)")
    @Rfc("RFC 3659 sections 7.8 and 7.9")
    void choose() {
        ftp.say("FEAT").expect(211).expectLine(" (?i:MLST) .*");
        ftp.say("OPTS MLST type;size;nonsense;").expect(200);
        assertThat(Entry.of(ftp.say("MLST a.txt").expect(250)).facts())
                .as("the facts of MLST")
                .containsOnlyKeys("type", "size");
        ftp.say("FEAT")
                .expect(211)
                .expectLine(" (?i:MLST) (.*;)?(?i:type)\\*;.*")
                .expectLine(" (?i:MLST) (.*;)?(?i:modify);.*");
        ftp.say("OPTS MLST type; size;").expect(501);
        ftp.say("OPTS MLST").expect(200);
        assertThat(Entry.of(ftp.say("MLST a.txt").expect(250)).facts())
                .as("the facts of MLST")
                .isEmpty();
    }

    @Test
    @Order(8)
    @DisplayName("MLSD tells the facts of all that is in a folder, and the time in UTC (case 45c)")
    @Rfc("RFC 3659 section 7")
    void all() {
        List<Entry> all = ftp.mlsd("");
        Entry file = entry(all, "a.txt");
        assertThat(file.type()).as("the type in %s", file).isEqualTo("file");
        assertThat(file.fact("size")).as("the size in %s", file).isEqualTo("12");
        assertThat(file.fact("modify")).as("the time in %s", file).startsWith(DIGITS);
        assertThat(entry(all, "d").type()).as("the type of d").isEqualTo("dir");
        Set<String> ownTypes = Set.of("cdir", "pdir");
        assertThat(all)
                .as("besides the folder itself and the one above")
                .filteredOn(entry -> !ownTypes.contains(entry.type()))
                .hasSize(2);
        assertThat(ftp.mlsd("d"))
                .as("the lines of MLSD d")
                .filteredOn(entry -> !ownTypes.contains(entry.type()))
                .isEmpty();
    }

    @Test
    @Order(9)
    @DisplayName("MLSD of a file is refused with 501, and of what is not there with 550 or 501 (case 45b)")
    @Rfc("RFC 3659 section 7.2.1")
    void noFolder() {
        ftp.refused("MLSD a.txt", 501);
        ftp.refused("MLSD nope", 501, 550);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @Order(10)
    @ValueSource(strings = {" in front", "at the end ", "a;b=c; d", "250 x", "-la", "naïve", "日本語", "🚀"})
    @DisplayName("behind the facts all is name, whatever it looks like (case 17c)")
    @Rfc("RFC 3659 section 7.2")
    void names(String name) throws IOException {
        folder.write("d/" + name, "abc");
        assertThat(entry(ftp.mlsd("d"), name).fact("size")).as("the size").isEqualTo("3");
        assertThat(Entry.of(ftp.say("MLST d/" + name).expect(250)).name())
                .as("the name in MLST")
                .endsWith(name);
        ftp.binary().say("SIZE d/" + name).expect(213).expectLine("213 3");
        ftp.say("MDTM d/" + name).expect(213);
    }

    @Test
    @Order(11)
    @DisplayName("the fact perm tells what this user may do: read a file, write it, enter a folder, list it")
    @Rfc("RFC 3659 section 7.5.5")
    void perm() {
        Entry file = Entry.of(ftp.say("MLST a.txt").expect(250));
        assertThat(file.fact("perm")).as("what one may do with a.txt").contains("r", "w", "d", "a", "f");
        Entry sub = Entry.of(ftp.say("MLST d").expect(250));
        assertThat(sub.fact("perm")).as("what one may do with d").contains("e", "l", "c", "m", "p");
        Ftp reader = folder.enter(Ftp.connect(folder.target()), FtpLesson.READER, FtpLesson.READER_PASSWORD);
        Entry read = Entry.of(reader.say("MLST a.txt").expect(250));
        assertThat(read.fact("perm"))
                .as("what somebody may do with a.txt who may only read")
                .contains("r")
                .doesNotContain("w", "d", "a", "f");
    }
}
