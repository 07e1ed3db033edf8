package netlessons.ftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why the server cannot start, in one line that says what to do about it. */
public final class StartupFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** The names of this machine in it are examples. */
    private static final String KEYTOOL = "keytool -genkeypair -alias ftp -keyalg EC -dname CN=ftp -validity 365"
            + " -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -keystore ftp.p12";

    private StartupFailure(String message) {
        super(message);
    }

    static StartupFailure folder(Path folder) {
        String fault = Files.isDirectory(folder)
                ? "The folder " + folder + " cannot be read."
                : Files.exists(folder) ? folder + " is no folder." : "There is no folder " + folder + ".";
        return new StartupFailure(fault + " Choose another with --root DIR, or HOME of --user.");
    }

    static StartupFailure host(String host) {
        return new StartupFailure("There is no address " + host + ". Choose another with --host ADDRESS.");
    }

    /** The system's own words are all there is to tell the cases apart. */
    static StartupFailure bind(InetSocketAddress address, IOException cause) {
        String host = address.getHostString();
        int port = address.getPort();
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("in use")) {
            return new StartupFailure(
                    ("Port %s on %s is in use by another program. Choose another with --port %s, or see who has it:"
                                    + " ss -ltnp 'sport = :%s' (Linux), lsof -nP -iTCP:%s -sTCP:LISTEN (macOS),"
                                    + " netstat -ano | findstr :%s (Windows).")
                            .formatted(port, host, port == 65535 ? 2121 : port + 1, port, port, port));
        } else if (reason.contains("ermission")) {
            return new StartupFailure("No right to listen on port " + port + ": below 1024 that takes an administrator."
                    + " Choose another with --port 2121.");
        } else if (reason.contains("assign")) {
            return new StartupFailure(
                    "This machine does not have the address " + host + ". Choose another with --host ADDRESS.");
        }
        return new StartupFailure("Cannot listen on port " + port + " of " + host + ": " + reason);
    }

    static StartupFailure noKeyStore(Path file) {
        String fault = Files.exists(file)
                ? "The key store " + file + " cannot be read."
                : "There is no key store " + file + ".";
        return new StartupFailure(fault + " One is made by: " + KEYTOOL);
    }

    static StartupFailure notPkcs12(Path file) {
        return new StartupFailure(file + " is no key store in the format PKCS12. One is made by: " + KEYTOOL);
    }

    static StartupFailure noKey(Path file) {
        return new StartupFailure(
                "The key store " + file + " has no private key in it that can be used. One is made by: " + KEYTOOL);
    }

    static StartupFailure password(Path file) {
        return new StartupFailure("This is not the password of the key store " + file
                + ". Put the right one into the environment as FTP_TLS_PASSWORD, or behind --tls-password.");
    }
}
