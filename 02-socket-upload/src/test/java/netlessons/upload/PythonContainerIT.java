package netlessons.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import netlessons.testkit.Python;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import netlessons.upload.receive.Conflict;
import netlessons.upload.receive.Limits;
import netlessons.upload.receive.Receiver;
import netlessons.upload.receive.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.utility.MountableFile;

/** The lesson and the programs in Python, which were written from docs/02-protocol.md alone, over a network of two hosts. */
@NeedsDocker
class PythonContainerIT {
    private static final int PORT = 6542;
    private static final String PROGRAMS = "/netlessons";
    private static final String RECEIVED = "/received";

    /** Sends, and waits for nothing. */
    @Container
    static final Peer SENDER = withPrograms();

    /** Receives; started when its port accepts connections. */
    @Container
    static final Peer RECEIVER = withPrograms()
            .withExposedPorts(PORT)
            .withCommand("python3", "-u", PROGRAMS + "/receive.py", "0.0.0.0:" + PORT, RECEIVED);

    private static Peer withPrograms() {
        Peer peer = Peer.withPackages("python3");
        for (String name : List.of("netlessons_protocol.py", "netlessons_files.py", "receive.py", "send.py")) {
            peer.withCopyFileToContainer(
                    MountableFile.forHostPath(Path.of(Python.program("02-socket-upload", name))),
                    PROGRAMS + "/" + name);
        }
        return peer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "crc"})
    void pythonSendsAFolderToTheLesson(String digest, @TempDir Path dir) throws IOException {
        SENDER.exec(
                        "sh",
                        "-ec",
                        "rm -rf /photos && mkdir -p /photos/empty '/photos/a b/größe' && cd /photos"
                                + " && head -c 3000000 /dev/urandom > big && : > none && printf x > 'a b/größe/ü.txt'")
                .expectSuccess();
        InetSocketAddress any = new InetSocketAddress(SENDER.bindAddress(), 0);
        try (Receiver receiver =
                Receiver.start(any, dir, Conflict.reject, Limits.DEFAULT, Threads.executor(), line -> {})) {
            String to = Peer.HOST + ":" + receiver.address().getPort();
            for (int time = 0; time < 2; time++) { // the second time all is there already
                SENDER.exec("env", "NETLESSONS_DIGEST=" + digest, "python3", PROGRAMS + "/send.py", to, "/photos")
                        .expectSuccess();
            }
        }
        assertThat(dir.resolve("photos/empty")).isEmptyDirectory();
        assertThat(dir.resolve("photos/none")).isEmptyFile();
        assertThat(dir.resolve("photos/a b/größe/ü.txt")).hasContent("x");
        assertThat(dir.resolve("photos/big")).hasSize(3_000_000);
        String sum = SENDER.exec("sha256sum", "/photos/big").expectSuccess().substring(0, 64);
        assertThat(sha256(dir.resolve("photos/big"))).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "crc"})
    void theLessonSendsAFolderToPython(String digest, @TempDir Path dir) throws IOException {
        Path folder = Files.createDirectories(dir.resolve("from-" + digest));
        byte[] bytes = new byte[3_000_000];
        new Random(digest.length()).nextBytes(bytes);
        Files.write(folder.resolve("big"), bytes);
        Files.createFile(Files.createDirectory(folder.resolve("größe")).resolve("none"));
        for (int time = 0; time < 2; time++) {
            assertThat(send(folder, "--digest", digest)).isEqualTo(0);
        }
        String there = RECEIVED + "/from-" + digest;
        String sum = RECEIVER.exec("sha256sum", there + "/big").expectSuccess().substring(0, 64);
        assertThat(sha256(folder.resolve("big"))).isEqualTo(sum);
        RECEIVER.exec("test", "-f", there + "/größe/none", "-a", "!", "-s", there + "/größe/none")
                .expectSuccess();
        String all = RECEIVER.exec("find", RECEIVED, "-name", ".*").expectSuccess();
        assertThat(all).as("files that are left over").isEmpty();
    }

    @Test
    void anotherFileOfTheNameIsRefused(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("name"), "one");
        assertThat(send(file)).isEqualTo(0);
        Files.writeString(file, "another");
        assertThat(send(file)).isEqualTo(1);
        assertThat(RECEIVER.exec("cat", RECEIVED + "/name").expectSuccess()).isEqualTo("one");
    }

    private static int send(Path path, String... options) {
        PrintWriter out = new PrintWriter(new StringWriter());
        String to = RECEIVER.getHost() + ":" + RECEIVER.getMappedPort(PORT);
        List<String> first = List.of("send", path.toString(), "--to", to, "--progress", "none");
        String[] all = Stream.concat(first.stream(), Arrays.stream(options)).toArray(String[]::new);
        return Main.run(out, out, all);
    }

    private static String sha256(Path file) throws IOException {
        byte[] digest = WireUpload.digest(WireUpload.SHA_256, Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
