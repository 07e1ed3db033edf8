package netlessons.testkit;

import java.time.Duration;
import java.util.Arrays;

/**
 * What a {@link FaultProxy} does to the bytes that go one way. Immutable; each method gives a copy with one thing more.
 *
 * @param slice the most bytes that are written at once
 * @param cuts offsets at which a write ends, ascending
 * @param delay the pause before each write
 * @param rate bytes a second, 0 for as fast as possible
 * @param endAfter after so many bytes the connection ends, -1 for never
 * @param reset whether it ends with a reset (RST), and not in order (FIN)
 * @param holdAfter after so many bytes nothing is passed on any more, and the connection stays open; -1 for never
 */
public record NetworkFaults(
        int slice, long[] cuts, Duration delay, long rate, long endAfter, boolean reset, long holdAfter) {
    /** All goes well. */
    public static final NetworkFaults NONE =
            new NetworkFaults(Integer.MAX_VALUE, new long[0], Duration.ZERO, 0, -1, false, -1);

    /** So that most writes become segments of their own: the reader has the time to take one before the next comes. */
    private static final Duration A_MOMENT = Duration.ofNanos(50_000);

    /** Writes of at most so many bytes, with a short pause before each. */
    public NetworkFaults slices(int bytes) {
        return new NetworkFaults(bytes, cuts, longer(A_MOMENT), rate, endAfter, reset, holdAfter);
    }

    /** A write ends at each of these offsets, ascending, and there is a pause of about a millisecond. */
    public NetworkFaults sliceAt(long... offsets) {
        return new NetworkFaults(
                slice, offsets.clone(), longer(Duration.ofMillis(1)), rate, endAfter, reset, holdAfter);
    }

    /** A pause before each write. */
    public NetworkFaults delayed(Duration pause) {
        return new NetworkFaults(slice, cuts, pause, rate, endAfter, reset, holdAfter);
    }

    /** Only so many bytes a second, in writes of a twentieth of that. */
    public NetworkFaults atRate(long bytesPerSecond) {
        int most = (int) Math.max(1, Math.min(slice, bytesPerSecond / 20));
        return new NetworkFaults(most, cuts, delay, bytesPerSecond, endAfter, reset, holdAfter);
    }

    /** After so many bytes of this way both sides see the end of the connection (FIN). */
    public NetworkFaults endAfter(long bytes) {
        return new NetworkFaults(slice, cuts, delay, rate, bytes, false, holdAfter);
    }

    /** The same with a reset (RST): bytes on their way may be lost. */
    public NetworkFaults resetAfter(long bytes) {
        return new NetworkFaults(slice, cuts, delay, rate, bytes, true, holdAfter);
    }

    /** After so many bytes nothing is passed on this way, as if the network had a hole. */
    public NetworkFaults holdAfter(long bytes) {
        return new NetworkFaults(slice, cuts, delay, rate, endAfter, reset, bytes);
    }

    /** How many bytes may be read and written next, at least one. */
    long next(long passed) {
        long next = slice;
        for (long stop : new long[] {endAfter, holdAfter}) {
            next = stop > passed ? Math.min(next, stop - passed) : next;
        }
        long cut = Arrays.stream(cuts).filter(c -> c > passed).findFirst().orElse(Long.MAX_VALUE);
        return Math.min(next, cut - passed);
    }

    private Duration longer(Duration pause) {
        return delay.compareTo(pause) > 0 ? delay : pause;
    }
}
