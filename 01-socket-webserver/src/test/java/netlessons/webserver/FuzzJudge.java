package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.webserver.FuzzCase.Ending;
import netlessons.webserver.FuzzClient.End;
import netlessons.webserver.FuzzClient.Heard;
import netlessons.webserver.SecondOpinion.Verdict;

/**
 * Says whether what came back on a connection is what should have come: well-formed responses, one for each request and
 * none for anything else, refusals where they belong, then the end.
 */
final class FuzzJudge {
    /** A response that is wrong. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    private static final Pattern HEAD = Pattern.compile(
            "HTTP/1\\.1 ([1-5][0-9][0-9]) [\\t -~\\x80-\\xff]*\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]++:[\\t -~\\x80-\\xff]*\r\n)*+)\r\n");
    private static final Set<Integer> ANSWERS = Set.of(200, 204, 206, 301, 304, 404, 405, 412, 416, 501);
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 414, 417, 421, 431, 501, 505);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private record Reply(int status, boolean closes, String body) {}

    private final FuzzCase how;
    private final Heard heard;
    private final String text;

    /** Whether a time limit of the server may have come into play. */
    private final boolean late;

    private int at;

    FuzzJudge(FuzzCase how, Heard heard) {
        this.how = how;
        this.heard = heard;
        this.text = new String(heard.bytes(), ISO_8859_1);
        this.late = heard.millis() >= FuzzCase.SHORTEST_WAIT.toMillis();
    }

    /** The statuses of all responses. */
    List<Integer> judge() throws Wrong {
        List<Integer> statuses = new ArrayList<>();
        if (heard.end() == End.UNSEEN) {
            return statuses;
        }
        require(heard.end() != End.HANG, "The connection did not end.");
        boolean said = false; // that the connection ends
        boolean asked = false; // by the client, who knows then that nobody reads on
        boolean mayEnd = false; // without a word
        for (SecondOpinion request : SecondOpinion.of(how.sent(), FuzzCase.LIMITS)) {
            if (said) {
                break;
            }
            if (request.waits() && text.startsWith(CONTINUE, at)) {
                at += CONTINUE.length();
                statuses.add(100);
            }
            if (at == text.length()) {
                boolean gone = request.is(Verdict.HALF_HEAD) || (request.is(Verdict.HALF_BODY) && isPost(request));
                require(gone || mayEnd || late, "The next request was not answered: " + request.line());
                break;
            }
            Reply reply = reply(request.method().equals("HEAD"));
            statuses.add(reply.status());
            check(request, reply);
            said = reply.closes();
            asked = request.is(Verdict.GOOD) && request.closes();
            boolean half = request.is(Verdict.HALF_BODY) && how.sent().length > FuzzCase.LIMITS.drain();
            mayEnd = request.is(Verdict.BAD_BODY) || isMuch(request) || half;
        }
        require(at == text.length(), "More came than was asked for.");
        require(asked || late || heard.end() == End.CLOSED, "The connection was reset.");
        require(
                said || late || mayEnd || how.ending() == Ending.FINISHES,
                "The server ended the connection too early.");
        return statuses;
    }

    private void check(SecondOpinion request, Reply reply) throws Wrong {
        int status = reply.status();
        if (late && (status == 408 || status == 0)) {
            require(reply.closes(), "The connection should end with this.");
            return;
        }
        boolean refused = REFUSALS.contains(status) && reply.closes();
        boolean answered = ANSWERS.contains(status) && (status == 501) != METHODS.contains(request.method());
        boolean echoed = status == 200 && isPost(request);
        switch (request.verdict()) {
            case HALF_HEAD -> throw new Wrong("This answers a request that is not there.");
            case BAD_HEAD -> require(refused, "This request was to be refused: " + request.line());
            case BAD_BODY ->
                require(refused || (answered && !echoed), "This body was to be refused: " + request.line());
            case HALF_BODY -> require(answered && !echoed, "The body was not all there: " + request.line());
            case GOOD -> {
                require(answered, "This request was to be answered: " + request.line());
                require(!echoed || reply.body().equals(request.body()), "Not the body that was sent.");
                require(echoed || !request.line().startsWith("POST /echo "), "The body should come back.");
                boolean mayClose = request.closes() || request.waits() || isMuch(request);
                require(!reply.closes() || mayClose, "Why does the connection end with this?");
                require(reply.closes() || !request.closes(), "The connection should end with this.");
            }
        }
    }

    /** A body that the server, if it does not want it, need not read for the sake of the next request. */
    private static boolean isMuch(SecondOpinion request) {
        return request.body().length() > FuzzCase.LIMITS.drain();
    }

    private static boolean isPost(SecondOpinion request) {
        return request.method().equals("POST");
    }

    /** The next response, strictly read. */
    private Reply reply(boolean toHead) throws Wrong {
        Matcher head = HEAD.matcher(text).region(at, text.length());
        if (!head.lookingAt()) {
            require(late && text.indexOf("\r\n\r\n", at) < 0, "This is no response.");
            at = text.length();
            return new Reply(0, true, "");
        }
        int status = Integer.parseInt(head.group(1));
        List<String> length = values("Content-Length", head.group(2));
        require(values("Date", head.group(2)).size() == 1, "A response has one Date.");
        require(values("Transfer-Encoding", head.group(2)).isEmpty(), "There was no need for Transfer-Encoding.");
        require(length.size() == (status == 204 || status == 304 ? 0 : 1), "Where does this response end?");
        // Time may have been up before the request line was there: then the server did not know that it was HEAD.
        boolean unknown = late && status == 408 && head.end() < text.length();
        boolean empty = (toHead && !unknown) || length.isEmpty();
        int end = head.end() + (empty ? 0 : Integer.parseInt(length.get(0)));
        boolean whole = end <= text.length();
        require(whole || late, "The response is not all there.");
        at = Math.min(end, text.length());
        boolean closes = values("Connection", head.group(2)).contains("close");
        return new Reply(whole ? status : 0, closes || !whole, text.substring(head.end(), at));
    }

    private static List<String> values(String name, String fields) {
        return fields.lines()
                .filter(field -> field.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                .map(field -> field.substring(name.length() + 2))
                .toList();
    }

    private void require(boolean condition, String otherwise) throws Wrong {
        if (!condition) {
            throw new Wrong(otherwise);
        }
    }

    /** All that is to be known, and how to have it again. */
    String describe(String wrong) {
        return "%s%n  again     -Dseed=%d -Dfuzz.index=%d%n  sent      %s%n  received  %s%n            %s after %d ms, wrong at byte %d"
                .formatted(
                        wrong,
                        how.seed(),
                        how.index(),
                        how.describe(),
                        FuzzCase.shown(heard.bytes()),
                        heard.end(),
                        heard.millis(),
                        at);
    }
}
