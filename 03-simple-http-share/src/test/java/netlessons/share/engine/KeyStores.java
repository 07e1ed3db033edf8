package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Key stores for tests, made by the JDK's keytool as people make them. */
public final class KeyStores {
    public static final String PASSWORD = "changeit";

    private KeyStores() {}

    /** With a key, and a certificate for localhost. */
    public static Path make(Path file) throws IOException, InterruptedException {
        keytool(
                file,
                "-genkeypair -alias share -keyalg EC -dname CN=share -validity 2 -ext san=dns:localhost,ip:127.0.0.1");
        return file;
    }

    /** With a secret key, which is of no use for TLS. */
    public static Path withoutKey(Path file) throws IOException, InterruptedException {
        keytool(file, "-genseckey -alias share -keyalg AES -keysize 128");
        return file;
    }

    private static void keytool(Path file, String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
