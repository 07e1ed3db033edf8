package netlessons.ftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import netlessons.ftp.user.Right;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    private final Commands commands = new Commands(true);

    private Set<String> names(Commands from) {
        return from.all().stream().map(Command::name).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("all commands of RFC 959, 2389, 2428, 3659 and, with a key, 4217 are there")
    void complete() {
        assertThat(names(new Commands(false)))
                .contains("USER PASS ACCT CWD CDUP SMNT QUIT REIN PORT PASV TYPE STRU MODE RETR STOR STOU APPE ALLO"
                        .split(" "))
                .contains("REST RNFR RNTO ABOR DELE RMD MKD PWD LIST NLST SITE SYST STAT HELP NOOP".split(" "))
                .contains("FEAT OPTS EPRT EPSV MDTM SIZE MLST MLSD MFMT XCWD XCUP XPWD XMKD XRMD".split(" "))
                .contains("SITE CHMOD", "SITE HELP")
                .doesNotContain("AUTH", "PBSZ", "PROT");
        assertThat(names(commands))
                .contains("AUTH", "PBSZ", "PROT")
                .hasSize(names(new Commands(false)).size() + 3);
    }

    @Test
    @DisplayName("a command is found by its name, in capitals, and by nothing else")
    void find() {
        assertThat(commands.find("NOOP")).map(Command::name).contains("NOOP");
        assertThat(commands.find("noop")).isEmpty();
        assertThat(commands.find("")).isEmpty();
        assertThat(commands.find("NOO")).isEmpty();
        assertThat(commands.all())
                .isSortedAccordingTo((one, other) -> one.name().compareTo(other.name()));
    }

    @Test
    @DisplayName("each says how it is used, and begins with its name")
    void help() {
        assertThat(commands.all())
                .allSatisfy(command ->
                        assertThat(command.help()).matches(command.name() + "( (\\[?<[a-zA-Z]+>).+)? \\(.+\\)\\."));
    }

    @Test
    @DisplayName("what needs no login is what one needs to log in, and what tells of the server alone")
    void login() {
        assertThat(commands.all().stream().filter(command -> !command.login()).map(Command::name))
                .containsExactlyInAnyOrder(
                        "USER PASS ACCT SMNT QUIT STAT SYST FEAT HELP NOOP SITE AUTH PBSZ PROT,SITE HELP"
                                .replace(" ", ",")
                                .replace("SITE,HELP", "SITE HELP")
                                .split(","));
        assertThat(commands.all())
                .allSatisfy(command -> assertThat(command.right().isEmpty()
                                || command.login()
                                || command.name().equals("STAT"))
                        .as(command.name() + " needs a right, and so a user")
                        .isTrue());
    }

    @ParameterizedTest(name = "{0} needs {1}")
    @CsvSource({
        "CWD,e", "XCWD,e", "CDUP,e", "XCUP,e", "LIST,l", "NLST,l", "MLSD,l", "MLST,l", "STAT,l", "SIZE,l", "MDTM,l",
        "RETR,r", "APPE,a", "DELE,d", "RMD,d", "XRMD,d", "RNFR,f", "RNTO,f", "MKD,m", "XMKD,m", "STOR,w", "STOU,w",
        "SITE CHMOD,M", "MFMT,T"
    })
    @DisplayName("what touches files needs the right that pyftpdlib asks for")
    void rights(String name, char letter) {
        assertThat(commands.find(name).orElseThrow().right()).map(Right::letter).contains(letter);
    }

    @Test
    @DisplayName("nothing else needs one")
    void noRights() {
        List<String> free = commands.all().stream()
                .filter(command -> command.right().isEmpty() && command.login())
                .map(Command::name)
                .toList();
        assertThat(free)
                .containsExactlyInAnyOrder(
                        "REIN PWD XPWD TYPE STRU MODE ALLO REST OPTS PASV EPSV PORT EPRT ABOR".split(" "));
    }

    @Test
    @DisplayName("those that use a data connection are the seven of RFC 959 and 3659")
    void transfers() {
        assertThat(commands.all().stream().filter(Command::transfers).map(Command::name))
                .containsExactlyInAnyOrder("RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD");
    }
}
