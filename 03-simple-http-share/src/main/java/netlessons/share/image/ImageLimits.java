package netlessons.share.image;

import java.time.Duration;

/**
 * What pictures may cost. Immutable.
 *
 * @param pixels of one picture: an old camera has 12 million, a new one 40. All that are decoded at one time have twice as
 *     many at most: a progressive JPEG takes up to 8 bytes for each, outside the heap.
 * @param bytes of a file that is decoded
 * @param sent bytes of a picture that a client sends to get it back in another size: it is held in memory
 * @param memory bytes of the heap for all of them together
 * @param atOnce how many are decoded at one time: more than processors make nothing faster
 * @param waiting how many wait for that: each of them keeps a thread
 * @param patience how long one of them waits
 * @param time how long decoding may take
 */
public record ImageLimits(
        long pixels, long bytes, int sent, long memory, int atOnce, int waiting, Duration patience, Duration time) {
    /** As much as fits to this machine. */
    public static final ImageLimits DEFAULT = new ImageLimits(
            40_000_000,
            128 << 20,
            2 << 20,
            Runtime.getRuntime().maxMemory() / 4,
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            64,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    /** @throws IllegalArgumentException for a limit that would let nothing through */
    public ImageLimits {
        if (pixels <= 0 || bytes <= 0 || sent <= 0 || memory <= 0 || atOnce <= 0 || waiting <= 0) {
            throw new IllegalArgumentException("A limit that lets nothing through is of no use");
        }
    }

    /** The same with other sizes. */
    public ImageLimits with(long otherPixels, int otherSent) {
        return new ImageLimits(otherPixels, bytes, otherSent, memory, atOnce, waiting, patience, time);
    }
}
