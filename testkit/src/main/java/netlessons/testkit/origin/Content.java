package netlessons.testkit.origin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The bytes of a file, which need not be in memory. Immutable. */
public abstract class Content {
    private static final int BLOCK = 1 << 16;

    private final long size;

    private Content(long size) {
        this.size = size;
    }

    /** These bytes. */
    public static Content of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new Content(copy.length) {
            @Override
            void fill(byte[] into, int length, long at) {
                System.arraycopy(copy, (int) at, into, 0, length);
            }
        };
    }

    /** This text, in UTF-8. */
    public static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** So many bytes that look like random ones, no two pieces of 8 alike; the same ones for the same seed. */
    public static Content random(long seed, long size) {
        return new Content(size) {
            @Override
            void fill(byte[] into, int length, long at) {
                long word = 0;
                for (int i = 0; i < length; i++) {
                    long offset = at + i;
                    word = i == 0 || (offset & 7) == 0 ? mixed(seed, offset >> 3) >>> 8 * (offset & 7) : word >>> 8;
                    into[i] = (byte) word;
                }
            }
        };
    }

    /** SplitMix64 (Steele, Lea, Flood 2014): any word of the stream, without those before it. */
    private static long mixed(long seed, long index) {
        long z = seed * 0x632BE59BD9B4E019L + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    public long size() {
        return size;
    }

    /** All of it, which has to fit into memory. */
    public byte[] bytes() {
        return bytes(0, Math.toIntExact(size));
    }

    /** So many of them, from there. */
    public byte[] bytes(long from, int length) {
        byte[] bytes = new byte[length];
        fill(bytes, length, from);
        return bytes;
    }

    abstract void fill(byte[] into, int length, long at);

    /** In hexadecimal digits, small ones. @param algorithm such as SHA-256 */
    public String digest(String algorithm) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] block = new byte[BLOCK];
            for (long at = 0; at < size; at += BLOCK) {
                int length = (int) Math.min(BLOCK, size - at);
                fill(block, length, at);
                digest.update(block, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What is wrong with a file that should have these bytes, in words for people; "" if nothing is. */
    public String difference(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] should = new byte[BLOCK];
            for (long at = 0; ; at += BLOCK) {
                byte[] is = in.readNBytes(BLOCK);
                int length = (int) Math.min(BLOCK, Math.max(0, size - at));
                fill(should, length, Math.min(at, size));
                int first = Arrays.mismatch(is, 0, is.length, should, 0, length);
                if (first >= 0 && first < Math.min(is.length, length)) {
                    return "its byte " + (at + first) + " is wrong (counted from 0)" + sizes(Files.size(file));
                } else if (is.length != length) {
                    return "it is not complete, or too long" + sizes(Files.size(file));
                } else if (length < BLOCK) {
                    return "";
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sizes(long is) {
        return is == size ? "; its size is right" : ": it has " + is + " bytes, not " + size;
    }
}
