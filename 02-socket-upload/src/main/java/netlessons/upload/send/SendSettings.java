package netlessons.upload.send;

import java.time.Duration;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.Message;

/**
 * How files are sent.
 *
 * @param host name or address of the receiver; looked up for each connection
 * @param connections most at one time
 * @param digest which one to make of each file
 * @param retries how often something is tried again that did not come any farther
 * @param backoff how long to wait before that
 * @param connectTimeout for each address of the receiver
 * @param idleTimeout how long the receiver may say nothing while answers are due, or take nothing of what is sent; 0
 *     for what its own limits suggest
 * @param limitRate bytes a second over all connections; 0 for no limit
 * @param steady whether a file that changes is not sent at all; else it is sent as it is a moment later
 */
record SendSettings(
        String host,
        int port,
        int connections,
        DigestKind digest,
        int retries,
        Backoff backoff,
        Duration connectTimeout,
        Duration idleTimeout,
        long limitRate,
        boolean steady) {
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MOST_PATIENCE = Duration.ofMinutes(5);

    static SendSettings to(String host, int port) {
        // Half a second is for a receiver that is started anew; a minute of retries for a cable that is plugged in
        // again.
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), Math::random);
        return new SendSettings(
                host, port, 1, DigestKind.CRC, 8, backoff, Duration.ofSeconds(10), Duration.ZERO, 0, false);
    }

    /** How long to wait for a receiver that has not said its limits yet. */
    Duration patience() {
        return idleTimeout.isZero() ? LEAST_PATIENCE : idleTimeout;
    }

    /** How long to wait for one with these limits: docs/02-protocol.md, section 4.2. */
    Duration patience(Message.Limits limits) {
        Duration twice = Duration.ofMillis(limits.idle()).multipliedBy(2);
        twice = twice.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : twice;
        return idleTimeout.isZero() && twice.compareTo(LEAST_PATIENCE) > 0 ? twice : patience();
    }

    SendSettings withConnections(int number) {
        return new SendSettings(
                host, port, number, digest, retries, backoff, connectTimeout, idleTimeout, limitRate, steady);
    }

    SendSettings withDigest(DigestKind kind) {
        return new SendSettings(
                host, port, connections, kind, retries, backoff, connectTimeout, idleTimeout, limitRate, steady);
    }

    SendSettings withRetries(int number, Backoff between) {
        return new SendSettings(
                host, port, connections, digest, number, between, connectTimeout, idleTimeout, limitRate, steady);
    }

    SendSettings withTimeouts(Duration connect, Duration idle) {
        return new SendSettings(host, port, connections, digest, retries, backoff, connect, idle, limitRate, steady);
    }

    SendSettings withLimitRate(long rate) {
        return new SendSettings(
                host, port, connections, digest, retries, backoff, connectTimeout, idleTimeout, rate, steady);
    }

    SendSettings withSteady(boolean only) {
        return new SendSettings(
                host, port, connections, digest, retries, backoff, connectTimeout, idleTimeout, limitRate, only);
    }

    /** As people write it. */
    String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
