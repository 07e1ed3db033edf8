package netlessons.ftp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes lines that are nearly commands. One reply is due to each: none has an end of line within, or a Telnet command. */
final class Fuzzer {
    private static final List<String> COMMANDS = List.of(
            "ABOR",
            "ACCT",
            "ALLO",
            "APPE",
            "AUTH",
            "CDUP",
            "CWD",
            "DELE",
            "EPRT",
            "EPSV",
            "FEAT",
            "HELP",
            "LIST",
            "MDTM",
            "MFMT",
            "MKD",
            "MLSD",
            "MLST",
            "MODE",
            "NLST",
            "NOOP",
            "OPTS",
            "PASV",
            "PORT",
            "PBSZ",
            "PROT",
            "PWD",
            "REST",
            "RETR",
            "RMD",
            "RNFR",
            "RNTO",
            "SITE",
            "SITE CHMOD",
            "SIZE",
            "SMNT",
            "STAT",
            "STOR",
            "STOU",
            "STRU",
            "SYST",
            "TYPE",
            "XCUP",
            "XCWD",
            "XMKD",
            "XPWD",
            "XRMD",
            "CCC",
            "HOST",
            "LANG",
            "");
    private static final List<String> ARGUMENTS = List.of(
            "",
            "a.txt",
            "d",
            "d/",
            "d/b",
            ".",
            "..",
            "-la",
            "*",
            "0",
            "1",
            "-1",
            "9223372036854775807",
            "99999999999999999999",
            "A",
            "I",
            "L 8",
            "ALL",
            "2",
            "UTF8 ON",
            "MLST type;size;",
            "CHMOD 777 a.txt",
            "777 a.txt",
            "20200101000000 a.txt",
            "99999999999999 a.txt",
            "20200230000000 d",
            "127,0,0,1,0,0",
            "127,0,0,1,256,1",
            "1,2,3",
            "|1|127.0.0.1|0|",
            "|3|::1|1|",
            "||||",
            "HELP",
            "TLS",
            "P",
            "\"",
            " ",
            "  a.txt",
            "a.txt ",
            "\t",
            "%s%n%x",
            "$(id)",
            "`id`",
            "\u001b[31m",
            "'; DROP",
            "\uD83D\uDE80",
            "ﬁ");

    private final Random random;

    Fuzzer(Random random) {
        this.random = random;
    }

    byte[] line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(one(COMMANDS).getBytes(StandardCharsets.UTF_8));
        int words = random.nextInt(4);
        for (int i = 0; i < words; i++) {
            line.write(' ');
            line.writeBytes(
                    one(ARGUMENTS).repeat(random.nextInt(20) == 0 ? 300 : 1).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = line.toByteArray();
        for (int i = random.nextInt(10) - 6; i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = octet();
        }
        return bytes;
    }

    /** Any but LF, and those that Telnet would take out. */
    private byte octet() {
        int octet = random.nextInt(255);
        return (byte) (octet == '\n' ? ' ' : octet);
    }

    private String one(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
