package netlessons.ftp.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import netlessons.ftp.Limits;
import netlessons.ftp.Settings;
import netlessons.ftp.StartupFailure;
import netlessons.ftp.data.PortRange;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.user.Right;
import netlessons.ftp.user.User;
import netlessons.ftp.user.Users;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

@DisplayName("the options")
class OptionsTest {
    private static Settings parse(String... words) throws IOException {
        Options options = new Options();
        new CommandLine(CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options)))
                .parseArgs(words);
        return options.settings();
    }

    private static User user(Settings settings, String name, String password) {
        return new Users(settings.users()).find(name, password).orElseThrow();
    }

    private static Inet4Address address(String text) throws IOException {
        return (Inet4Address) InetAddress.getByName(text);
    }

    @Test
    @DisplayName("have sensible defaults: this folder, to be read by guests, on this machine")
    void defaults() throws IOException {
        Settings settings = parse();
        assertThat(settings.address().getAddress()).isEqualTo(address("127.0.0.1"));
        assertThat(settings.address().getPort()).isEqualTo(2121);
        assertThat(settings.users()).singleElement().satisfies(guest -> {
            assertThat(guest.name()).isEqualTo("anonymous");
            assertThat(guest.rights()).containsExactlyInAnyOrder(Right.CHANGE_FOLDER, Right.LIST, Right.READ);
            assertThat(guest.home()).isEqualTo(Path.of("."));
            assertThat(guest.hasOverrides()).isFalse();
        });
        assertThat(settings.masquerade()).isEmpty();
        assertThat(settings.passivePorts()).isEmpty();
        assertThat(settings.tls()).isEmpty();
        assertThat(settings.implicitTls()).isFalse();
        assertThat(settings.limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    @DisplayName("guard the server as pyftpdlib's defaults do")
    void limits() {
        Limits limits = Limits.DEFAULT;
        assertThat(limits.connections()).isEqualTo(256);
        assertThat(limits.connectionsPerAddress()).isZero();
        assertThat(limits.controlTimeout()).isEqualTo(Duration.ofSeconds(300));
        assertThat(limits.dataTimeout()).isEqualTo(Duration.ofSeconds(300));
        assertThat(limits.passiveTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.activeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.loginAttempts()).isEqualTo(3);
        assertThat(limits.loginDelay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(limits.downloadRate()).isZero();
        assertThat(limits.uploadRate()).isZero();
        assertThat(limits.keepParts()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    @DisplayName("mean what they say")
    void values() throws IOException {
        Settings settings = parse(
                "--host=127.0.0.2",
                "--port=0",
                "--banner=welcome",
                "--passive-ports=50000-50100",
                "--max-connections=7",
                "--max-connections-per-ip=2",
                "--control-timeout=0.25",
                "--data-timeout=2m",
                "--passive-timeout=1.5s",
                "--active-timeout=1h",
                "--login-attempts=5",
                "--login-delay=0",
                "--download-rate=64K",
                "--upload-rate=1M",
                "--grace=0",
                "--keep-parts=2d");
        assertThat(settings.address().getAddress()).isEqualTo(address("127.0.0.2"));
        assertThat(settings.address().getPort()).isZero();
        assertThat(settings.banner()).isEqualTo("welcome");
        assertThat(settings.passivePorts()).contains(new PortRange(50000, 50100));
        assertThat(settings.limits())
                .isEqualTo(new Limits(
                        7,
                        2,
                        Duration.ofMillis(250),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(1500),
                        Duration.ofHours(1),
                        5,
                        Duration.ZERO,
                        64 << 10,
                        1 << 20,
                        Duration.ZERO,
                        Duration.ofDays(2)));
        assertThat(parse("--passive-ports=50000").passivePorts()).contains(new PortRange(50000, 50000));
    }

    @Test
    @DisplayName("tell who may log in, and what each may do where")
    void users() throws IOException {
        Settings settings = parse(
                "--root=all",
                "--user=ann:secret:elradfmwMT",
                "--user=bob:pass word:r:homes/b:b",
                "--user=eve:x:",
                "--folder-rights=ann:/in:box:elw",
                "--folder-rights=ann:/closed:",
                "--no-anonymous");
        assertThat(settings.users()).hasSize(3);
        User ann = user(settings, "ann", "secret");
        assertThat(ann.rights()).containsExactlyInAnyOrder(Right.values());
        assertThat(ann.home()).isEqualTo(Path.of("all"));
        assertThat(ann.may(Right.READ, VirtualPath.ROOT.resolve("in:box/a"))).isFalse();
        assertThat(ann.may(Right.WRITE, VirtualPath.ROOT.resolve("in:box/a"))).isTrue();
        assertThat(ann.may(Right.LIST, VirtualPath.ROOT.resolve("closed"))).isFalse();
        assertThat(user(settings, "bob", "pass word").home()).isEqualTo(Path.of("homes/b:b"));
        assertThat(user(settings, "eve", "x").rights()).isEmpty();
    }

    @Test
    @DisplayName("tell where clients are sent, by where they have come")
    void masquerade() throws IOException {
        assertThat(parse("--masquerade-address=203.0.113.5").masquerade())
                .containsOnly(entry(address("0.0.0.0"), address("203.0.113.5")));
        assertThat(parse("--masquerade-address=10.0.0.1=203.0.113.5", "--masquerade-address=203.0.113.6")
                        .masquerade())
                .hasSize(2)
                .containsEntry(address("10.0.0.1"), address("203.0.113.5"))
                .containsEntry(address("0.0.0.0"), address("203.0.113.6"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "--port=65536",
                "--port=-1",
                "--port=ftp",
                "--banner=",
                "--user=ann",
                "--user=ann:secret",
                "--user=:secret:elr",
                "--user=ann::elr",
                "--user=ann:secret:xyz",
                "--user=anonymous:secret:elr",
                "--folder-rights=ann:/inbox:elw",
                "--folder-rights=anonymous:inbox:elw",
                "--folder-rights=anonymous:/inbox",
                "--folder-rights=anonymous:/inbox:x",
                "--masquerade-address=example.com",
                "--masquerade-address=127",
                "--masquerade-address=::1",
                "--masquerade-address=1.2.3.256",
                "--masquerade-address=1.2.3.4=",
                "--passive-ports=0",
                "--passive-ports=50100-50000",
                "--passive-ports=50000-65536",
                "--passive-ports=50000-",
                "--passive-ports=1-2-3",
                "--passive-ports=any",
                "--max-connections=0",
                "--max-connections=-1",
                "--max-connections-per-ip=-1",
                "--control-timeout=0",
                "--control-timeout=-1",
                "--data-timeout=0",
                "--passive-timeout=0.0",
                "--active-timeout=0",
                "--active-timeout=soon",
                "--login-attempts=0",
                "--login-delay=-1",
                "--download-rate=-1",
                "--upload-rate=fast",
                "--tls-implicit",
                "--tls-required",
                "--grace=1e3",
                "--keep-parts=0",
                "folder",
                "--unknown"
            })
    @DisplayName("that make no sense are refused, in one line")
    void refused(String word) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(word))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank().hasLineCount(1));
    }

    @Test
    @DisplayName("do not let two users have one name")
    void oneName() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse("--user=ann:a:r", "--user=ann:b:r"))
                .withMessageContaining("ann");
    }

    @Test
    @DisplayName("tell how to make a key store where there is none")
    void noKeyStore() {
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> parse("--tls=nowhere.p12", "--tls-password=x"))
                .withMessageStartingWith("There is no key store nowhere.p12. ")
                .withMessageContaining("keytool");
    }

    @Test
    @DisplayName("tell what is no key store from one with another password")
    void wrongKeyStore(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "nonsense");
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> parse("--tls=" + file))
                .withMessageStartingWith(file + " is no key store in the format PKCS12. ");
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            empty.store(out, "secret".toCharArray());
        }
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> parse("--tls=" + file, "--tls-password=wrong"))
                .withMessageStartingWith("This is not the password of the key store " + file);
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> parse("--tls=" + file, "--tls-password=secret"))
                .withMessageContaining("has no private key");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=70000 | A port is a number from 0 to 65535, not 70000",
                "--max-connections-per-ip=-1 | --max-connections-per-ip is 1 or more, or 0 for no limit",
                "--data-timeout=0 | --data-timeout is more than 0",
                "--keep-parts=0 | --keep-parts is more than 0",
                "--tls-implicit | --tls-implicit goes with --tls",
                "--tls-required | --tls-required goes with --tls",
                "--tls-password=x | --tls-password goes with --tls",
            })
    @DisplayName("say what would make sense, in the words of the other lessons")
    void words(String word, String message) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(word))
                .withMessage(message);
    }
}
