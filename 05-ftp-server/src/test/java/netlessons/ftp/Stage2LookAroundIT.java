package netlessons.ftp;

import java.io.IOException;
import java.nio.file.Path;
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

/** Stage 2: from folder to folder. */
@Stage(value = 2, name = "look around")
@DisplayName("Stage 2: look around")
final class Stage2LookAroundIT {
    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
        folder.makeFolder("d/e");
    }

    @Test
    @Order(1)
    @DisplayName("CWD enters a folder, by its whole path or from where one is, and PWD tells where that is")
    @Rfc("RFC 959 section 4.1.1, appendix II")
    void enter() {
        Ftp ftp = folder.enter();
        ftp.say("PWD").expectPath(folder.path(""));
        ftp.say("CWD d").expect(250);
        ftp.say("PWD").expectPath(folder.path("d"));
        ftp.say("CWD e").expect(250);
        ftp.say("PWD").expectPath(folder.path("d/e"));
        ftp.say("CWD " + folder.path("d")).expect(250);
        ftp.say("PWD").expectPath(folder.path("d"));
        ftp.say("CWD /").expect(250);
        ftp.say("PWD").expectPath("/");
    }

    @Test
    @Order(2)
    @DisplayName("CDUP leads to the folder above, and CWD .. as well")
    @Rfc("RFC 959 section 4.1.1, RFC 1123 section 4.1.2.13")
    void up() {
        Ftp ftp = folder.enter();
        ftp.say("CWD d/e").expect(250);
        ftp.say("CDUP").expect(250, 200);
        ftp.say("PWD").expectPath(folder.path("d"));
        ftp.say("CWD ..").expect(250);
        ftp.say("PWD").expectPath(folder.path(""));
        ftp.say("CWD d/../d/./e/").expect(250);
        ftp.say("PWD").expectPath(folder.path("d/e"));
    }

    @Test
    @Order(3)
    @DisplayName("above the root there is nothing: one stays there (case 25)")
    @Rfc("RFC 959 section 4.1.1")
    void top() {
        Ftp ftp = folder.enter();
        ftp.say("CWD /").expect(250);
        ftp.say("CDUP").expect(250, 200);
        ftp.say("PWD").expectPath("/");
        ftp.say("CWD " + folder.path("d")).expect(250);
        for (int i = 0; i < 5; i++) {
            ftp.say("CDUP").expect(250, 200);
        }
        ftp.say("PWD").expectPath("/");
    }

    @Test
    @Order(4)
    @DisplayName("a folder outside is not found, and one stays where one was (case 25b)")
    @Rfc("RFC 2577 section 7")
    void outside() {
        Ftp ftp = folder.enter();
        ftp.say("CWD ../../../../../../etc").expect(550);
        ftp.say("PWD").expectPath(folder.path(""));
    }

    @Test
    @Order(5)
    @DisplayName("a file is no folder, and what is not there is none either: 550, and one stays (cases 24, 24b, 26e)")
    @Rfc("RFC 959 section 5.4")
    void noFolder() {
        Ftp ftp = folder.enter();
        ftp.say("CWD a.txt").expect(550);
        ftp.say("CWD nope").expect(550);
        ftp.say("CWD a.txt/..").expect(550, 250);
        ftp.say("CWD d/nope").expect(550);
        ftp.say("CWD ~").expect(550);
        ftp.say("CWD ~root").expect(550);
        ftp.say("PWD").expectPath(folder.path(""));
    }

    @Test
    @Order(6)
    @DisplayName("CWD alone leads to the root, or is refused with 501 (case 36c)")
    @Rfc("RFC 959 section 5.3.1")
    void alone() {
        Ftp ftp = folder.enter();
        boolean root = ftp.say("CWD").expect(250, 501).code() == 250;
        ftp.say("PWD").expectPath(root ? "/" : folder.path(""));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @Order(7)
    @ValueSource(strings = {"two words", "-la", "~", "%41", "a;b=c,d", "250 x", "naïve", "日本語", "🚀"})
    @DisplayName("a name is what it says, whatever it means elsewhere (cases 17c, 26e)")
    @Rfc("RFC 2640 section 2.2")
    void names(String name) throws IOException {
        folder.makeFolder(name);
        Ftp ftp = folder.enter();
        ftp.say("CWD " + name).expect(250);
        ftp.say("PWD").expectPath(folder.path(name));
        ftp.say("CDUP").expect(250, 200);
        ftp.say("CWD ./" + name).expect(250);
        ftp.say("PWD").expectPath(folder.path(name));
    }

    @Test
    @Order(8)
    @DisplayName("quotation marks in a path are doubled (case 29b)")
    @Rfc("RFC 959 appendix II")
    void quotationMarks() throws IOException {
        Path quoted = folder.makeFolder("n\"q\"");
        Ftp ftp = folder.enter();
        ftp.say("CWD " + quoted.getFileName()).expect(250);
        ftp.say("PWD").expectPath(folder.path("n\"q\""));
    }

    @Test
    @Order(9)
    @DisplayName("the names of 1985 mean the same: XPWD, XCWD, XCUP (case 55)")
    @Rfc("RFC 1123 section 4.1.3.1")
    void oldNames() {
        Ftp ftp = folder.enter();
        ftp.say("XCWD d").expect(250);
        ftp.say("XPWD").expectPath(folder.path("d"));
        ftp.say("XCUP").expect(250, 200);
        ftp.say("PWD").expectPath(folder.path(""));
    }

    @Test
    @Order(10)
    @DisplayName("each client is where it went, whatever others do")
    @Rfc("RFC 959 section 2.3")
    void each() {
        Ftp one = folder.enter();
        Ftp other = folder.enter();
        one.say("CWD d").expect(250);
        other.say("PWD").expectPath(folder.path(""));
        other.say("CWD /").expect(250);
        one.say("PWD").expectPath(folder.path("d"));
    }
}
