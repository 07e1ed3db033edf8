package netlessons.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a fault probably means, seen together with what came before it on the connection, and with the other ones. */
final class Meaning {
    private final Fault fault;
    private final Connection connection;
    private final Reply last;
    private final List<Connection> others;
    private final Speech speech;

    /**
     * Looks at nothing yet.
     *
     * @param last the reply before, complete; null if there is none
     * @param others the connections to the same program that are open, too
     * @param speech what the two say to each other, and so what a fault usually means
     */
    Meaning(Fault fault, Connection connection, Reply last, List<Connection> others, Speech speech) {
        this.fault = fault;
        this.connection = connection;
        this.last = last;
        this.others = others;
        this.speech = speech;
    }

    /** One sentence for a beginner. */
    String words() {
        boolean behindAnswer = last != null && last.status() >= 200 && last.end() == connection.length();
        if (behindAnswer && (fault == Fault.CLOSED || fault == Fault.RESET)) {
            return "the answer before was complete; then the program closed the connection. "
                    + "HTTP/1.1 keeps it open unless one side says close";
        } else if (fault == Fault.STILL_OPEN) {
            return (behindAnswer ? "the answer is complete, but " : "") + open();
        } else if (busy()) {
            boolean unanswered = others.stream().anyMatch(c -> c.length() == 0);
            String question = "does it serve one client at a time, or is its pool full?";
            return unanswered
                    ? "nothing came while other clients were connected: " + question
                    : speech.meaning(fault) + "; or, as other clients were connected: " + question;
        }
        return speech.meaning(fault);
    }

    /** How many other clients there were, where that may matter; else "". */
    String note() {
        if (others.isEmpty() || connection.length() > 0 || fault == Fault.WRONG_VALUE || fault == Fault.STILL_OPEN) {
            return "";
        }
        return others.size() + " more connection" + (others.size() == 1 ? " was" : "s were")
                + " open to the program at this time" + (busy() ? "; it may serve one client at a time" : "");
    }

    /** What opens the other connections again in a shell, if all are alike; else "". */
    String before(String netcat) {
        if (note().isEmpty() || others.stream().anyMatch(c -> c.finished() || c.sent().length > 0)) {
            return "";
        }
        String one = "sleep 20 | " + netcat + " &";
        return (others.size() == 1 ? one : "for i in $(seq " + others.size() + "); do " + one + " done;")
                + " sleep 1; ";
    }

    private boolean busy() {
        return fault == Fault.TIMED_OUT && connection.length() == 0 && !others.isEmpty();
    }

    private String open() {
        if (connection.finished()) {
            return "the program has not seen that the client closed its side: a read that gives nothing is the end";
        }
        String sent = new String(connection.sent(), StandardCharsets.ISO_8859_1);
        return sent.contains(" HTTP/1.0\r\n")
                ? "a client of HTTP/1.0 waits for the end, unless the answer says \"Connection: keep-alive\""
                : speech.meaning(fault);
    }
}
