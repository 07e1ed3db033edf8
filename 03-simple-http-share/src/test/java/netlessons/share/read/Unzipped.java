package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** What readers find in an archive: names and texts, in the order of the archive. */
final class Unzipped {
    private Unzipped() {}

    /** All readers have to find the same. */
    static Map<String, String> both(byte[] zip) throws IOException {
        Map<String, String> files = streamed(zip);
        assertThat(indexed(zip)).isEqualTo(files);
        return files;
    }

    /** As a reader sees it that cannot go back: with the head of each entry alone. */
    static Map<String, String> streamed(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    /** As a reader sees it that begins at the end: with the directory. */
    static Map<String, String> indexed(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        Path path = Files.createTempFile("netlessons-", ".zip");
        try (ZipFile file = new ZipFile(Files.write(path, zip).toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                files.put(
                        entry.getName(), new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            Files.delete(path);
        }
        return files;
    }
}
