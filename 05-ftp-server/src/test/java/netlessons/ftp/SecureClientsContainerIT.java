package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import netlessons.testkit.origin.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

/**
 * The same programs under TLS. They look at the certificate, and cover the data connections, too. Active mode is for lftp:
 * Debian 12's curl says nothing on such a connection (curl's issue 10666).
 */
@NeedsDocker
class SecureClientsContainerIT {
    @Container
    static final Peer CLIENTS =
            Peer.withPackages("curl", "lftp", "python3").withEnv("LANG", "C.UTF-8"); // for names of files

    @TempDir
    private static Path keys;

    private static Certificates certificates;

    @TempDir
    Path folder;

    private ServedTree tree;

    @BeforeAll
    static void makeKey() throws Exception {
        certificates = Certificates.make(keys, "dns:" + Peer.HOST);
    }

    private void start(String... more) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("--tls", certificates.store().toString(), "--tls-password", "changeit"));
        options.addAll(List.of(more));
        tree = new ServedTree(CLIENTS, folder, options.toArray(String[]::new));
    }

    @AfterEach
    void stop() throws IOException {
        tree.close();
    }

    /** With the certificate in ca.pem. */
    private String shell(String script) throws IOException {
        return tree.shell("cat > ca.pem <<'END'\n" + Files.readString(certificates.pem()) + "END\n" + script);
    }

    @ParameterizedTest(name = "curl {0}")
    @ValueSource(
            strings = {
                "--ssl-reqd",
                "--ssl-reqd --tls-max 1.2",
                "--ssl-reqd --disable-epsv",
                "--ssl-reqd --no-sessionid"
            })
    @DisplayName("curl goes on with TLS (AUTH TLS, PROT P), fetches, lists, puts, resumes")
    void curl(String how) throws IOException {
        start();
        String curl = "curl -sS --cacert ca.pem " + how + " ";
        shell(curl + "-o large.bin $url'large.bin'; head -c 2000000 large.bin > part\n"
                + curl + "-l $url | LC_ALL=C sort > list; " + curl + "-T part $url'up.bin'\n"
                + curl + "-C - -T large.bin $url'up.bin'");
        assertThat(tree.brought(".")).contains("./large.bin");
        assertThat(tree.shell("cat list")).isEqualTo("empty.txt\nlarge.bin\nnotes.txt\npictures\n");
        assertThat(tree.read("up.bin")).isEqualTo(tree.read("large.bin"));
    }

    @Test
    @DisplayName("curl and lftp begin with TLS where the server does (--tls-implicit)")
    void implicit() throws IOException {
        start("--tls-implicit");
        shell(
                "url=ftps${url#ftp}; curl -sS --cacert ca.pem -o large.bin $url'large.bin'\n"
                        + "curl -sS --cacert ca.pem -T large.bin $url'up.bin'; mkdir tree\n"
                        + "lftp -c \"set ssl:ca-file ca.pem; set net:max-retries 2; open $url; mirror pictures tree/pictures\"");
        assertThat(tree.brought(".")).contains("./large.bin");
        assertThat(tree.brought("tree")).isEqualTo(ServedTree.NAMES.subList(3, 6));
        assertThat(tree.read("up.bin")).isEqualTo(tree.read("large.bin"));
    }

    @Test
    @DisplayName("lftp mirrors both ways, and fetches one file in four parts at once, and one in active mode")
    void lftp() throws IOException {
        start();
        String open = "lftp -c \"set ssl:ca-file ca.pem; set ftp:ssl-force yes; set ftp:ssl-protect-data yes;"
                + " set net:max-retries 2; open $url; ";
        shell(open + "mirror --parallel=3 / tree\"; " + open + "mirror -R --parallel=3 tree copy\"\n" + open
                + "pget -n 4 large.bin\"\n" + open + "set ftp:passive-mode no; get notes.txt\"");
        assertThat(tree.brought("tree")).isEqualTo(ServedTree.NAMES);
        assertThat(tree.served("copy")).isEqualTo(ServedTree.NAMES);
        assertThat(tree.read("copy/large.bin")).isEqualTo(tree.read("large.bin"));
        assertThat(tree.brought(".")).contains("./large.bin", "./notes.txt");
    }

    @Test
    @DisplayName("Python's ftplib does, too")
    void python() throws IOException {
        start();
        assertThat(shell("""
                python3 - $host $port <<'END'
                import ftplib, io, ssl, sys
                ftp = ftplib.FTP_TLS(timeout=30, encoding='utf-8', context=ssl.create_default_context(cafile='ca.pem'))
                ftp.connect(sys.argv[1], int(sys.argv[2]))
                print(ftp.login('user', '12345'), ftp.prot_p())
                print(sorted(ftp.nlst()))
                print(ftp.storbinary('STOR b', io.BytesIO(b'0123456789' * 100000)), ftp.size('b'))
                got = io.BytesIO()
                ftp.retrbinary('RETR b', got.write, rest=999995)
                print(got.getvalue(), ftp.quit())
                END
                """)).isEqualTo("""
                230 Login successful. 200 Protection set to Private
                ['empty.txt', 'large.bin', 'notes.txt', 'pictures']
                226 Transfer complete. 1000000
                b'56789' 221 Goodbye.
                """);
    }
}
