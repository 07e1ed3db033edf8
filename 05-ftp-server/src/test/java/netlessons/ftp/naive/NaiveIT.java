package netlessons.ftp.naive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of the naive program, each as it shows on the wire. They are what the lesson is about: keep them. */
final class NaiveIT {
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    @TempDir
    private Path root;

    private Path served;
    private ServerSocket listener;
    private CompletableFuture<Void> server;
    private Target target;

    @BeforeEach
    void start() throws IOException {
        served = Files.createDirectory(root.resolve("served"));
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server = CompletableFuture.runAsync(
                () -> {
                    try {
                        Naive.serve(listener, served.toString());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "naive").start());
        target = Target.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    @DisplayName("it does what it is for: one client gets a list, and a file")
    void works() throws IOException {
        Files.writeString(served.resolve("a.txt"), "hello");
        try (Ftp ftp = Ftp.connect(target).login("user", "12345")) {
            assertThat(ftp.fetch("LIST")).asString().isEqualTo("a.txt");
            assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("any password is right, and none is as good (cases 01, 02, 04)")
    void nobodyIsAsked() throws IOException {
        Files.writeString(served.resolve("a.txt"), "hello");
        try (Ftp ftp = Ftp.connect(target)) {
            assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
            ftp.login("root", "wrong");
        }
    }

    @Test
    @DisplayName("it sends what lies beside the folder, to whoever asks with \"..\" (case 26)")
    void escapes() throws IOException {
        Files.writeString(root.resolve("canary.txt"), "a secret");
        try (Ftp ftp = Ftp.connect(target)) {
            assertThat(ftp.retrieve("../canary.txt")).asString().isEqualTo("a secret");
        }
    }

    @Test
    @DisplayName("a file that is not there ends the program, for all (case 21)")
    void missing() {
        try (Ftp ftp = Ftp.connect(target);
                DataWire data = ftp.pasv()) {
            ftp.begin("RETR nope");
            data.expectClosed();
            ftp.expectClosed();
        }
        assertThat(server)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(UncheckedIOException.class)
                .withRootCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    @DisplayName(
            "a list that nobody fetches stops it: no other command is answered, and no other client (cases 20b, 43)")
    void waitsForEver() {
        try (Ftp ftp = Ftp.connect(target);
                Ftp next = Ftp.on(target.connect())) {
            ftp.begin("LIST");
            ftp.send("PWD").expectSilence(A_MOMENT);
            next.expectSilence(A_MOMENT);
        }
    }

    @Test
    @DisplayName("while one client is there, all others wait, and QUIT does not end it (case 10)")
    void oneAtATime() {
        Ftp next;
        try (Ftp first = Ftp.connect(target)) {
            next = Ftp.on(target.connect());
            first.say("QUIT").expect(221);
            next.expectSilence(A_MOMENT);
        }
        try (next) {
            next.next().expect(220);
        }
    }

    @Test
    @DisplayName("what somebody else was to get gets whoever connects first (case 42)")
    void stolen() throws IOException {
        Files.writeString(served.resolve("a.txt"), "hello");
        try (Ftp ftp = Ftp.connect(target)) {
            int port = ftp.data().pasvPort();
            try (DataWire stranger = ftp.data().connectFrom(InetAddress.getByName("127.0.0.2"), port)) {
                ftp.begin("RETR a.txt");
                assertThat(stranger.readAll()).asString().isEqualTo("hello");
            }
        }
    }

    @Test
    @DisplayName("it is 60 lines at most, so that all of it can be seen at once")
    void isShort() throws IOException {
        Path source = Path.of(
                System.getProperty("lesson.repository", ".."),
                "05-ftp-server/src/main/java/netlessons/ftp/naive/Naive.java");
        try (Stream<String> lines = Files.lines(source)) {
            assertThat(lines.count()).isLessThanOrEqualTo(60);
        }
    }
}
