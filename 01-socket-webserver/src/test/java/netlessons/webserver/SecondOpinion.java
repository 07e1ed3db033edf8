package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * What one request of a client comes to, according to {@link SecondReader}.
 *
 * @param line the request line; empty if there is none
 * @param closes whether the connection ends with this request
 * @param waits whether the client asks for 100 Continue
 * @param body the content; empty if the body is not good
 */
record SecondOpinion(Verdict verdict, String line, boolean closes, boolean waits, String body) {
    enum Verdict {
        /** A request, whole. */
        GOOD,
        /** To be refused, whoever would answer it. */
        BAD_HEAD,
        /** The head is good, the body is to be refused. */
        BAD_BODY,
        /** The bytes end before the head does; perhaps there are none. */
        HALF_HEAD,
        /** The head is good, the bytes end before the body does. */
        HALF_BODY
    }

    /** There is no head. */
    SecondOpinion(Verdict verdict, String line) {
        this(verdict, line, true, false, "");
    }

    /** All requests in what a client sent, up to the one after which there cannot be another. */
    static List<SecondOpinion> of(byte[] sent, Limits limits) {
        SecondReader reader = new SecondReader(new String(sent, ISO_8859_1), limits);
        List<SecondOpinion> opinions = new ArrayList<>();
        SecondOpinion opinion;
        do {
            opinion = reader.next();
            opinions.add(opinion);
        } while (opinion.verdict == Verdict.GOOD && !opinion.closes);
        return opinions;
    }

    boolean is(Verdict other) {
        return verdict == other;
    }

    String method() {
        return line.split(" ")[0];
    }
}
