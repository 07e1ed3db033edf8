package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import netlessons.testkit.German;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiskFaultTest {
    /** Writes to a disk that is full. */
    static final class Writing {
        public static void main(String[] none) {
            try {
                Files.write(Path.of("/dev/full"), new byte[1], StandardOpenOption.WRITE);
            } catch (IOException e) {
                System.out.println(e.getMessage());
                System.out.println(DiskFault.of("x.part cannot be written", e).getMessage());
            }
        }
    }

    @Test
    @DisplayName("a disk is full in German as well")
    void german() throws IOException {
        List<String> lines = German.linesOf(Writing.class, DiskFault.class);
        assumeThat(lines).first().isEqualTo("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
        assertThat(lines).last().isEqualTo("the disk is full");
    }
}
