package netlessons.share.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import netlessons.share.ShareProgram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a big file takes: room on the disk, and nothing else. */
@Timeout(300)
class BigPutIT {
    /** More than 31 bits can count; -Dbig=10 for what the design promises, which takes as long as the disk takes. */
    private static final long GIBIBYTES = Long.getLong("big", 2) << 30;

    @TempDir
    Path dir;

    @Test
    @DisplayName("a file of many gibibytes comes in with 64 MiB of memory, by PUT")
    void put() throws Exception {
        long size = GIBIBYTES + 1;
        try (ShareProgram share = ShareProgram.small(dir, "--upload");
                SocketChannel client = SocketChannel.open(share.address())) {
            write(client, share.http().request("PUT", "/big", null, "Content-Length: " + size));
            send(client, size);
            assertThat(answer(client)).startsWith("HTTP/1.1 201 ");
            assertThat(dir.resolve("big")).hasSize(size);
        }
    }

    @Test
    @DisplayName("and so does one in a form")
    void form() throws Exception {
        long size = 300 << 20;
        String head = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"big\"\r\n\r\n";
        String end = "\r\n--b--\r\n";
        long length = head.length() + size + end.length();
        try (ShareProgram share = ShareProgram.small(dir, "--upload");
                SocketChannel client = SocketChannel.open(share.address())) {
            write(
                    client,
                    share.http()
                            .request(
                                    "POST",
                                    "/",
                                    null,
                                    "Content-Length: " + length,
                                    "Content-Type: multipart/form-data; boundary=b"));
            write(client, head);
            send(client, size);
            write(client, end);
            assertThat(answer(client)).startsWith("HTTP/1.1 201 ");
            assertThat(dir.resolve("big")).hasSize(size);
        }
    }

    private static void write(SocketChannel client, String text) throws java.io.IOException {
        client.write(StandardCharsets.ISO_8859_1.encode(text));
    }

    private static void send(SocketChannel client, long size) throws java.io.IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        for (long left = size; left > 0; ) {
            zeros.position(0).limit((int) Math.min(zeros.capacity(), left));
            left -= client.write(zeros);
        }
    }

    private static String answer(SocketChannel client) throws java.io.IOException {
        ByteBuffer answer = ByteBuffer.allocate(1000);
        client.read(answer);
        return StandardCharsets.ISO_8859_1.decode(answer.flip()).toString();
    }
}
