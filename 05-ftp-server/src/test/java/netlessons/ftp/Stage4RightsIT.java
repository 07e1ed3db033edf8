package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Entry;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stage 4: ten letters say what somebody may do; without one of them, nothing that takes it happens. */
@Stage(value = 4, name = "permissions")
@DisplayName("Stage 4: what somebody may do")
final class Stage4RightsIT {
    private static final String ALL = "elradfmwMT";
    private static final String TEXT = "hello\n";

    private Target target;
    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target given) throws IOException {
        target = given;
        folder = new ServedFolder(given);
        folder.write("a.txt", TEXT);
        folder.makeFolder("d");
    }

    /** Somebody with these rights, at the root. */
    private Ftp with(String rights) {
        FreshTarget server = target.fresh("--user", "user:12345:" + rights);
        return Ftp.connect(server).login("user", "12345").binary();
    }

    /** A command that names a file of the folder as $, with its whole path: nobody has to enter it. */
    private String in(String command) {
        return command.replace("$", folder.path(""));
    }

    /** Nothing has changed. */
    private void expectAsBefore() throws IOException {
        folder.expectContent("a.txt", TEXT);
        assertThat(folder.file("d")).isDirectory();
        try (var names = Files.list(folder.dir())) {
            assertThat(names).as("what is in the folder").hasSize(2);
        }
    }

    private static boolean transfers(String command) {
        return command.matches("(LIST|NLST|MLSD|RETR|STOR|STOU|APPE) .*");
    }

    @ParameterizedTest(name = "without {0}: {1}")
    @Order(1)
    @CsvSource({
        "e, CWD $; CWD $/d; XCWD $/d; CDUP",
        "l, LIST $; LIST -la $; NLST $; MLSD $; MLST $/a.txt; STAT $; SIZE $/a.txt; MDTM $/a.txt",
        "r, RETR $/a.txt",
        "a, APPE $/a.txt; APPE $/b.txt",
        "d, DELE $/a.txt; RMD $/d; XRMD $/d",
        "f, RNFR $/a.txt; RNFR $/d",
        "m, MKD $/e; XMKD $/e",
        "w, STOR $/a.txt; STOR $/b.txt; STOU $/b.txt",
        "M, SITE CHMOD 777 $/a.txt",
        "T, MFMT 20010203040506 $/a.txt"
    })
    @DisplayName("who lacks a letter is refused what takes it: 550, and nothing happens (case 'no permission letter')")
    @Rfc("RFC 959 section 5.4")
    void lacking(String letter, String commands) throws IOException {
        Ftp ftp = with(ALL.replace(letter, ""));
        for (String command : commands.split("; ")) {
            if (transfers(command)) {
                ftp.refused(in(command), 550);
            } else {
                ftp.say(in(command)).expect(550);
            }
            expectAsBefore();
        }
        ftp.say("PWD").expectPath("/");
    }

    @Test
    @Order(2)
    @DisplayName("e alone enters folders")
    @Rfc("RFC 959 section 4.1.1")
    void enter() {
        Ftp ftp = with("e");
        ftp.say(in("CWD $/d")).expect(250);
        ftp.say("CDUP").expect(250, 200);
        ftp.say("PWD").expectPath(folder.path(""));
    }

    @Test
    @Order(3)
    @DisplayName("l alone lists, and tells how long a file is and how old")
    @Rfc("RFC 3659 sections 3, 4 and 7")
    void list() {
        Ftp ftp = with("l");
        assertThat(ftp.nlst(folder.path(""))).containsExactlyInAnyOrder("a.txt", "d");
        assertThat(ftp.list(folder.path(""))).hasSize(2);
        ftp.say(in("SIZE $/a.txt")).expect(213).expectLine("213 6");
        ftp.say(in("MDTM $/a.txt")).expect(213);
        ftp.say(in("STAT $")).expect(211, 212, 213).expectLine(".* a\\.txt");
    }

    @Test
    @Order(4)
    @DisplayName("r alone fetches a file")
    @Rfc("RFC 959 section 4.1.3")
    void read() {
        assertThat(with("r").retrieve(folder.path("a.txt"))).asString().isEqualTo(TEXT);
    }

    @Test
    @Order(5)
    @DisplayName("a alone appends to a file, and begins one")
    @Rfc("RFC 959 section 4.1.3")
    void append() throws IOException {
        Ftp ftp = with("a");
        ftp.append(folder.path("a.txt"), "world\n");
        folder.expectContent("a.txt", TEXT + "world\n");
        ftp.append(folder.path("b.txt"), "new");
        folder.expectContent("b.txt", "new");
    }

    @Test
    @Order(6)
    @DisplayName("d alone deletes files and folders")
    @Rfc("RFC 959 section 4.1.3")
    void delete() {
        Ftp ftp = with("d");
        ftp.say(in("DELE $/a.txt")).expect(250);
        ftp.say(in("RMD $/d")).expect(250);
        folder.expectNone("a.txt");
        folder.expectNone("d");
    }

    @Test
    @Order(7)
    @DisplayName("f alone renames them")
    @Rfc("RFC 959 section 4.1.3")
    void rename() throws IOException {
        Ftp ftp = with("f");
        ftp.say(in("RNFR $/a.txt")).expect(350);
        ftp.say(in("RNTO $/d/b.txt")).expect(250);
        folder.expectNone("a.txt");
        folder.expectContent("d/b.txt", TEXT);
    }

    @Test
    @Order(8)
    @DisplayName("m alone makes folders")
    @Rfc("RFC 959 section 4.1.3")
    void makeFolders() {
        with("m").say(in("MKD $/e")).expectPath(folder.path("e"));
        assertThat(folder.file("e")).isDirectory();
    }

    @Test
    @Order(9)
    @DisplayName("w alone stores files, one in the place of another, too")
    @Rfc("RFC 959 section 4.1.3")
    void write() throws IOException {
        Ftp ftp = with("w");
        ftp.store(folder.path("a.txt"), "other");
        folder.expectContent("a.txt", "other");
        ftp.store(folder.path("b.txt"), "new");
        folder.expectContent("b.txt", "new");
    }

    @Test
    @Order(10)
    @DisplayName("M alone changes modes, and T alone changes times")
    @Rfc("draft-somers-ftp-mfxx section 3")
    void changeModeAndTime() throws IOException {
        with("M").say(in("SITE CHMOD 640 $/a.txt")).expect(200, 250);
        with("T").say(in("MFMT 20010203040506 $/a.txt")).expect(213);
        assertThat(Files.getLastModifiedTime(folder.file("a.txt"))).asString().isEqualTo("2001-02-03T04:05:06Z");
    }

    @Test
    @Order(11)
    @DisplayName("what is about the session itself takes no right")
    @Rfc("RFC 959 section 4.1.3")
    void session() {
        Ftp ftp = with("r");
        ftp.say("PWD").expectPath("/");
        ftp.say("STAT").expect(211);
        ftp.say("TYPE A").expect(200);
        ftp.say("FEAT").expect(211);
        ftp.say("RNTO x").expect(550, 503);
        ftp.expectAlive();
    }

    @Test
    @Order(12)
    @DisplayName("a right is needed for the new name, too")
    @Rfc("RFC 959 section 4.1.3")
    void renameTo() throws IOException {
        FreshTarget server =
                target.fresh("--user", "user:12345:" + ALL, "--folder-rights", "user:" + folder.path("d") + ":elr");
        Ftp ftp = Ftp.connect(server).login("user", "12345");
        ftp.say(in("RNFR $/a.txt")).expect(350);
        ftp.say(in("RNTO $/d/a.txt")).expect(550, 553);
        expectAsBefore();
    }

    @Test
    @Order(13)
    @DisplayName("who may append and not write cannot change what is there")
    @Rfc("RFC 959 section 4.1.3")
    void appendOnly() throws IOException {
        Ftp ftp = with("elra");
        ftp.say("REST 2").expect(350);
        ftp.refused(in("STOR $/a.txt"), 550);
        ftp.append(folder.path("a.txt"), "more");
        folder.expectContent("a.txt", TEXT + "more");
    }

    @Test
    @Order(14)
    @DisplayName("guests look and read, and that is all (RFC 1635)")
    @Rfc("RFC 1635 section 2.1")
    void guests() throws IOException {
        Ftp ftp = folder.enter(Ftp.connect(target), "anonymous", "guest@example.com")
                .binary();
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo(TEXT);
        assertThat(ftp.nlst("")).contains("a.txt");
        for (String command : List.of("STOR b.txt", "STOR a.txt", "APPE a.txt", "STOU")) {
            ftp.refused(command, 550, 553);
        }
        for (String command : List.of(
                "DELE a.txt", "RMD d", "MKD e", "RNFR a.txt", "SITE CHMOD 777 a.txt", "MFMT 20010203040506 a.txt")) {
            ftp.say(command).expect(550, 553);
        }
        expectAsBefore();
    }

    @Test
    @Order(15)
    @DisplayName("one user's rights are not another's, though both are here at once")
    @Rfc("RFC 959 section 2.3")
    void atOnce() {
        Ftp writer = folder.enter();
        Ftp reader = folder.enter(Ftp.connect(target), FtpLesson.READER, FtpLesson.READER_PASSWORD);
        writer.say("MKD one").expect(257);
        reader.say("MKD two").expect(550);
        reader.say("RMD one").expect(550);
        writer.say("RMD one").expect(250);
    }

    @Test
    @Order(16)
    @DisplayName("MLSD tells programs what they may do")
    @Rfc("RFC 3659 section 7.5.5")
    void told() {
        Ftp writer = folder.enter();
        assertThat(Entry.of(writer.say("MLST a.txt").expect(250)).fact("perm")).contains("a", "d", "f", "r", "w");
        assertThat(Entry.of(writer.say("MLST d").expect(250)).fact("perm")).contains("c", "d", "e", "f", "l", "m", "p");
        Ftp reader = folder.enter(Ftp.connect(target), FtpLesson.READER, FtpLesson.READER_PASSWORD);
        assertThat(Entry.of(reader.say("MLST a.txt").expect(250)).fact("perm")).isEqualTo("r");
        assertThat(Entry.of(reader.say("MLST d").expect(250)).fact("perm"))
                .contains("e", "l")
                .hasSize(2);
    }

    @Test
    @Order(17)
    @DisplayName("a refused transfer closes its data connection, and the next one works")
    @Rfc("RFC 959 section 3.2")
    void refusedTransfer() {
        Ftp ftp = folder.enter(Ftp.connect(target), FtpLesson.READER, FtpLesson.READER_PASSWORD)
                .binary();
        try (DataWire data = ftp.pasv()) {
            ftp.say("STOR a.txt").expect(550, 553);
            data.expectClosed();
        }
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo(TEXT);
    }
}
