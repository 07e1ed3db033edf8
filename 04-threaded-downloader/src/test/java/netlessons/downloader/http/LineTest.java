package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What of a connection lies in the system. */
class LineTest {
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final int MANY = 20;

    /** The sockets that this process has open, each by its number in the kernel. */
    private static Set<String> sockets() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> all = Files.list(OPEN)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                try {
                    sockets.add(Files.readSymbolicLink(one).toString());
                } catch (IOException e) {
                    // it was closed meanwhile
                }
            }
        }
        sockets.removeIf(name -> !name.startsWith("socket:"));
        return sockets;
    }

    private static Set<String> socketsBut(Set<String> before) throws IOException {
        Set<String> now = sockets();
        now.removeAll(before);
        return now;
    }

    @Test
    @DisplayName("it has its socket from the start, so that no close() can come before there is one, and leave it open")
    void fromTheStart() throws IOException {
        assumeThat(OPEN).as("Linux says what a process has open").isDirectory();
        Set<String> before = sockets();
        List<Line> lines = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                lines.add(new Line());
            }
            Set<String> made = socketsBut(before); // some may be of threads that other tests have left
            assertThat(made).hasSizeGreaterThanOrEqualTo(MANY);
        } finally {
            for (Line line : lines) {
                line.close();
            }
        }
        assertThat(socketsBut(before)).hasSizeLessThan(MANY);
    }
}
