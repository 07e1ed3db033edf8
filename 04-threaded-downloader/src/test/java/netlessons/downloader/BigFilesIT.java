package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes beyond what an int counts, in little memory. {@code -Dbig=10} takes 10 GiB in place of 2 GiB and a bit. */
class BigFilesIT {
    private static final long SIZE = (Long.getLong("big", 2) << 30) + 12_345;
    private static final long LIMIT_MINUTES = 20;

    @TempDir
    Path folder;

    @Test
    @DisplayName("a file of more than 2 GiB comes in segments, checked, with a heap of 64 MiB")
    void big() throws Exception {
        assumeThat(folder.toFile().getUsableSpace()).as("space on the disk").isGreaterThan(SIZE + (1L << 30));
        Content content = Content.random(5, SIZE);
        try (Origin origin = Origin.start()) {
            origin.at("/big.bin", ServedFile.of(content));
            Path log = folder.resolve("log");
            Process program = new ProcessBuilder(command(
                            origin.uri("/big.bin").toString(), "--dir=" + folder.resolve("files"), "--progress=plain"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                assertThat(program.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                        .as("it ends")
                        .isTrue();
            } finally {
                program.destroyForcibly();
            }
            assertThat(program.exitValue()).as(Files.readString(log)).isZero();
        }
        assertThat(content.difference(folder.resolve("files/big.bin"))).isEmpty();
        assertThat(names()).containsExactly("big.bin");
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(DownloaderLesson.java(Main.class, arguments));
        command.add(1, "-Xmx64m");
        return command;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("files"))) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
