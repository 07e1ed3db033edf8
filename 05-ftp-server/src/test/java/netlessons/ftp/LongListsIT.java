package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netlessons.testkit.Lesson;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder with more in it than anybody wants to see. */
@Timeout(120)
class LongListsIT {
    private static final int FILES = 100_000;

    @Test
    @DisplayName("a folder of 100,000 files is listed whole, by name and with facts")
    void all(@TempDir Path dir) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.createFile(dir.resolve("file number " + i));
        }
        try (Lesson.Running server = new FtpLesson().start(dir);
                Ftp ftp = Ftp.connect(Target.at(server.address())).loginAnonymously()) {
            List<String> names = ftp.nlst("");
            Set<String> different = new HashSet<>(names);
            assertThat(different).hasSize(FILES).contains("file number 0", "file number " + (FILES - 1));
            assertThat(names).hasSize(FILES);
            assertThat(ftp.lines("MLSD")).hasSize(FILES).allMatch(line -> line.contains("size=0;"));
            ftp.expectAlive();
        }
    }
}
