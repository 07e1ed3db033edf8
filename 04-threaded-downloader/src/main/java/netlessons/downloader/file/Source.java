package netlessons.downloader.file;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Arrays;

/**
 * Where a file came from, in an attribute that the file system keeps beside its bytes: so another run knows it again. Size
 * and time alone would take a stranger's file for it. Addresses may hold secrets, so only a number made of them is kept.
 */
final class Source {
    private static final String NAME = "netlessons.source";
    private static final int LONGEST = 1024;

    private Source() {}

    /** Notes it, where the file system can. From now on the file is not written any more. */
    static void mark(Path file, Identity identity) {
        try {
            Instant written =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            view(file).write(NAME, ByteBuffer.wrap(of(identity, written)));
        } catch (IOException | RuntimeException e) {
            // Then the file is fetched again by the next run: a twin, and nothing lost.
        }
    }

    /** Whether it was fetched from this address, in this version, and was not written since. */
    static boolean is(Existing file, Identity identity) {
        if (identity.etag().isEmpty() && identity.modified().isEmpty()) {
            return false; // nothing tells one version from the next
        }
        try {
            ByteBuffer found = ByteBuffer.allocate(LONGEST);
            int length = view(file.path()).read(NAME, found);
            return Arrays.equals(Arrays.copyOf(found.array(), length), of(identity, file.modified()));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static byte[] of(Identity identity, Instant written) {
        String text = Long.toHexString(number(identity.uri())) + " " + number(written) + " "
                + (identity.modified().isPresent() ? number(identity.modified().get()) : "-") + " "
                + identity.etag().orElse("-");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, Math.min(LONGEST, bytes.length));
    }

    /** (Instant.toString() would do as well, and costs 30 µs.) */
    private static String number(Instant time) {
        return time.getEpochSecond() + "." + time.getNano();
    }

    /** FNV-1a: it tells addresses apart, and cannot be turned back into one. */
    private static long number(URI uri) {
        long number = 0xcbf29ce484222325L;
        for (byte one : uri.toString().getBytes(StandardCharsets.UTF_8)) {
            number = (number ^ one & 0xff) * 0x100000001b3L;
        }
        return number;
    }
}
