package netlessons.testkit;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A port of the loopback address at which a test waits for the sender under test. Whoever connects is accepted by the
 * system at once, and by the test when it asks. Closed after the test. For one thread at a time.
 */
public final class Listener implements AutoCloseable {
    private final SenderTarget sender;
    private final Door door;

    Listener(SenderTarget sender) {
        this.sender = sender;
        this.door = new Door(InetAddress.getLoopbackAddress());
    }

    public int port() {
        return door.port();
    }

    /**
     * Waits for the next connection.
     *
     * @throws AssertionError if none is made in time, or the sender has ended
     */
    public Wire accept() {
        return accept(sender.timeout())
                .orElseThrow(() -> sender.failure(
                        Fault.TIMED_OUT, "a connection to port " + port(), "none within " + sender.patience()));
    }

    /** The same for a program that has just been started, which takes its time. */
    Wire acceptFirst() {
        return accept(sender.startLimit())
                .orElseThrow(() -> sender.failure(
                        Fault.TIMED_OUT,
                        "a connection to port " + port() + " within " + WireTranscript.seconds(sender.startLimit()),
                        "none"));
    }

    /** Waits for the next connection, or that long, or until all senders of this test have ended: then none. */
    public Optional<Wire> accept(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        return door.accept(() -> !sender.mayConnect() || System.nanoTime() > deadline)
                .map(sender::adopt);
    }

    /** Refuses who comes from now on. */
    @Override
    public void close() {
        door.close();
    }
}
