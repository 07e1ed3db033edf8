package netlessons.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What was said on a connection, for people: sent, expected, received, and a line that says it again. */
final class WireTranscript {
    /** A longer line is nothing to paste. */
    private static final int LONGEST_LINE = 1500;

    private final Connection connection;
    private final Subject target;
    private final Reply last;
    private final Speech speech;

    WireTranscript(Connection connection, Subject target, Reply last, Speech speech) {
        this.connection = connection;
        this.target = target;
        this.last = last;
        this.speech = speech;
    }

    /** What was expected and not received; the offset says where in all that was received. */
    WireFailure failure(Fault fault, String expected, int offset) {
        Transcript transcript = said().add("expected", expected);
        if (connection.length() == 0) {
            transcript.add("received", "nothing: " + words(fault));
        } else {
            String words = words(fault);
            transcript.add("received", speech.told(received(), offset, words.isEmpty() ? "here" : "here: " + words));
        }
        return new WireFailure(fault, explained(transcript, fault));
    }

    /** Adds what was said, in both directions. */
    void addTo(Transcript transcript) {
        sent(transcript, connection.sent());
        transcript.add("came", connection.length() == 0 ? List.of("nothing") : speech.told(received()));
    }

    /** For a check that a test made by other means: what was said, in both directions. */
    String check(String message) {
        Transcript transcript = said().add("check", message);
        if (connection.length() > 0) {
            transcript.add("received", speech.told(received()));
        }
        return explained(transcript, Fault.WRONG_VALUE);
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private byte[] received() {
        return Arrays.copyOf(connection.received(), connection.length());
    }

    /** What was sent; where the server was told to stop meanwhile, before and after that. */
    private Transcript said() {
        byte[] sent = connection.sent();
        int stop = stop();
        Transcript transcript = new Transcript();
        if (stop >= 0) {
            sent(transcript, Arrays.copyOf(sent, stop))
                    .add("stop", target.stopped().map(StopOrder::words).orElse(""));
            sent = Arrays.copyOfRange(sent, stop, sent.length);
        }
        if (stop < 0 || sent.length > 0) {
            sent(transcript, sent);
        }
        return transcript.add("then", connection.finished() ? "this side was closed (FIN)" : "");
    }

    private Transcript sent(Transcript transcript, byte[] bytes) {
        return transcript.add("sent", bytes.length == 0 ? List.of("nothing") : speech.told(bytes));
    }

    /** How much had been sent when the server was told to stop; -1 if it was not, or before there was a connection. */
    private int stop() {
        return target.stopped().isPresent() ? connection.sentBeforeMark() : -1;
    }

    /** The same for a connection that was open when the server was told to stop. */
    private String stopped(Transcript transcript, Fault fault, Meaning meaning) {
        byte[] sent = connection.sent();
        boolean rests =
                stop() == sent.length && (sent.length == 0 || last != null && last.end() == connection.length());
        target.explain(transcript, fault, fault == Fault.WRONG_VALUE ? "" : speech.stopped(fault, rests));
        transcript.add("note", meaning.note().isEmpty() ? "" : meaning.note() + "; \"again\" alone does not show that");
        StopOrder order = target.stopped().orElseThrow();
        byte[] after = Arrays.copyOfRange(sent, stop(), sent.length);
        String again = sent.length > LONGEST_LINE ? "" : order.again(Arrays.copyOf(sent, stop()), after);
        return transcript.add("again", again).toString();
    }

    private String words(Fault fault) {
        if (fault == Fault.TIMED_OUT || fault == Fault.STILL_OPEN) {
            return "nothing" + (connection.length() > 0 ? " more" : "") + " came within " + seconds(target.timeout());
        }
        return fault.words() + (connection.length() == 0 ? " before a single byte came" : "");
    }

    private String explained(Transcript transcript, Fault fault) {
        Meaning meaning = new Meaning(fault, connection, last, target.othersOpen(connection), speech);
        if (stop() >= 0) {
            return stopped(transcript, fault, meaning);
        }
        target.explain(transcript, fault, meaning.words());
        String netcat = target.netcat();
        if (netcat.isEmpty()) {
            return transcript.toString();
        }
        String before = meaning.before(netcat);
        String alone = "; \"again\" alone does not show that";
        transcript.add("note", meaning.note().isEmpty() ? "" : meaning.note() + (before.isEmpty() ? alone : ""));
        addAgain(transcript, before);
        return transcript.toString();
    }

    /** Adds a line for a shell that says the same once more, if one can. */
    void addAgain(Transcript transcript, String before) {
        byte[] sent = connection.sent();
        boolean tooLong = sent.length > LONGEST_LINE;
        String say = sent.length == 0 || tooLong ? "" : Escape.printf(sent) + " | ";
        String own = speech.again(sent, target.netcat());
        if (target.netcat().isEmpty()) {
            return;
        } else if (!own.isEmpty() && own.length() <= LONGEST_LINE) {
            transcript.add("again", own);
        } else if (tooLong || say.length() > LONGEST_LINE) {
            transcript.add("again", "(left out: " + sent.length + " bytes make too long a line)");
        } else {
            transcript
                    .add("again", before + say + target.netcat().replace("nc ", "nc -q 3 ") + speech.viewer())
                    .add("note", connection.writes() > 1 ? speech.pieces(connection.writes()) : "");
        }
    }
}
