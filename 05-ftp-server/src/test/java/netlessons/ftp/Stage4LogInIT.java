package netlessons.ftp;

import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import netlessons.testkit.ftp.FtpReply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 4: nobody may do anything before it is known who he is, and that he is it. */
@Stage(value = 4, name = "permissions")
@DisplayName("Stage 4: who somebody is")
final class Stage4LogInIT {
    private Target target;
    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target given) {
        target = given;
        folder = new ServedFolder(given);
    }

    private Ftp connect() {
        return Ftp.connect(target);
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @ValueSource(
            strings = {
                "PWD",
                "CWD /",
                "CDUP",
                "LIST",
                "NLST",
                "MLSD",
                "MLST",
                "RETR a.txt",
                "STOR a.txt",
                "APPE a.txt",
                "STOU",
                "DELE a.txt",
                "MKD d",
                "RMD d",
                "RNFR a.txt",
                "RNTO b.txt",
                "SIZE a.txt",
                "MDTM a.txt",
                "PASV",
                "EPSV",
                "PORT 127,0,0,1,200,200",
                "EPRT |1|127.0.0.1|51400|",
                "STAT /",
                "SITE CHMOD 777 a.txt"
            })
    @DisplayName("before the login nothing is done: 530; nor between USER and PASS (case 02)")
    @Rfc("RFC 959 section 5.4")
    void nobody(String command) {
        Ftp ftp = connect();
        ftp.say(command).expect(530);
        ftp.say("USER " + FtpLesson.USER).expect(331);
        ftp.say(command).expect(530);
        ftp.login(FtpLesson.USER, FtpLesson.PASSWORD);
        ftp.say("PWD").expect(257);
    }

    @Test
    @Order(2)
    @DisplayName("PASS has to stand behind USER: 503 (case 01)")
    @Rfc("RFC 959 section 5.4")
    void passwordFirst() {
        Ftp ftp = connect();
        ftp.say("PASS " + FtpLesson.PASSWORD).expect(503);
        ftp.say("PWD").expect(530);
        ftp.login(FtpLesson.USER, FtpLesson.PASSWORD);
    }

    @ParameterizedTest(name = "PASS {0}")
    @Order(3)
    @ValueSource(strings = {"wrong", "", "1234", "123456", "12345\"", "anonymous"})
    @DisplayName("a wrong password is refused with 530, and one is nobody then (case 04)")
    @Rfc("RFC 959 section 5.4")
    void wrongPassword(String password) {
        Ftp ftp = connect();
        ftp.say("USER " + FtpLesson.USER).expect(331);
        ftp.say("PASS " + password).expect(password.isEmpty() ? new int[] {530, 501} : new int[] {530});
        ftp.say("PWD").expect(530);
        ftp.login(FtpLesson.USER, FtpLesson.PASSWORD);
        ftp.say("PWD").expect(257);
    }

    @Test
    @Order(4)
    @DisplayName("nobody learns whether there is a user of that name: the replies are the same (case 05)")
    @Rfc("RFC 2577 section 5")
    void wrongName() {
        Ftp ftp = connect();
        FtpReply known = ftp.say("USER " + FtpLesson.USER).expect(331);
        FtpReply wrong = ftp.say("PASS wrong").expect(530);
        FtpReply unknown = ftp.say("USER nobody").expect(331);
        if (!unknown.text().replace("nobody", FtpLesson.USER).equals(known.text())) {
            throw unknown.failure("the same words as for a user that there is: " + known);
        }
        FtpReply refused = ftp.say("PASS wrong").expect(530);
        if (!refused.text().equals(wrong.text())) {
            throw refused.failure("the same words as for a user that there is: " + wrong);
        }
    }

    @ParameterizedTest(name = "USER {0}")
    @Order(5)
    @ValueSource(strings = {"USER", "User", "us", "userx", "/", ".."})
    @DisplayName("names are compared whole, and not by halves")
    @Rfc("RFC 2577 section 5")
    void similarName(String name) {
        Ftp ftp = connect();
        ftp.say("USER " + name).expect(331, 530, 501);
        ftp.say("PASS " + FtpLesson.PASSWORD).expect(530, 503);
        ftp.say("PWD").expect(530);
    }

    @Test
    @Order(6)
    @DisplayName("PASS once more is refused with 503, and one stays who one is (case 07)")
    @Rfc("RFC 959 section 5.4")
    void twice() {
        Ftp ftp = folder.enter();
        ftp.say("PASS " + FtpLesson.PASSWORD).expect(503);
        ftp.say("PWD").expectPath(folder.path(""));
    }

    @Test
    @Order(7)
    @DisplayName("USER makes one nobody again, whoever one was, until the password (case 08)")
    @Rfc("RFC 959 section 4.1.1")
    void again() {
        Ftp ftp = folder.enter();
        ftp.say("USER " + FtpLesson.USER).expect(331);
        ftp.say("PWD").expect(530);
        ftp.say("PASS " + FtpLesson.PASSWORD).expect(230);
        ftp.say("PWD").expectPath("/");
    }

    @Test
    @Order(8)
    @DisplayName("one may become somebody else, with that one's rights and no others (case 08b)")
    @Rfc("RFC 959 section 4.1.1")
    void somebodyElse() {
        Ftp ftp = folder.enter();
        ftp.say("MKD " + folder.path("one")).expect(257);
        ftp.say("USER " + FtpLesson.READER).expect(331);
        ftp.say("PASS " + FtpLesson.READER_PASSWORD).expect(230);
        ftp.say("MKD " + folder.path("two")).expect(550);
        folder.expectNone("two");
        ftp.login(FtpLesson.USER, FtpLesson.PASSWORD);
        ftp.say("MKD " + folder.path("two")).expect(257);
    }

    @Test
    @Order(9)
    @DisplayName("the name of one and the password of another let nobody in")
    @Rfc("RFC 959 section 5.4")
    void mixed() {
        Ftp ftp = connect();
        ftp.say("USER " + FtpLesson.USER).expect(331);
        ftp.say("PASS " + FtpLesson.READER_PASSWORD).expect(530);
        ftp.say("PASS " + FtpLesson.PASSWORD).expect(503);
        ftp.say("PWD").expect(530);
    }

    @Test
    @Order(10)
    @DisplayName("REIN makes one nobody, and all is as in the beginning (case 09)")
    @Rfc("RFC 959 section 4.1.1")
    void reinitialize() {
        Ftp ftp = folder.enter();
        ftp.say("RNFR " + folder.path("")).expect(350);
        ftp.say("REIN").expect(220);
        ftp.say("PWD").expect(530);
        ftp.login(FtpLesson.USER, FtpLesson.PASSWORD);
        ftp.say("PWD").expectPath("/");
        ftp.say("RNTO x").expect(503);
    }

    @Test
    @Order(11)
    @DisplayName("who asks for it lets no guests in")
    @Rfc("RFC 1635 section 2.1")
    void noGuests() {
        Ftp ftp = Ftp.connect(target.fresh("--user", "user:12345:elr", "--no-anonymous"));
        ftp.say("USER anonymous").expect(331, 530);
        ftp.say("PASS guest@example.com").expect(530, 503);
        ftp.say("PWD").expect(530);
        ftp.login("user", "12345");
    }
}
