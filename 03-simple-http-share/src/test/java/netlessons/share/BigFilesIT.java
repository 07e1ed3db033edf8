package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a big file takes: time, and nothing else. {@code -Dbig=…} takes another number of GiB than 10. */
@Timeout(600)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files with holes are not made like this there")
class BigFilesIT {
    private static final long SIZE = Long.getLong("big", 10) << 30;

    @TempDir
    Path folder;

    /** A file of holes, but for its last bytes. */
    private Path sparse(String name, long size) throws Exception {
        Path path = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size - 3);
            file.seek(size - 3);
            file.writeBytes("end");
        }
        assumeThat(Files.size(path)).isEqualTo(size);
        return path;
    }

    @Test
    @DisplayName("10 GiB come down from a program with a heap of 64 MiB, to the last byte")
    void tenGibibytes() throws Exception {
        sparse("big", SIZE);
        try (ShareProgram program = ShareProgram.small(folder)) {
            try (Download whole = new Download(program.address(), "/big")) {
                assertThat(whole.status()).isEqualTo(200);
                assertThat(whole.field("Content-Length")).isEqualTo(Long.toString(SIZE));
                assertThat(whole.rest()).isEqualTo(SIZE);
            }
            try (Download end = new Download(program.address(), "/big", "Range: bytes=" + (SIZE - 4) + "-")) {
                assertThat(end.status()).isEqualTo(206);
                assertThat(end.field("Content-Range")).isEqualTo("bytes " + (SIZE - 4) + "-" + (SIZE - 1) + "/" + SIZE);
                assertThat(end.text()).isEqualTo("\0end");
            }
            program.stop();
        }
    }

    @Test
    @DisplayName("300 who fetch at once, and stop to read, leave memory for the next one")
    void manyAtOnce() throws Exception {
        sparse("big", 100 << 20);
        Files.writeString(folder.resolve("small"), "small");
        List<Download> slow = new ArrayList<>();
        try (ShareProgram program = ShareProgram.small(folder)) {
            for (int i = 0; i < 300; i++) {
                slow.add(new Download(program.address(), "/big"));
                assertThat(slow.get(i).read(10)).containsOnly(0);
            }
            try (Download small = new Download(program.address(), "/small")) {
                assertThat(small.text()).isEqualTo("small");
            }
            try (Download big = new Download(program.address(), "/big")) {
                assertThat(big.rest()).isEqualTo(100 << 20);
            }
            for (Download download : slow) {
                download.close();
            }
            program.stop();
        } finally {
            for (Download download : slow) {
                download.close();
            }
        }
    }
}
