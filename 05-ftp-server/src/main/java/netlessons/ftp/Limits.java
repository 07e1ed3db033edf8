package netlessons.ftp;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much a client may ask of this server, in bytes, counts and time. Immutable.
 *
 * @param connections most open connections; one more gets a 421
 * @param connectionsPerAddress the same from one address; 0: as many as there are
 * @param controlTimeout how long a client may be silent, how long it may take to log in, and for a line; then 421
 * @param dataTimeout how long a data connection may rest; then 421
 * @param passiveTimeout how long to wait for a client to connect to us
 * @param activeTimeout how long to try to connect to a client
 * @param loginAttempts wrong passwords of one connection; then 530 and the end
 * @param loginDelay before a wrong password is answered: who tries them all has to wait
 * @param downloadRate most bytes a second of one transfer to a client; 0: as fast as it goes
 * @param uploadRate the same from a client
 * @param grace how long transfers may take to finish when the server stops
 * @param keepParts how long what has come of a file is kept if nobody goes on with it
 */
public record Limits(
        int connections,
        int connectionsPerAddress,
        Duration controlTimeout,
        Duration dataTimeout,
        Duration passiveTimeout,
        Duration activeTimeout,
        int loginAttempts,
        Duration loginDelay,
        long downloadRate,
        long uploadRate,
        Duration grace,
        Duration keepParts) {
    public static final Limits DEFAULT = new Limits(
            256,
            0,
            Duration.ofSeconds(300),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            3,
            Duration.ofSeconds(3),
            0,
            0,
            Duration.ofSeconds(5),
            Duration.ofDays(1));

    /** @throws IllegalArgumentException for a limit that would let nothing through */
    public Limits {
        boolean counts = IntStream.of(connections, loginAttempts).allMatch(n -> n > 0);
        boolean rates =
                LongStream.of(connectionsPerAddress, downloadRate, uploadRate).allMatch(n -> n >= 0);
        boolean times = Stream.of(controlTimeout, dataTimeout, passiveTimeout, activeTimeout, keepParts)
                .allMatch(time -> time.toMillis() > 0);
        if (!counts || !rates || !times || loginDelay.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("A limit that lets nothing through is of no use");
        }
    }
}
