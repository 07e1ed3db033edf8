package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
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

/** Stage 4: who may do everything makes folders, gives things other names, deletes them; and does no harm by mistake. */
@Stage(value = 4, name = "permissions")
@DisplayName("Stage 4: make, rename, delete")
final class Stage4ChangesIT {
    private static final String MAKE = "RFC 959 section 4.1.3, appendix II";
    private static final String RENAME = "RFC 959 section 4.1.3";

    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello");
        folder.write("full/in.txt", "x");
        folder.makeFolder("d");
        ftp = folder.enter();
    }

    @Test
    @Order(1)
    @DisplayName("MKD makes a folder, and 257 tells its whole path; RMD takes it away (case 29)")
    @Rfc(MAKE)
    void makeAndRemove() {
        ftp.say("MKD new").expect(257).expectPath(folder.path("new"));
        assertThat(folder.file("new")).as("the folder in the served one").isDirectory();
        ftp.say("MKD new").expect(550);
        ftp.say("MKD nope/new").expect(550);
        ftp.say("MKD a.txt").expect(550);
        ftp.say("MKD " + folder.path("new/deep")).expect(257).expectPath(folder.path("new/deep"));
        ftp.say("RMD new/deep").expect(250);
        ftp.say("RMD new").expect(250);
        ftp.say("RMD new").expect(550);
        folder.expectNone("new");
    }

    @Test
    @Order(2)
    @DisplayName("so do XMKD and XRMD (case 55)")
    @Rfc("RFC 1123 section 4.1.3.1")
    void oldNames() {
        ftp.say("XMKD new").expect(257).expectPath(folder.path("new"));
        ftp.say("XRMD new").expect(250);
        folder.expectNone("new");
    }

    @ParameterizedTest(name = "MKD {0}")
    @Order(3)
    @ValueSource(strings = {"n\"q\"", "two words", " in front", "Grüße", "日本語", "🚀", "-la", "~", "%41", "a;b=c, d"})
    @DisplayName("a folder is called what was said; quotation marks are doubled in the 257 (cases 17c, 29b)")
    @Rfc(MAKE)
    void names(String name) {
        ftp.say("MKD " + name).expect(257).expectPath(folder.path(name));
        assertThat(folder.file(name)).as("the folder in the served one").isDirectory();
        ftp.say("CWD " + name).expect(250);
        ftp.say("PWD").expectPath(folder.path(name));
        ftp.say("CDUP").expect(250, 200);
        ftp.say("RMD " + name).expect(250);
        folder.expectNone(name);
    }

    @Test
    @Order(4)
    @DisplayName("RMD takes neither a folder with something in it, nor a file, nor the root: 550 (case 30)")
    @Rfc(MAKE)
    void removeWhat() throws IOException {
        for (String path : List.of("full", "a.txt", "nope", "/", "..", "full/..")) {
            ftp.say("RMD " + path).expect(550);
        }
        folder.expectContent("full/in.txt", "x");
        folder.expectContent("a.txt", "hello");
    }

    @Test
    @Order(5)
    @DisplayName("DELE takes files, and no folders: 550 (case 31)")
    @Rfc("RFC 959 section 4.1.3")
    void delete() {
        ftp.say("DELE a.txt").expect(250);
        folder.expectNone("a.txt");
        for (String path : List.of("a.txt", "d", "full", "/", "nope/x")) {
            ftp.say("DELE " + path).expect(550);
        }
        assertThat(folder.file("d")).as("the folder").isDirectory();
    }

    @Test
    @Order(6)
    @DisplayName("RNFR and RNTO give a file, or a folder, another name and place")
    @Rfc(RENAME)
    void rename() throws IOException {
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNTO d/b.txt").expect(250);
        folder.expectNone("a.txt");
        folder.expectContent("d/b.txt", "hello");
        ftp.say("RNFR full").expect(350);
        ftp.say("RNTO " + folder.path("d/other")).expect(250);
        folder.expectContent("d/other/in.txt", "x");
    }

    @Test
    @Order(7)
    @DisplayName("RNTO has to stand behind an RNFR that succeeded: 503 (cases 28, 28b)")
    @Rfc(RENAME)
    void order() throws IOException {
        ftp.say("RNTO b.txt").expect(503);
        ftp.say("RNFR nope").expect(550);
        ftp.say("RNTO b.txt").expect(503);
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNFR nope").expect(550);
        ftp.say("RNTO b.txt").expect(503);
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNTO b.txt").expect(250);
        ftp.say("RNTO c.txt").expect(503);
        folder.expectContent("b.txt", "hello");
    }

    @Test
    @Order(8)
    @DisplayName("a command between the two does not matter, or makes it 503 (case 28c)")
    @Rfc(RENAME)
    void between() throws IOException {
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("NOOP").expect(200);
        boolean done = ftp.say("RNTO b.txt").expect(250, 503).code() == 250;
        folder.expectContent(done ? "b.txt" : "a.txt", "hello");
        folder.expectNone(done ? "a.txt" : "b.txt");
    }

    @Test
    @Order(9)
    @DisplayName("RNTO onto a file takes its place (case 28d)")
    @Rfc(RENAME)
    void onto() throws IOException {
        folder.write("b.txt", "other");
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNTO b.txt").expect(250);
        folder.expectContent("b.txt", "hello");
        folder.expectNone("a.txt");
    }

    @Test
    @Order(10)
    @DisplayName("what cannot be is refused, and nothing is lost: onto a folder, into itself, into none; nor the root")
    @Rfc(RENAME)
    void impossible() throws IOException {
        for (String to : List.of("d", "full", "nope/b.txt", "a.txt/b.txt", "/")) {
            ftp.say("RNFR a.txt").expect(350);
            ftp.say("RNTO " + to).expect(550, 553);
        }
        ftp.say("RNFR full").expect(350);
        ftp.say("RNTO full/deeper").expect(550, 553);
        ftp.say("RNFR full").expect(350);
        ftp.say("RNTO a.txt").expect(550, 553);
        ftp.say("RNFR /").expect(550);
        ftp.say("RNTO b").expect(503);
        folder.expectContent("a.txt", "hello");
        folder.expectContent("full/in.txt", "x");
        assertThat(folder.file("d")).as("the folder").isEmptyDirectory();
    }
}
