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
     * Written at a time. Linux keeps what is written in runs of about that size: of larger ones it finds fewer, and a
     * gigabyte costs up to twice as much (ext4 on Linux 6.18); in memory (tmpfs) smaller ones cost a twentieth more.
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
