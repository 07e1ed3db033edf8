package netlessons.downloader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is nowhere: each byte follows from its place, and no piece is like another.
 *
 * @param breaks whether the first connection that brings it breaks in the middle
 */
record DemoFile(String name, long size, long seed, boolean breaks) {
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
        if (!Files.isRegularFile(file) || Files.size(file) != size) {
            return false;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (long place = 0; place < size; place++) {
                if ((byte) in.read() != at(place)) {
                    return false;
                }
            }
            return true;
        }
    }
}
