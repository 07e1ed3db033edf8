package netlessons.testkit.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import netlessons.ftp.FtpLesson;
import netlessons.testkit.Cover;
import netlessons.testkit.Lesson;
import netlessons.testkit.Target;
import netlessons.testkit.origin.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kit can do with a server that does what it should: the lesson's own. */
@Timeout(30)
final class FtpIT {
    private static final int LARGE = 8 << 20;

    @TempDir
    private Path dir;

    private Lesson.Running server;
    private Ftp ftp;

    @BeforeEach
    void start() throws Exception {
        server = new FtpLesson().start(dir);
        ftp = Ftp.connect(Target.at(server.address())).login("user", "12345").binary();
    }

    @AfterEach
    void stop() throws IOException {
        ftp.close();
        server.close();
    }

    @Test
    @DisplayName("bytes go and come, in passive mode")
    void passive() {
        ftp.store("a.txt", "hello");
        ftp.append("a.txt", " world");
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello world");
        assertThat(ftp.nlst("")).containsExactly("a.txt");
        assertThat(ftp.list("")).singleElement().asString().endsWith(" a.txt");
        assertThat(ftp.mlsd("")).anySatisfy(entry -> {
            assertThat(entry.name()).isEqualTo("a.txt");
            assertThat(entry.fact("size")).isEqualTo("11");
            assertThat(entry.type()).isEqualTo("file");
        });
        assertThat(Entry.of(ftp.say("MLST a.txt").expect(250)).fact("size")).isEqualTo("11");
        ftp.refused("RETR b.txt", 550);
        ftp.expectAlive();
    }

    @Test
    @DisplayName("in active mode, and with the extended commands")
    void active() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "hello");
        for (Supplier<DataPort> mode : List.<Supplier<DataPort>>of(ftp::port, ftp::eprt)) {
            DataPort port = mode.get();
            ftp.begin("RETR a.txt");
            assertThat(port.accept().readAll()).asString().isEqualTo("hello");
            ftp.end();
        }
        DataWire data = ftp.epsv();
        ftp.begin("RETR a.txt");
        assertThat(data.readAll()).asString().isEqualTo("hello");
        ftp.end();
    }

    @Test
    @DisplayName("who sips lets the server wait, and may go on in one gulp")
    void slowly() throws IOException {
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        Files.write(dir.resolve("big"), bytes);
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        byte[] first = data.sip(1000);
        ftp.expectSilence(Duration.ofMillis(200));
        ftp.say("NOOP").expect(200);
        byte[] rest = data.wire().gulp().readToEnd(LARGE, "the rest");
        ftp.end();
        assertThat(first).isEqualTo(Arrays.copyOf(bytes, 1000));
        assertThat(rest).hasSize(LARGE - 1000);
    }

    @Test
    @DisplayName("several commands in one write are answered one by one")
    void pipelined() {
        ftp.send("NOOP", "PWD", "SYST");
        ftp.next().expect(200);
        ftp.next().expect(257).expectPath("/");
        ftp.next().expect(215);
        ftp.say("FEAT").expect(211).expectLine(" MDTM").expectNoLine(" XYZ");
        ftp.say("QUIT").expect(221);
        ftp.expectClosed();
    }

    @Test
    @DisplayName("a failure tells what was said, what should have come, and how to have it again")
    void tells() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ftp.say("CWD nowhere").expect(250))
                .withMessageContaining("sent     USER user\\r\\n")
                .withMessageContaining("expected 250 in answer to CWD nowhere")
                .withMessageContaining("550 No such file or directory.\\r\\n\n           ^ here")
                .withMessageContaining(
                        "again    printf 'USER user\\r\\nPASS 12345\\r\\nTYPE I\\r\\nCWD nowhere\\r\\n' | nc -q 3 127.0.0.1 "
                                + server.address().getPort());
    }

    @Test
    @DisplayName("one on a data connection also tells what was said on the other, and how to have it again with curl")
    void tellsOfData() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "hello");
        DataWire data = ftp.pasv();
        ftp.begin("RETR a.txt");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> data.read(9))
                .withMessageContaining("expected 9 bytes of a file")
                .withMessageContaining("           hello\n".stripLeading())
                .withMessageContaining("before   on the connection that this one belongs to:")
                .withMessageContaining("RETR a.txt\\r\\n")
                .withMessageContaining(
                        "again    curl -vk -m 20 --ftp-method nocwd -u user:12345 --disable-epsv -Q 'TYPE I' --path-as-is"
                                + " ftp://127.0.0.1:" + server.address().getPort() + "/a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("the same under TLS")
    void secure(String version) throws Exception {
        String store = Certificates.make(dir, "ip:127.0.0.1").store().toString();
        List<String> options = List.of("--user", "user:12345:elradfmwMT", "--tls", store, "--tls-password", "changeit");
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        try (Lesson.Running covered = new FtpLesson().start(dir, options);
                Ftp secure = Ftp.connect(Target.at(covered.address()))) {
            secure.secure(Cover.of(version)).login("user", "12345").binary();
            secure.protect();
            secure.store("big", bytes);
            assertThat(secure.retrieve("big")).isEqualTo(bytes);
            assertThat(secure.nlst("")).contains("big");
            DataWire none = secure.pasv();
            secure.say("RETR nope").expect(550);
            none.expectClosed();
            secure.say("QUIT").expect(221);
            secure.expectClosed();
        }
    }

    @Test
    @DisplayName("a port where nobody listens is told of")
    void refused() throws IOException {
        ftp.data().pasvPort();
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress("127.0.0.1", 0)); // so that nobody else has the port
            int port = deaf.getLocalPort();
            assertThat(ftp.data().connectIfAllowed(port)).isEmpty();
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> ftp.data().connect(port))
                    .withMessageContaining("expected a connection to port " + port + ", which 227 tells")
                    .withMessageContaining("the connection was refused");
        }
    }
}
