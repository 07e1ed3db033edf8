package netlessons.share.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why the server cannot start, in one line that says what to do about it. */
public final class StartupFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** The names of this machine in it are examples. */
    private static final String KEYTOOL = "keytool -genkeypair -alias share -keyalg EC -dname CN=share -validity 365"
            + " -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -keystore share.p12";

    private StartupFailure(String message) {
        super(message);
    }

    public static StartupFailure folder(Path dir) {
        String fault = Files.isDirectory(dir)
                ? "The folder " + dir + " cannot be read."
                : Files.exists(dir) ? dir + " is no folder." : "There is no folder " + dir + ".";
        return new StartupFailure(fault + " Name the one to share, or go there first.");
    }

    public static StartupFailure notWritable(Path dir) {
        return new StartupFailure("There is no right to write to the folder " + dir + ": share it without --upload.");
    }

    static StartupFailure host(String host) {
        return new StartupFailure("There is no address " + host + ". Choose another with --host ADDRESS.");
    }

    /** The system's own words are all there is to tell the cases apart. */
    static StartupFailure bind(InetSocketAddress address, IOException cause) {
        int port = address.getPort();
        String host = address.getAddress().getHostAddress();
        String reason = String.valueOf(
                cause.getCause() == null ? cause.getMessage() : cause.getCause().getMessage());
        if (reason.contains("in use")) {
            return new StartupFailure(
                    ("Port %s on %s is in use by another program. Choose another with --port %s, or see who has it:"
                                    + " ss -ltnp 'sport = :%s' (Linux), lsof -nP -iTCP:%s -sTCP:LISTEN (macOS),"
                                    + " netstat -ano | findstr :%s (Windows).")
                            .formatted(port, host, port == 65535 ? 8000 : port + 1, port, port, port));
        } else if (reason.contains("ermission")) {
            return new StartupFailure("No right to listen on port " + port + ": below 1024 that takes an administrator."
                    + " Choose another with --port 8000.");
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
                + ". Put the right one into the environment as SHARE_TLS_PASSWORD, or behind --tls-password.");
    }
}
