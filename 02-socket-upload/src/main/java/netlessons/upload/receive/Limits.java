package netlessons.upload.receive;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import netlessons.upload.protocol.Message;

/**
 * How much a sender may ask of this receiver, in bytes, counts and time. Immutable.
 *
 * <p>A connection takes little more than twice {@code data} of memory outside the heap for what comes in (0.5 MiB, lent
 * from when its preamble was right until it ends) and 16 KiB for what goes out; nothing of it depends on the size of a
 * file.
 *
 * @param name longest name in bytes. Linux cannot open a path of more than 4,096, and the folder's own comes first.
 * @param data most bytes of a file in one DATA frame. Two frames should fit into the processor's cache; with twice as
 *     much nothing gets faster, with a quarter the system calls begin to show.
 * @param file size of the biggest file
 * @param quota most bytes in the folder; without one the disk is the limit
 * @param minFree bytes of the disk that stay free: folders need room too, and other programs
 * @param hidden whether a part of a name may begin with a dot. Such files can be settings of programs (.bashrc).
 * @param connections most open connections; one more is told BUSY. At 0.5 MiB each, 128 MiB; in a JVM that is
 *     not granted as much ({@code -Xmx64m}) some of them are told BUSY as well.
 * @param connectionsPerAddress the same from one address (of IPv6: one network of 64 bits), so that one sender cannot
 *     shut out all others
 * @param preambleTimeout how long the first six bytes may take. Any program has them ready.
 * @param idleTimeout how long we wait for the next byte, and for the sender to take what we say
 * @param minimumRate bytes a second; slower for about {@code idleTimeout} is too slow. A modem does better.
 * @param pingTimeout how long PING frames alone keep a connection: a digest of 1 TiB takes as long
 * @param linger how long we go on reading after our last word, so that the sender can read it
 * @param grace how long open uploads may take to finish when the receiver stops
 * @param keepParts how long a part of a file waits for its sender to come back
 */
public record Limits(
        int name,
        int data,
        long file,
        long quota,
        long minFree,
        boolean hidden,
        int connections,
        int connectionsPerAddress,
        Duration preambleTimeout,
        Duration idleTimeout,
        long minimumRate,
        Duration pingTimeout,
        Duration linger,
        Duration grace,
        Duration keepParts) {

    /** Uploads that are published together: each folder is forced once for all of them. */
    static final int GROUP = 64;

    /** The same in bytes: a sender that waits for its answers should not wait long. */
    static final long GROUP_BYTES = 8 << 20;

    /** Files that wait in all groups together to be published: each takes a descriptor, of which a process has 1,024. */
    static final int GROUPED_FILES = 256;

    /** The same in time: a sender that never stops talking would never get its answers. */
    static final long GROUP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long an older connection may take to let go of an upload that a newer one wants: a write or two. */
    static final Duration TAKEOVER = Duration.ofSeconds(5);

    public static final Limits DEFAULT = new Limits(
            1 << 10,
            256 << 10,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            1 << 20,
            false,
            256,
            64,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            1 << 10,
            Duration.ofMinutes(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofHours(24));

    /** @throws IllegalArgumentException for a limit that would let nothing through, or that LIMITS cannot say */
    public Limits {
        boolean counts = LongStream.of(data, connections, connectionsPerAddress, minimumRate)
                .allMatch(n -> n > 0);
        boolean sizes = LongStream.of(file, quota, minFree).allMatch(n -> n >= 0);
        boolean times =
                Stream.of(preambleTimeout, idleTimeout, pingTimeout, keepParts).allMatch(time -> time.toMillis() > 0);
        if (!counts || !sizes || !times || linger.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("A limit that lets nothing through is of no use");
        }
        Message.Limits least = Message.Limits.LEAST;
        Message.Limits most = Message.Limits.MOST;
        if (name < least.name() || name > most.name() || data > most.data()) {
            throw new IllegalArgumentException("Names have %,d to %,d bytes, DATA frames up to %,d"
                    .formatted(least.name(), most.name(), most.data()));
        }
    }

    /** What the sender is told. */
    Message.Limits message() {
        return new Message.Limits(name, data, file, (int) Math.min(idleTimeout.toMillis(), Integer.MAX_VALUE));
    }
}
