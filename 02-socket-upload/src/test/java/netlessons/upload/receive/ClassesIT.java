package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.upload.protocol.Code;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receiver's classes are there before anybody comes. */
@Timeout(60)
class ClassesIT {
    @TempDir
    Path folder;

    @Test
    @DisplayName("no class of the receiver is loaded from a file after its start: there may be no descriptor for it")
    void loadedBefore() throws Exception {
        Path log = folder.resolve("classes");
        try (ReceiveProgram program =
                ReceiveProgram.start(List.of("-Xlog:class+load:file=" + log), "--dir", folder.toString(), "--port=0")) {
            try (TestSender sender = TestSender.greeted(program.address())) {
                List<String> before = fromFiles(log);
                assertThat(before).anyMatch(line -> line.contains(Upload.class.getName() + " "));
                sender.say(TestSender.eager("first", 0), TestSender.end()).isCommitted("first", false);
                sender.say(TestSender.begin("first/x", 1)).isRejected(Code.EXISTS);
                assertThat(fromFiles(log)).isEqualTo(before);
            }
        }
    }

    private static List<String> fromFiles(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" netlessons.") && line.contains("source: file:"))
                .toList();
    }
}
