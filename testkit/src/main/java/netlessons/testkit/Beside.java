package netlessons.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The further connections of a protocol that needs more than one, such as those for the files of FTP: made to the same host
 * at another port, or by the program under test to a port here. A failure on one of them also tells what was said on the
 * first. All are closed after the test. For one thread at a time.
 */
public final class Beside {
    /** So small that whoever writes has to wait soon. */
    private static final int SMALL = 8 << 10;

    private final Wire first;
    private final Subject target;

    Beside(Wire first, Subject target) {
        this.first = first;
        this.target = target;
    }

    /**
     * Connects to another port of the host.
     *
     * @param told how people know of that port, for the failure if nobody listens there
     */
    public Wire connect(int port, String told) {
        return connect(port, told, Connection.Preparation.NONE);
    }

    /** The same, with little room for what comes and has not been read. */
    public Wire connectSlowly(int port, String told) {
        return connect(port, told, channel -> channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL));
    }

    /** The same, from another address of this machine. */
    public Wire connectFrom(InetAddress here, int port, String told) {
        return connect(port, told, channel -> channel.bind(new InetSocketAddress(here, 0)));
    }

    /** The same, or nothing if nobody listens there. */
    public Optional<Wire> connectIfAllowed(int port) {
        return connectIfAllowed(port, Connection.Preparation.NONE);
    }

    /** The same, from another address of this machine. */
    public Optional<Wire> connectFromIfAllowed(InetAddress here, int port) {
        return connectIfAllowed(port, channel -> channel.bind(new InetSocketAddress(here, 0)));
    }

    private Optional<Wire> connectIfAllowed(int port, Connection.Preparation preparation) {
        try {
            return Optional.of(open(port, preparation));
        } catch (SocketTimeoutException e) {
            throw first.failure(Fault.TIMED_OUT, "port " + port + " to answer, or to refuse", first.position());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Wire connect(int port, String told, Connection.Preparation preparation) {
        try {
            return open(port, preparation);
        } catch (IOException e) {
            Fault fault = e instanceof SocketTimeoutException ? Fault.TIMED_OUT : Fault.REFUSED;
            throw first.failure(fault, "a connection to port " + port + ", " + told, first.position());
        }
    }

    private Wire open(int port, Connection.Preparation preparation) throws IOException {
        InetAddress host = first.connection().remote().getAddress();
        return adopt(Connection.open(new InetSocketAddress(host, port), target.timeout(), preparation));
    }

    /** Opens a port at the address from which the first connection was made. */
    public Port listen() {
        Port port = new Port(new Door(here()));
        target.closeAfterTest(port);
        return port;
    }

    /** The address from which the first connection was made. */
    public InetAddress here() {
        try {
            return first.connection().local().getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Wire adopt(Connection connection) {
        Wire wire = new Wire(new Second(), connection);
        target.closeAfterTest(wire::close);
        return wire;
    }

    /** A port here that the program under test is to connect to. */
    public final class Port implements Closeable {
        private final Door door;

        private Port(Door door) {
            this.door = door;
        }

        public int number() {
            return door.port();
        }

        /**
         * Waits for the program to connect.
         *
         * @throws AssertionError if it does not in time
         */
        public Wire accept() {
            return accept(target.timeout())
                    .orElseThrow(() -> first.failure(
                            Fault.TIMED_OUT, "the server to connect to port " + number(), first.position()));
        }

        /** The same, or nothing if it does not within that time. */
        public Optional<Wire> accept(Duration limit) {
            long deadline = System.nanoTime() + limit.toNanos();
            return door.accept(() -> System.nanoTime() > deadline).map(Beside.this::adopt);
        }

        /** Refuses who comes from now on. */
        @Override
        public void close() {
            door.close();
        }
    }

    /** The same program, as failures on a further connection tell of it. */
    private final class Second extends Subject {
        @Override
        Duration timeout() {
            return target.timeout();
        }

        @Override
        Optional<StopOrder> stopped() {
            return Optional.empty();
        }

        @Override
        List<Connection> othersOpen(Connection one) {
            return List.of();
        }

        @Override
        String netcat() {
            return "";
        }

        @Override
        void explain(Transcript transcript, Fault fault, String meaning) {
            first.connection().isOpen(); // which reads what has come by now
            transcript.add("before", "on the connection that this one belongs to:");
            first.addSaid(transcript);
            target.explain(transcript, fault, meaning);
            first.addAgain(transcript);
        }
    }
}
