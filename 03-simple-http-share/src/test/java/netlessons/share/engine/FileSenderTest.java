package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.share.http.Content;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSenderTest {
    @TempDir
    Path dir;

    @Test
    @DisplayName("what somebody may still write from, because he was interrupted, is used for nobody else")
    void interrupted() throws IOException {
        Path path = Files.write(dir.resolve("a"), new byte[10]);
        List<ByteBuffer> written = new ArrayList<>();
        try (FileChannel file = FileChannel.open(path)) {
            Content.FileParts parts = Content.FileParts.of(file, 0, 10);
            assertThatThrownBy(() -> FileSender.send(parts, (last, bytes, callback) -> {
                        written.add(bytes);
                        Thread.currentThread().interrupt(); // and the callback is never told
                    }))
                    .isInstanceOf(InterruptedIOException.class);
            Thread.interrupted();
            for (int i = 0; i < 100; i++) { // whichever is the next one that is free
                FileSender.send(parts, (last, bytes, callback) -> {
                    written.add(bytes);
                    callback.succeeded();
                });
            }
        }
        ByteBuffer first = written.remove(0);
        assertThat(written.stream().filter(bytes -> bytes == first)).isEmpty();
    }
}
