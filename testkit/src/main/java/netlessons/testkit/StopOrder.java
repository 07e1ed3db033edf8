package netlessons.testkit;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** That a server was told to stop, as the transcripts of failures tell it. For one thread at a time. */
final class StopOrder {
    /** How a line "again" starts a program of its own. */
    static final String IN_BACKGROUND = " & sleep 2; ";

    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private final Target target;
    private final Server server;
    private String words = "";
    private String command = "";
    private long given;

    /** Nothing has been told yet. */
    StopOrder(Target target, Server server) {
        this.target = target;
        this.server = server;
    }

    /** Gives the order, and remembers where on each connection that was. */
    void give(Supplier<String> order) {
        target.markWires();
        words = order.get();
        given = given == 0 ? System.nanoTime() : given;
        command = words.startsWith("SIGINT") ? server.stopCommand().replace("kill", "kill -INT") : server.stopCommand();
    }

    boolean given() {
        return !words.isEmpty();
    }

    /** What was told, and how long ago for the first time: "SIGTERM, 0.2 s ago". */
    String words() {
        double seconds = (System.nanoTime() - given) / 1e9;
        return String.format(Locale.ROOT, "%s, %.1f s ago", words, seconds);
    }

    /** What has become of the server; it may just be about to end. */
    String state() {
        server.awaitEnd(A_MOMENT);
        return server.state();
    }

    /** What a fault means on a connection that was open at the time. */
    static String meaning(Fault fault, boolean rests) {
        return switch (fault) {
            case CLOSED, RESET ->
                "this request had begun when the server was told to stop: it is to be answered whole, "
                        + "and only then the connection is closed";
            case TIMED_OUT, NOT_READ ->
                "this request had begun when the server was told to stop: it has to go on with it for a while";
            case STILL_OPEN ->
                rests
                        ? "no request has begun here: a server that stops lets nobody go on waiting for the next one"
                        : "this was the last answer: a server that stops closes the connection behind it";
            default -> fault.meaning();
        };
    }

    /** A failure that is none of a connection. */
    WireFailure failure(Fault fault, String expected, String received, String meaning) {
        Transcript transcript =
                new Transcript().add("stop", words()).add("expected", expected).add("received", received);
        target.explain(transcript, fault, meaning);
        String start = start();
        transcript.add("again", start.isEmpty() ? "" : start + command + "; wait $!; echo $?");
        return new WireFailure(fault, transcript.toString());
    }

    /** A line for a shell that says this to a program of its own, stops it, says that; "" if there is no program. */
    String again(byte[] before, byte[] after) {
        String say = (before.length == 0 ? "" : Escape.printf(before) + "; ") + "sleep 1; " + command + "; sleep 1"
                + (after.length == 0 ? "" : "; " + Escape.printf(after));
        String start = start();
        return start.isEmpty() ? "" : start + "(" + say + ") | nc -q 3 " + target.host() + " " + target.port();
    }

    private String start() {
        return target.command().isEmpty() ? "" : target.command() + IN_BACKGROUND;
    }
}
