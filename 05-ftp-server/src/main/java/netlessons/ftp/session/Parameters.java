package netlessons.ftp.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import netlessons.ftp.listing.Fact;
import netlessons.ftp.wire.Reply;

/** How files are transferred: RFC 959 section 4.1.2, RFC 2389 section 4, RFC 3659 section 5. */
final class Parameters {
    private Parameters() {}

    static Reply type(Session session, String argument) {
        switch (argument.toUpperCase(Locale.ROOT).replace(" ", "")) {
            case "A", "AN", "L7" -> {
                session.binary = false;
                return Reply.of(200, "Type set to: ASCII.");
            }
            case "I", "L8" -> {
                session.binary = true;
                return Reply.of(200, "Type set to: Binary.");
            }
            default -> {
                return Reply.of(504, "Unsupported type \"" + argument + "\".");
            }
        }
    }

    static Reply stru(Session session, String argument) {
        return switch (argument.toUpperCase(Locale.ROOT)) {
            case "F" -> Reply.of(200, "File transfer structure set to: F.");
            case "R", "P" -> Reply.of(504, "Unimplemented STRU type.");
            default -> Reply.of(504, "Unrecognized STRU type.");
        };
    }

    static Reply mode(Session session, String argument) {
        return switch (argument.toUpperCase(Locale.ROOT)) {
            case "S" -> Reply.of(200, "Transfer mode set to: S");
            case "B", "C" -> Reply.of(504, "Unimplemented MODE type.");
            default -> Reply.of(504, "Unrecognized MODE type.");
        };
    }

    static Reply allo(Session session, String argument) {
        return Reply.of(202, "No storage allocation necessary.");
    }

    /** RFC 3659 section 5.1: for the next transfer, also if others come before that. In ASCII nobody could count. */
    static Reply rest(Session session, String argument) {
        if (!session.binary) {
            return Reply.of(501, "Resuming transfers not allowed in ASCII mode.");
        }
        try {
            if (!argument.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new NumberFormatException();
            }
            session.restart = Long.parseLong(argument);
            return Reply.of(350, "Restarting at position " + session.restart + ".");
        } catch (NumberFormatException e) {
            return Reply.of(501, "Invalid parameter.");
        }
    }

    static Reply opts(Session session, String argument) {
        String[] words = argument.split(" ", -1);
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "UTF8", "UTF-8" ->
                words.length == 2 && words[1].equalsIgnoreCase("ON")
                        ? Reply.of(200, "UTF8 is always on.")
                        : Reply.of(501, "Invalid argument.");
            case "MLST" ->
                words.length <= 2
                        ? facts(session, words.length == 2 ? words[1] : "")
                        : Reply.of(501, "Invalid number of arguments.");
            default -> Reply.of(501, "Unsupported command \"" + words[0] + "\".");
        };
    }

    /** RFC 3659 section 7.9: those that we do not know do not count. */
    private static Reply facts(Session session, String wanted) {
        List<Fact> facts = new ArrayList<>();
        for (String label : wanted.split(";")) {
            Fact.of(label).filter(fact -> !facts.contains(fact)).ifPresent(facts::add);
        }
        session.facts = List.copyOf(facts);
        return Reply.of(
                200,
                "MLST OPTS " + facts.stream().map(fact -> fact.label() + ";").collect(Collectors.joining()));
    }
}
