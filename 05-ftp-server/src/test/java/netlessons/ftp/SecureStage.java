package netlessons.ftp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Target;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of TLS have in common: a key, a folder with something secret in it, servers that have a certificate. */
@Timeout(60)
abstract class SecureStage {
    static final int MIB = 1 << 20;
    static final String SECRET = "nobody else may read this";

    @TempDir
    static Path keys;

    private static Path keyStore;

    ServedFolder folder;
    Target target;

    @BeforeAll
    static void makeKey() throws Exception {
        keyStore = SecureFtp.keyStore(keys);
    }

    @BeforeEach
    void make(Target target) throws IOException {
        this.target = target;
        folder = new ServedFolder(target);
        folder.write("a.txt", SECRET);
    }

    final FreshTarget server(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--user",
                FtpLesson.USER + ":" + FtpLesson.PASSWORD + ":elradfmwMT",
                "--tls",
                keyStore.toString(),
                "--tls-password",
                SecureFtp.STORE_PASSWORD));
        options.addAll(List.of(more));
        return target.fresh(options.toArray(String[]::new));
    }

    final SecureFtp covered(FreshTarget server, String... protocols) throws IOException {
        SecureFtp ftp = SecureFtp.secure(server, protocols).login().covered();
        ftp.say("CWD " + folder.path(""), 250);
        return ftp;
    }

    /** All that comes in the clear, until the connection ends in whatever way. */
    static String rest(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int octet = socket.getInputStream().read();
                    octet >= 0;
                    octet = socket.getInputStream().read()) {
                text.append((char) octet);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            // reset is an end, too
        }
        return text.toString();
    }
}
