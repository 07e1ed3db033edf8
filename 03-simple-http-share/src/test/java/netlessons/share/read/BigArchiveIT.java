package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.share.folder.Root;
import netlessons.share.http.Content;
import netlessons.share.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files with holes are not made like this there")
class BigArchiveIT {
    @TempDir
    Path dir;

    /** Knows only how much went by, and how it ended. */
    private static final class Tail extends OutputStream {
        private final byte[] last = new byte[1000];
        private long count;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
            if (length >= last.length) {
                System.arraycopy(bytes, offset + length - last.length, last, 0, last.length);
            } else {
                System.arraycopy(last, length, last, 0, last.length - length);
                System.arraycopy(bytes, offset, last, last.length - length, length);
            }
        }

        /** The long that stands so far behind a signature. */
        long behind(int signature, int offset) {
            ByteBuffer bytes = ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = last.length - 4; at >= 0; at--) {
                if (bytes.getInt(at) == signature) {
                    return bytes.getLong(at + offset);
                }
            }
            throw new AssertionError("there is no such record");
        }
    }

    @Test
    @DisplayName("a file of more than 4 GiB: the directory says so in 64 bits (zip64)")
    void fourGibibytes() throws IOException {
        long size = (4L << 30) + 1;
        Root root = Root.open(dir, false);
        try (RandomAccessFile file = new RandomAccessFile(dir.resolve("big").toFile(), "rw")) {
            file.setLength(size); // a hole: it takes no space where there are sparse files
        }
        assumeThat(Files.size(dir.resolve("big"))).isEqualTo(size);
        Tail out = new Tail();
        Response zip =
                new ZipHandler(root, "shared").handle(root.find(List.of()).orElseThrow());
        ((Content.Written) zip.content()).writer().writeTo(out);
        assertThat(out.count).isGreaterThan(size);
        assertThat(out.behind(0x06064b50, 24)).as("entries of this disk").isEqualTo(1);
        assertThat(out.behind(0x06064b50, 48)).as("where the directory begins").isGreaterThan(size);
        // Its one entry: name "big", then the extra field of type 1 with both sizes.
        String tail = new String(out.last, StandardCharsets.ISO_8859_1);
        ByteBuffer extra = ByteBuffer.wrap(out.last, tail.lastIndexOf("big\u0001\0") + 7, 8);
        assertThat(extra.order(ByteOrder.LITTLE_ENDIAN).getLong())
                .as("its size")
                .isEqualTo(size);
    }
}
