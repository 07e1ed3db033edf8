package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 4: folders with rights of their own, and whatever leads round them. */
@Stage(value = 4, name = "permissions")
@DisplayName("Stage 4: other rights in a folder, and homes")
final class Stage4OverridesIT {
    private static final String ALL = "elradfmwMT";
    private static final String TEXT = "nobody's business\n";

    private Target target;
    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target given) throws IOException {
        target = given;
        folder = new ServedFolder(given);
        folder.write("a.txt", "hello");
        folder.write("hidden/b.txt", TEXT);
        folder.makeFolder("hidden/deep");
        folder.makeFolder("inbox");
    }

    /** Somebody with these rights everywhere, but others in one folder; he is in the one around it. */
    private Ftp with(String rights, String name, String there) {
        FreshTarget server = target.fresh(
                "--user", "user:12345:" + rights, "--folder-rights", "user:" + folder.path(name) + ":" + there);
        return folder.enter(Ftp.connect(server), "user", "12345").binary();
    }

    @Test
    @Order(1)
    @DisplayName("a folder can be closed to somebody, with all below it")
    @Rfc("RFC 959 section 5.4")
    void closed() throws IOException {
        Ftp ftp = with(ALL, "hidden", "");
        for (String command : List.of(
                "CWD hidden",
                "CWD ./hidden/",
                "CWD hidden/deep",
                "CWD inbox/../hidden",
                "MLST hidden",
                "MLST hidden/b.txt",
                "STAT hidden",
                "SIZE hidden/b.txt",
                "SIZE ./hidden//b.txt",
                "MDTM hidden/b.txt",
                "DELE hidden/b.txt",
                "RMD hidden/deep",
                "MKD hidden/new",
                "RNFR hidden/b.txt",
                "SITE CHMOD 777 hidden/b.txt",
                "MFMT 20010203040506 hidden/b.txt")) {
            ftp.say(command).expect(550);
        }
        folder.expectContent("hidden/b.txt", TEXT);
        folder.expectNone("hidden/new");
    }

    @Test
    @Order(2)
    @DisplayName("nothing comes out of it, nothing goes in, and not by options of LIST")
    @Rfc("RFC 959 section 5.4")
    void closedToTransfers() throws IOException {
        Ftp ftp = with(ALL, "hidden", "");
        for (String command : List.of(
                "RETR hidden/b.txt",
                "RETR ./hidden/./b.txt",
                "RETR inbox/../hidden/b.txt",
                "STOR hidden/b.txt",
                "STOR hidden/new",
                "APPE hidden/b.txt",
                "STOU hidden/new",
                "LIST hidden",
                "LIST -la hidden",
                "LIST -l -a hidden",
                "NLST hidden",
                "NLST -a hidden",
                "MLSD hidden")) {
            ftp.refused(command, 550, 553);
        }
        folder.expectContent("hidden/b.txt", TEXT);
        try (var names = Files.list(folder.file("hidden"))) {
            assertThat(names).as("what is in the closed folder").hasSize(2);
        }
    }

    @Test
    @Order(3)
    @DisplayName("around it all is as it was, and in one that only begins like it")
    @Rfc("RFC 959 section 5.4")
    void around() throws IOException {
        folder.write("hidden2/c.txt", "open");
        Ftp ftp = with(ALL, "hidden", "");
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
        assertThat(ftp.retrieve("hidden2/c.txt")).asString().isEqualTo("open");
        ftp.store("inbox/d.txt", "new");
        folder.expectContent("inbox/d.txt", "new");
    }

    @Test
    @Order(4)
    @DisplayName("a drop box takes files and shows none")
    @Rfc("RFC 959 section 5.4")
    void dropBox() throws IOException {
        Ftp ftp = with("elr", "inbox", "ew");
        ftp.refused("STOR b.txt", 550, 553);
        ftp.store("inbox/b.txt", "taken");
        folder.expectContent("inbox/b.txt", "taken");
        ftp.say("CWD inbox").expect(250);
        ftp.refused("LIST", 550);
        ftp.refused("NLST", 550);
        ftp.refused("RETR b.txt", 550);
        ftp.say("SIZE b.txt").expect(550);
        ftp.store("c.txt", "taken, too");
        folder.expectContent("inbox/c.txt", "taken, too");
    }

    @Test
    @Order(5)
    @DisplayName("STOU makes its file where one may write, and not beside that folder")
    @Rfc("RFC 1123 section 4.1.2.9")
    void unique() throws IOException {
        Ftp ftp = with("elr", "inbox", "w");
        ftp.refused("STOU inbox", 550, 553);
        ftp.refused("STOU", 550, 553);
        try (var names = Files.list(folder.dir())) {
            assertThat(names).as("what is in the folder").hasSize(3);
        }
    }

    @Test
    @Order(6)
    @DisplayName("of two folders, the nearer one counts")
    @Rfc("RFC 959 section 5.4")
    void nearest() {
        FreshTarget server = target.fresh(
                "--user", "user:12345:elr",
                "--folder-rights", "user:" + folder.path("hidden") + ":",
                "--folder-rights", "user:" + folder.path("hidden/deep") + ":elw");
        Ftp ftp = folder.enter(Ftp.connect(server), "user", "12345").binary();
        ftp.say("CWD hidden").expect(550);
        ftp.say("CWD hidden/deep").expect(250);
        ftp.store("b.txt", "deep");
        ftp.refused("RETR b.txt", 550);
        ftp.say("CDUP").expect(550);
        ftp.say("CWD ..").expect(550);
        ftp.say("PWD").expectPath(folder.path("hidden/deep"));
    }

    @Test
    @Order(7)
    @DisplayName("other users have their own rights there")
    @Rfc("RFC 959 section 5.4")
    void others() {
        FreshTarget server = target.fresh(
                "--user", "user:12345:elr",
                "--user", "ann:secret:elr",
                "--folder-rights", "user:" + folder.path("hidden") + ":");
        Ftp ann = folder.enter(Ftp.connect(server), "ann", "secret").binary();
        assertThat(ann.retrieve("hidden/b.txt")).asString().isEqualTo(TEXT);
        folder.enter(Ftp.connect(server), "user", "12345").refused("RETR hidden/b.txt", 550);
    }

    @Test
    @Order(8)
    @DisplayName("a link leads to what may not be read, and still it may not be")
    @Rfc("RFC 2577 section 7")
    void link() throws IOException {
        link("door", "hidden");
        link("inbox/key", "../hidden/b.txt");
        Ftp ftp = with(ALL, "hidden", "");
        ftp.refused("RETR door/b.txt", 550);
        ftp.refused("RETR inbox/key", 550);
        ftp.refused("STOR door/new", 550, 553);
        ftp.refused("APPE inbox/key", 550, 553);
        ftp.refused("LIST door", 550);
        ftp.say("CWD door").expect(550);
        ftp.say("SIZE inbox/key").expect(550);
        ftp.say("MKD door/new").expect(550);
        ftp.say("DELE door/b.txt").expect(550);
        folder.expectContent("hidden/b.txt", TEXT);
        folder.expectNone("hidden/new");
    }

    private void link(String name, String to) throws IOException {
        try {
            Files.createSymbolicLink(folder.file(name), Path.of(to));
        } catch (UnsupportedOperationException e) {
            abort("there are no links here");
        }
    }

    @Test
    @Order(9)
    @DisplayName("a folder does not lose its own rights by another name for it, or for the one around it")
    @Rfc("RFC 2577 section 7")
    void renamed() throws IOException {
        Ftp ftp = with(ALL, "hidden/deep", "e");
        ftp.store("hidden/b.txt", TEXT);
        boolean renamed = ftp.say("RNFR hidden").expect(350, 550).code() == 350
                && ftp.say("RNTO open").expect(250, 550, 553).code() == 250;
        ftp.refused("STOR " + (renamed ? "open" : "hidden") + "/deep/new", 550, 553);
        folder.expectNone("open/deep/new");
        folder.expectNone("hidden/deep/new");
    }

    @Test
    @Order(10)
    @DisplayName("a home is all that somebody sees, and / is what it is called")
    @Rfc("RFC 959 section 4.1.1")
    void home() throws IOException {
        FreshTarget server = target.fresh("--user", "user:12345:elrw:" + folder.file("inbox"));
        Ftp ftp = Ftp.connect(server).login("user", "12345").binary();
        ftp.say("PWD").expectPath("/");
        ftp.store("b.txt", "at home");
        folder.expectContent("inbox/b.txt", "at home");
        assertThat(ftp.nlst("/")).containsExactly("b.txt");
        ftp.refused("RETR ../a.txt", 550);
        ftp.refused("RETR " + folder.path("a.txt"), 550);
        ftp.say("CWD ..").expect(250, 550);
        ftp.say("PWD").expectPath("/");
    }

    @Test
    @Order(11)
    @DisplayName("two users have two homes, one after the other on one connection, too")
    @Rfc("RFC 959 section 4.1.1")
    void homes() {
        FreshTarget server = target.fresh(
                "--user", "user:12345:elr:" + folder.file("inbox"),
                "--user", "ann:secret:elr:" + folder.file("hidden"));
        Ftp ftp = Ftp.connect(server).login("user", "12345").binary();
        assertThat(ftp.nlst("")).isEmpty();
        ftp.login("ann", "secret").binary();
        assertThat(ftp.nlst("")).containsExactlyInAnyOrder("b.txt", "deep");
        ftp.login("user", "12345");
        assertThat(ftp.nlst("")).isEmpty();
    }

    @Test
    @Order(12)
    @DisplayName("guests can be given a drop box as others can")
    @Rfc("RFC 1635 section 2.1")
    void guests() throws IOException {
        FreshTarget server = target.fresh("--folder-rights", "anonymous:" + folder.path("inbox") + ":ew");
        Ftp ftp = folder.enter(Ftp.connect(server), "anonymous", "guest@").binary();
        ftp.store("inbox/b.txt", "taken");
        folder.expectContent("inbox/b.txt", "taken");
        ftp.refused("RETR inbox/b.txt", 550);
        ftp.refused("STOR c.txt", 550, 553);
    }
}
