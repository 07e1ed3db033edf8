package netlessons.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Looks at what has arrived in a receiver's folder. */
final class Arrival {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Arrival() {}

    /** The file is there and has these bytes, if not now then soon: a sender may end before a receiver. */
    static void expect(Path file, byte[] content) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isThere(file, content) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        expectNow(file, content);
    }

    private static boolean isThere(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }

    /** The file is there and has these bytes. */
    static void expectNow(Path file, byte[] content) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new AssertionError("expected the file " + file.getFileName() + " of " + content.length
                    + " bytes in the receiver's folder; there is " + list(file.getParent()));
        } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new AssertionError("expected " + file.getFileName() + " to be a file");
        }
        byte[] bytes = Files.readAllBytes(file);
        int wrong = Arrays.mismatch(bytes, content);
        if (wrong >= 0) {
            throw new AssertionError("expected the file " + file.getFileName() + " to be what was sent: it has "
                    + bytes.length + " of " + content.length + " bytes, "
                    + (wrong == bytes.length
                            ? "and the rest is missing"
                            : wrong == content.length
                                    ? "and there is something behind the end"
                                    : "and the byte at " + wrong + " is the first that is wrong"));
        }
    }

    static void expect(Path folder, WireUpload upload) throws IOException {
        expectNow(folder.resolve(upload.name()), upload.bytes());
    }

    /** Nothing has this name. */
    static void expectNothing(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new AssertionError("expected no file " + file.getFileName() + " before the whole of it has come and "
                    + "COMMITTED was said; it is there");
        }
    }

    private static String list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<String> names = all.map(path -> path.getFileName().toString())
                    .sorted()
                    .limit(10)
                    .toList();
            return names.isEmpty() ? "nothing" : String.join(", ", names);
        } catch (IOException | UncheckedIOException e) {
            return "no such folder";
        }
    }
}
