package netlessons.testkit.origin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates for servers in tests, made by the JDK's own keytool: a certificate is its own authority. */
public final class Certificates {
    private static final String PASSWORD = "changeit";
    private static final int LONGEST = 60;

    private final Path store;
    private final Path pem;

    private Certificates(Path store, Path pem) {
        this.store = store;
        this.pem = pem;
    }

    /**
     * Makes a key and a certificate.
     *
     * @param dir where its files go
     * @param names of whom it is for: dns:localhost,ip:127.0.0.1
     * @param more options of keytool -genkeypair
     */
    public static Certificates make(Path dir, String names, String... more) throws IOException, InterruptedException {
        Path store = Files.createTempFile(dir, "key", ".p12");
        Files.delete(store);
        List<String> make = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-keyalg", "EC"));
        make.addAll(List.of("-dname", "CN=test", "-ext", "san=" + names, "-storetype", "PKCS12"));
        make.addAll(List.of(more));
        keytool(dir, store, make);
        Path pem = store.resolveSibling(store.getFileName() + ".pem");
        keytool(dir, store, List.of("-exportcert", "-alias", "server", "-rfc", "-file", pem.toString()));
        return new Certificates(store, pem);
    }

    private static void keytool(Path dir, Path store, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Path log = dir.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LONGEST, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool failed: " + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    /** For clients: what they are to trust (PEM). */
    public Path pem() {
        return pem;
    }

    /** A PKCS 12 file with the key, for servers that want one. Its password is "changeit". */
    public Path store() {
        return store;
    }

    /** For servers. */
    public SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
