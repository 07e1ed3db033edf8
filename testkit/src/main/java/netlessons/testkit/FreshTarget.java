package netlessons.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that one test has for itself, because the test stops it: one more of those that are graded, on a port of its
 * own. What is left of it is ended after the test. For one thread at a time.
 */
public final class FreshTarget {
    private static final Duration A_WHILE = Duration.ofSeconds(3);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Target target;
    private final Server server;
    private final StopOrder order;

    /** Of a server that runs. */
    FreshTarget(Target target, Server server) {
        this.target = target;
        this.server = server;
        this.order = new StopOrder(target, server);
        target.stopsWith(order);
    }

    /** Makes a new connection, as {@link Target#connect}. */
    public Wire connect() {
        return target.connect();
    }

    /** Connects, sends, and reads one final reply, as {@link Target#exchange(String)}. */
    public Reply exchange(String latin1) {
        return target.exchange(latin1);
    }

    /**
     * Tells it to stop, and does not wait for anything: a program gets SIGTERM, the lesson in this JVM is closed. It
     * may be told more than once.
     */
    public FreshTarget stop() {
        order.give(server::stop);
        return this;
    }

    /** Tells it to stop as Ctrl-C does, with SIGINT; only for a {@link Target#freshProgram}. */
    public FreshTarget interrupt() {
        order.give(server::interrupt);
        return this;
    }

    /** Ends it at once and by force, as {@code kill -9} does; only for a {@link Target#freshProgram}. */
    public FreshTarget kill() {
        order.give(() -> {
            server.kill();
            return "SIGKILL";
        });
        return expectEnd(A_WHILE.multipliedBy(3));
    }

    /** The address as digits, without brackets. */
    public String host() {
        return target.host();
    }

    public int port() {
        return target.port();
    }

    /**
     * Waits until nobody new gets in: a connection is refused, or closed without an answer to this request. A 503 is no
     * answer. At first, until it has noticed, it may answer.
     *
     * @throws AssertionError if somebody still gets in when the time-out is over, or is left without a word
     */
    public FreshTarget expectNobodyGetsIn(String request) {
        long deadline = System.nanoTime() + target.timeout().toNanos();
        Duration aWhile = target.timeout().compareTo(A_WHILE) < 0 ? target.timeout() : A_WHILE;
        while (true) {
            Optional<Wire> connection = target.connectIfAllowed();
            if (connection.isEmpty()) {
                return this;
            }
            Wire wire = connection.get().send(request);
            if (!wire.hasWord(aWhile)) {
                throw order.failure(
                        Fault.STILL_OPEN,
                        "a new connection to be refused, or to be closed without an answer",
                        "nothing, neither an answer nor the end, for " + WireTranscript.seconds(aWhile),
                        "the listening socket is still open: the system takes connections that nobody will accept");
            } else if (wire.replyUnlessCut()
                    .filter(reply -> reply.status() != 503)
                    .isEmpty()) {
                return this;
            } else if (System.nanoTime() > deadline) {
                throw wire.failure("no answer: the server was told to stop, and takes new clients all the same", 0);
            }
            wire.close();
            LockSupport.parkNanos(PAUSE);
        }
    }

    /**
     * It ends.
     *
     * @param limit how long that may take from now on
     */
    public FreshTarget expectEnd(Duration limit) {
        if (!server.awaitEnd(limit)) {
            String expected = "the server to have ended " + WireTranscript.seconds(limit) + " later";
            throw order.failure(Fault.STILL_OPEN, expected, "it has not", "some thread or child of it goes on");
        }
        return this;
    }

    /** It ends with exit status 0; only for a {@link Target#freshProgram}. */
    public FreshTarget expectEndInOrder(Duration limit) {
        expectEnd(limit);
        int status = ((StudentProgram) server).exitStatus();
        if (status != 0) {
            boolean killed = status == 128 + 2 || status == 128 + 15;
            throw order.failure(
                    Fault.WRONG_VALUE,
                    "exit status 0",
                    "exit status " + status,
                    killed
                            ? status + " is 128 and the number of the signal: nothing in the program handles it, or it "
                                    + "ends as if nothing did"
                            : "");
        }
        return this;
    }

    /** Starts one more where this one, a {@link Target#freshProgram}, has listened; it must have ended. */
    public FreshTarget expectAnotherInItsPlace() {
        try {
            return target.freshProgram(target.port());
        } catch (StartFailure e) {
            throw order.failure(
                    Fault.WRONG_VALUE,
                    "the program to start again on the same port, " + target.port() + ", at once",
                    e.getMessage(),
                    "the system remembers the connections that were closed here for a minute or so (TIME_WAIT), and "
                            + "keeps the port for them, unless the program sets SO_REUSEADDR before it binds");
        }
    }

    Target target() {
        return target;
    }

    /** Ends it for certain; it has had its chance to end by itself if it was told to stop. */
    void close() {
        target.release();
        if (order.given()) {
            server.kill();
        }
        server.close();
    }
}
