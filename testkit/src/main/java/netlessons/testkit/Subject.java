package netlessons.testkit;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A program under test, as far as a failure on a connection with it needs to know it. */
abstract class Subject {
    /** How long to wait for the next byte. */
    abstract Duration timeout();

    /** The order to stop; none if it has not been given. */
    abstract Optional<StopOrder> stopped();

    /** The other connections of this test that are open at this time. */
    abstract List<Connection> othersOpen(Connection one);

    /** What connects to it in a shell; "" if nobody can, since it is the program that connects. */
    abstract String netcat();

    /** Adds what is known besides what was said on the wire. */
    abstract void explain(Transcript transcript, Fault fault, String meaning);

    /** Closes this after the test, at the latest. */
    void closeAfterTest(Closeable one) {
        throw new UnsupportedOperationException("nobody connects to this one");
    }
}
