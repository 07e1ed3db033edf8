package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import netlessons.testkit.SmallDisk;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, in its several ways, is the end of one transfer, and of nothing else. */
@Timeout(60)
class SmallDiskIT {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path dir;

    private SmallDisk disk;
    private Lesson.Running server;
    private Ftp ftp;

    private void start() throws IOException {
        server = new FtpLesson().start(dir);
        ftp = Ftp.connect(Target.at(server.address()))
                .login(FtpLesson.USER, FtpLesson.PASSWORD)
                .binary();
    }

    @AfterEach
    void unmount() throws Exception {
        if (ftp != null) {
            ftp.close();
            server.close();
        }
        if (disk != null) {
            disk.unmount();
        }
    }

    private List<String> all() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Sends until the server ends it, or all is sent. */
    private void send(String command, int length, int code) {
        try (DataWire data = ftp.pasv()) {
            ftp.begin(command);
            data.send(new byte[length]);
        }
        ftp.next().expect(code);
    }

    @Test
    @DisplayName("a file that does not fit: 552, nothing of it is left, and the next one is welcome")
    void full() throws Exception {
        disk = SmallDisk.mount(dir, 2);
        start();
        ftp.store("small", "small");
        send("STOR big", 3 * MEGABYTE, 552);
        await().untilAsserted(() -> assertThat(all()).containsExactly("small"));
        ftp.say("SIZE big").expect(550);
        assertThat(ftp.retrieve("small")).asString().isEqualTo("small");
        ftp.put("STOR next", new byte[MEGABYTE]);
        assertThat(dir.resolve("next")).hasSize(MEGABYTE);
    }

    @Test
    @DisplayName("the file that it was to replace is as it was, and one that was appended to has what fitted")
    void replaced() throws Exception {
        disk = SmallDisk.mount(dir, 2);
        start();
        ftp.store("a", "old");
        send("STOR a", 3 * MEGABYTE, 552);
        assertThat(ftp.retrieve("a")).asString().isEqualTo("old");
        assertThat(all()).containsExactly("a");
        send("APPE a", 3 * MEGABYTE, 552);
        assertThat(Files.size(dir.resolve("a"))).isBetween(3L, 2L * MEGABYTE);
        ftp.say("DELE a").expect(250);
        ftp.put("STOR a", new byte[MEGABYTE]);
    }

    @Test
    @DisplayName("room for bytes, but for no more files: 452 before anything is sent")
    void noMoreFiles() throws Exception {
        disk = SmallDisk.mountForFiles(dir, 3);
        start();
        ftp.store("a", "x");
        ftp.store("b", "x");
        ftp.refused("STOR c", 452);
        ftp.refused("APPE c", 452);
        ftp.refused("STOU", 452);
        ftp.say("MKD d").expect(550);
        ftp.append("a", "y");
        assertThat(ftp.retrieve("a")).asString().isEqualTo("xy");
        ftp.say("DELE b").expect(250);
        ftp.store("c", "x");
        assertThat(all()).containsExactly("a", "c");
    }

    @Test
    @DisplayName("a disk that nobody may write to: 550, and reading goes on")
    void readOnly() throws Exception {
        disk = SmallDisk.mount(dir, 2);
        start();
        ftp.store("a", "x");
        disk.makeReadOnly();
        for (String command : List.of("STOR b", "STOR a", "APPE a", "STOU")) {
            ftp.refused(command, 550);
        }
        for (String command : List.of("MKD d", "DELE a", "MFMT 20010203040506 a", "SITE CHMOD 600 a")) {
            ftp.say(command).expect(550);
        }
        assertThat(ftp.retrieve("a")).asString().isEqualTo("x");
        assertThat(all()).containsExactly("a");
    }
}
