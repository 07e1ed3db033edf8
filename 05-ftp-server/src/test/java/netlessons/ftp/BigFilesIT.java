package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a big file takes: time, and nothing else. {@code -Dbig=10} makes it 10 GiB, both ways. */
@Timeout(600)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files with holes are not made like this there")
class BigFilesIT {
    /** On the way up it takes the disk's time, too. */
    private static final long UP = Long.getLong("big", 1) << 30;

    /** More than a number of 32 bits can count. */
    private static final long DOWN = Math.max(UP, 2L << 30) + 12_345;

    private static final Pattern ADDRESS = Pattern.compile("ftp://127\\.0\\.0\\.1:(\\d+)/ \\(");

    @TempDir
    Path dir;

    @TempDir
    Path logs;

    private Process process;
    private Ftp ftp;

    /** The program itself, with a heap of 64 MiB. */
    @BeforeEach
    void start() throws IOException {
        Path log = logs.resolve("log");
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path").replace("\n", File.pathSeparator),
                        Main.class.getName(),
                        "--port=0",
                        "--root=" + dir,
                        "--user=" + FtpLesson.USER + ":" + FtpLesson.PASSWORD + ":elradfmwMT"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ADDRESS.matcher(Files.readString(log)).find());
        Matcher address = ADDRESS.matcher(Files.readString(log));
        assertThat(address.find()).isTrue();
        InetSocketAddress at =
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(address.group(1)));
        ftp = Ftp.connect(Target.at(at))
                .login(FtpLesson.USER, FtpLesson.PASSWORD)
                .binary();
    }

    @AfterEach
    void stop() throws IOException {
        process.destroyForcibly().onExit().join();
        assertThat(Files.readString(logs.resolve("log"))).doesNotContain("Exception", "Error", "OutOfMemory");
    }

    /** Without the kit, which remembers what it has read. */
    private SocketChannel data() throws IOException {
        return SocketChannel.open(new InetSocketAddress("127.0.0.1", ftp.data().pasvPort()));
    }

    /** The last reply; it may take as long as the disk does. */
    private void done() {
        await().atMost(Duration.ofSeconds(300)).until(() -> {
            try {
                ftp.end();
                return true;
            } catch (AssertionError e) {
                if (process.isAlive() && e.getMessage().contains("nothing")) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Test
    @DisplayName("many times its heap of 64 MiB come down from the program, to the last byte")
    void down() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(dir.resolve("big").toFile(), "rw")) {
            file.setLength(DOWN - 3);
            file.seek(DOWN - 3);
            file.writeBytes("end");
        }
        assumeThat(Files.size(dir.resolve("big"))).isEqualTo(DOWN);
        assertThat(ftp.say("SIZE big").expect(213).text()).contains(Long.toString(DOWN));
        try (SocketChannel data = data()) {
            ftp.begin("RETR big");
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            long length = 0;
            for (int count = 0; count >= 0; count = data.read(buffer.clear())) {
                length += count;
            }
            assertThat(length).isEqualTo(DOWN);
        }
        done();
        ftp.say("REST " + (DOWN - 4)).expect(350);
        assertThat(ftp.retrieve("big")).asString().isEqualTo("\0end");
    }

    @Test
    @DisplayName("and go up to it")
    void up() throws IOException {
        assumeThat(dir.toFile().getUsableSpace()).isGreaterThan(UP + (1 << 30));
        try (SocketChannel data = data()) {
            ftp.begin("STOR big");
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            for (long left = UP; left > 0; ) {
                zeros.position(0).limit((int) Math.min(zeros.capacity(), left));
                left -= data.write(zeros);
            }
        }
        done();
        assertThat(dir.resolve("big")).hasSize(UP);
    }
}
