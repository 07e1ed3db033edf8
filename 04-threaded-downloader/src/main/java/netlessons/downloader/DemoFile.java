package netlessons.downloader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that is nowhere: each byte follows from its place, and no piece is like another.
 *
 * @param seed what makes its bytes other ones than those of the next file
 */
record DemoFile(String name, long size, long seed, Habit habit) {
    /** What its origin does with it. */
    enum Habit {
        STEADY("comes as it should: segments are faster than one connection"),
        BREAKS_ONCE("the first answer breaks off in the middle"),
        BREAKS("each answer breaks off after 1 MiB"),
        BUSY("the first two answers are: 503, come back in a second"),
        CHANGES("each answer is of a newer version"),
        PLAIN("the origin does no ranges and says nothing of the version");

        final String words;

        Habit(String words) {
            this.words = words;
        }
    }

    private static final int PIECE = 64 << 10;

    /** The same file with other bytes. */
    DemoFile version(int number) {
        return new DemoFile(name, size, seed + (number - 1) * 100L, habit);
    }

    /** Fills {@code bytes} up to {@code length} with what begins at {@code from}. */
    void read(long from, byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            bytes[i] = at(from + i);
        }
    }

    /** SplitMix64: eight bytes from each number. */
    private byte at(long place) {
        long z = (seed << 48) + (place >>> 3) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (byte) (z >>> (place & 7) * 8);
    }

    /** Whether that is it, byte for byte. */
    boolean isSame(Path file) throws IOException {
        byte[] found = new byte[PIECE];
        byte[] expected = new byte[PIECE];
        try (InputStream in = Files.newInputStream(file)) {
            long place = 0;
            for (int length = in.readNBytes(found, 0, PIECE); length > 0; length = in.readNBytes(found, 0, PIECE)) {
                read(place, expected, length);
                if (Arrays.compare(found, 0, length, expected, 0, length) != 0) {
                    return false;
                }
                place += length;
            }
            return place == size;
        }
    }
}
