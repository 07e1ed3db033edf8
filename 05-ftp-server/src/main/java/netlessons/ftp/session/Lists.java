package netlessons.ftp.session;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import netlessons.ftp.folder.Entries;
import netlessons.ftp.folder.Found;
import netlessons.ftp.folder.Root;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.listing.Fact;
import netlessons.ftp.listing.LongFormat;
import netlessons.ftp.user.User;
import netlessons.ftp.wire.Reply;

/** What is in a folder: RFC 959 section 4.1.3, RFC 3659 section 7. */
final class Lists {
    private static final int MOST_LINES = 10_000;

    private Lists() {}

    /** What this session's user is told of a file, as things are now: they may change while a list is sent. */
    private record Facts(Root root, User user, List<Fact> facts) {
        Facts(Session session) {
            this(session.root, session.user.orElseThrow(), session.facts);
        }

        String of(Found file) {
            return Fact.all(file, Rights.in(root, user, file), facts);
        }
    }

    static VirtualPath named(Session session, String argument) {
        return session.folder.resolve(withoutOptions(argument));
    }

    static Reply list(Session session, String argument) throws IOException {
        return send(session, named(session, argument), new LongFormat(Clock.systemUTC())::line);
    }

    static Reply nlst(Session session, String argument) throws IOException {
        return send(session, named(session, argument), entry -> entry.path().name());
    }

    /** Options as for a shell's ls ("-la", "-1") are no part of the protocol, but many clients send them. */
    static String withoutOptions(String argument) {
        return argument.replaceFirst("^(-[a-zA-Z0-9]+( +|$))++", "");
    }

    static Reply mlsd(Session session, String argument) throws IOException {
        VirtualPath path = session.folder.resolve(argument);
        if (!session.root.find(path).isFolder()) {
            return Reply.of(501, "No such directory.");
        }
        Facts facts = new Facts(session);
        return send(session, path, entry -> facts.of(entry) + " " + entry.path().name());
    }

    /** RFC 3659 section 7.2: over the control connection, with the whole path. */
    static Reply mlst(Session session, String argument) throws IOException {
        Found found = session.root.find(session.folder.resolve(argument));
        return Reply.of(
                250,
                List.of(
                        "Listing \"" + found.path() + "\":",
                        new Facts(session).of(found) + " " + found.path(),
                        "End MLST."));
    }

    private static Reply send(Session session, VirtualPath path, Function<Found, String> line) throws IOException {
        return Transfers.begin(session, new Listing(session.root.entries(session.root.find(path)), line));
    }

    /** The same lines, for STAT, as long as they are not too many for a reply: that has to be in memory. */
    static Optional<List<String>> lines(Session session, VirtualPath path) throws IOException {
        LongFormat format = new LongFormat(Clock.systemUTC());
        List<String> lines = new ArrayList<>();
        try (Entries entries = session.root.entries(session.root.find(path))) {
            for (Optional<Found> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (lines.size() == MOST_LINES) {
                    return Optional.empty();
                }
                lines.add(format.line(entry.get()));
            }
        }
        return Optional.of(lines);
    }
}
