package netlessons.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What was said on a connection, for people: sent, expected, received, and a line that says it again. */
final class WireTranscript {
    /** A longer line is nothing to paste. */
    private static final int LONGEST_LINE = 1500;

    private final Connection connection;
    private final Target target;
    private final Reply last;

    WireTranscript(Connection connection, Target target, Reply last) {
        this.connection = connection;
        this.target = target;
        this.last = last;
    }

    /** What was expected and not received; the offset says where in all that was received. */
    WireFailure failure(Fault fault, String expected, int offset) {
        Transcript transcript = said().add("expected", expected);
        if (connection.length() == 0) {
            transcript.add("received", "nothing: " + words(fault));
        } else {
            String words = words(fault);
            transcript.add("received", Excerpt.of(received(), offset, words.isEmpty() ? "here" : "here: " + words));
        }
        return new WireFailure(fault, explained(transcript, fault));
    }

    /** For a check that a test made by other means: what was said, in both directions. */
    String check(String message) {
        Transcript transcript = said().add("check", message);
        if (connection.length() > 0) {
            transcript.add("received", Excerpt.of(received()));
        }
        return explained(transcript, Fault.WRONG_VALUE);
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private byte[] received() {
        return Arrays.copyOf(connection.received(), connection.length());
    }

    private Transcript said() {
        byte[] sent = connection.sent();
        return new Transcript()
                .add("sent", sent.length == 0 ? List.of("nothing") : Excerpt.of(sent))
                .add("then", connection.finished() ? "this side was closed (FIN)" : "");
    }

    private String words(Fault fault) {
        if (fault == Fault.TIMED_OUT || fault == Fault.STILL_OPEN) {
            return "nothing" + (connection.length() > 0 ? " more" : "") + " came within " + seconds(target.timeout());
        }
        return fault.words() + (connection.length() == 0 ? " before a single byte came" : "");
    }

    private String explained(Transcript transcript, Fault fault) {
        Meaning meaning = new Meaning(fault, connection, last, target.othersOpen(connection));
        target.explain(transcript, fault, meaning.words());
        String netcat = "nc " + target.host() + " " + target.port();
        String before = meaning.before(netcat);
        String alone = "; \"again\" alone does not show that";
        transcript.add("note", meaning.note().isEmpty() ? "" : meaning.note() + (before.isEmpty() ? alone : ""));
        byte[] sent = connection.sent();
        String say = sent.length == 0 ? "" : Escape.printf(sent) + " | ";
        if (say.length() > LONGEST_LINE) {
            return transcript
                    .add("again", "(left out: " + sent.length + " bytes make too long a line)")
                    .toString();
        }
        return transcript
                .add("again", before + say + netcat.replace("nc ", "nc -q 3 "))
                .add(
                        "note",
                        connection.writes() > 1
                                ? "sent in " + connection.writes() + " pieces; \"again\" sends it at once"
                                : "")
                .toString();
    }
}
