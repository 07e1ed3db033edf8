package netlessons.testkit;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What REST Assured says of a failed check, with or without its log of the exchange, cut to the lines that matter. */
final class LibraryCheck {
    private static final Pattern BEGINNING = Pattern.compile("^\\d+ expectations? failed\\.");
    private static final Pattern USEFUL = Pattern.compile("(?m)^ *(Expected|Actual).*");
    private static final Pattern REQUEST = Pattern.compile("(?m)^Request method:\\s*(\\S+)\\s+Request URI:\\s*(\\S+)");
    private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/1\\.[01] .*");

    private final String message;

    private LibraryCheck(String message) {
        this.message = message;
    }

    /** None, if the message is of another kind. */
    static Optional<LibraryCheck> of(String message) {
        return Optional.of(message)
                .filter(m -> BEGINNING.matcher(m).find() && USEFUL.matcher(m).find())
                .map(LibraryCheck::new);
    }

    Transcript told() {
        Matcher request = REQUEST.matcher(message);
        Matcher status = STATUS.matcher(message);
        List<String> useful = USEFUL.matcher(message)
                .results()
                .map(r -> r.group().strip())
                .map(line -> line.length() > 300 ? line.substring(0, 300) + " ..." : line)
                .toList();
        return new Transcript()
                .add("sent", request.find() ? request.group(1) + " " + request.group(2) + ", by a client library" : "")
                .add("check", useful)
                .add("received", status.find() ? status.group().strip() : "");
    }
}
