package netlessons.downloader.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that go into open files and come from there. */
final class Bytes {
    /** At a time: Java keeps a buffer of that size outside of the heap for each thread. */
    private static final int CHUNK = 256 << 10;

    /**
     * Written at a time. Measured (ext4, Linux 6.18, a virtual machine): with a megabyte a file on a disk takes two to
     * three times as long, perhaps since the system looks for memory in pieces of that size; in memory (tmpfs) it takes a
     * twentieth less.
     */
    private static final int RUN = 64 << 10;

    private Bytes() {}

    /** Writes all of them at a position. */
    static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        int end = bytes.limit();
        for (long to = at; bytes.position() < end; ) {
            bytes.limit(Math.min(end, bytes.position() + RUN));
            to += channel.write(bytes, to);
        }
    }

    /** Reads what there is at a position, so many bytes at most. */
    static byte[] read(FileChannel channel, long at, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(most, channel.size() - at)));
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
            // some more
        }
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** As {@link MessageDigest} names it; every JDK has those that a {@link Checksum} can have. */
    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(algorithm, e);
        }
    }

    /** The digest of a whole file, as hexadecimal digits. */
    static String digest(FileChannel channel, String algorithm) throws IOException {
        MessageDigest digest = digest(algorithm);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        for (long at = 0; channel.read(bytes, at) > 0; bytes.clear()) {
            at += bytes.position();
            digest.update(bytes.array(), 0, bytes.position());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String digest(Path file, String algorithm) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return digest(channel, algorithm);
        }
    }
}
