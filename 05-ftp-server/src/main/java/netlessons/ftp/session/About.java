package netlessons.ftp.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import netlessons.ftp.data.Counted;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.listing.Fact;
import netlessons.ftp.wire.Reply;

/** What the server says of itself: RFC 959 section 4.1.3, RFC 2389. */
final class About {
    private static final int NAMES_IN_A_LINE = 8;

    private About() {}

    static Reply noop(Session session, String argument) {
        return Reply.of(200, "I successfully did nothing.");
    }

    /** Also where it is not true: clients take it to mean that lists look like those of ls. */
    static Reply syst(Session session, String argument) {
        return Reply.of(215, "UNIX Type: L8");
    }

    static Reply feat(Session session, String argument) {
        List<String> lines = new ArrayList<>(List.of("Features supported:"));
        List<String> features = new ArrayList<>(List.of(
                "EPRT", "EPSV", "MDTM", "MFMT", "MLST " + facts(session), "REST STREAM", "SIZE", "TVFS", "UTF8"));
        if (session.service.settings().tls().isPresent()) {
            features.addAll(List.of("AUTH TLS", "PBSZ", "PROT"));
        }
        features.stream().sorted().forEach(lines::add);
        lines.add("End FEAT.");
        return Reply.of(211, lines);
    }

    /** RFC 3659 section 7.8: a star for those that are sent now. */
    private static String facts(Session session) {
        return Arrays.stream(Fact.values())
                .map(fact -> fact.label() + (session.facts.contains(fact) ? "*;" : ";"))
                .collect(Collectors.joining());
    }

    static Reply help(Session session, String argument) {
        if (!argument.isEmpty()) {
            return session.service
                    .commands()
                    .find(argument.toUpperCase(Locale.ROOT))
                    .map(command -> Reply.of(214, command.syntax()))
                    .orElse(Reply.of(501, "Unrecognized command."));
        }
        List<String> names = session.service.commands().all().stream()
                .map(Command::name)
                .filter(name -> !name.contains(" "))
                .toList();
        List<String> lines = new ArrayList<>(List.of("The following commands are recognized:"));
        for (int i = 0; i < names.size(); i += NAMES_IN_A_LINE) {
            lines.add(names.subList(i, Math.min(i + NAMES_IN_A_LINE, names.size())).stream()
                    .map(name -> String.format(Locale.ROOT, "%-7s", name))
                    .collect(Collectors.joining())
                    .stripTrailing());
        }
        lines.add("Help command successful.");
        return Reply.of(214, lines);
    }

    /** "SITE X" is looked up as a command of two words; whoever comes here has one that there is not. */
    static Reply site(Session session, String argument) {
        return Reply.of(500, "Command \"SITE\" not understood.");
    }

    static Reply siteHelp(Session session, String argument) {
        if (!argument.isEmpty()) {
            return session.service
                    .commands()
                    .find("SITE " + argument.toUpperCase(Locale.ROOT))
                    .map(command -> Reply.of(214, command.syntax()))
                    .orElse(Reply.of(501, "Unrecognized SITE command."));
        }
        List<String> lines = new ArrayList<>(List.of("The following SITE commands are recognized:"));
        session.service.commands().all().stream()
                .map(Command::name)
                .filter(name -> name.startsWith("SITE "))
                .map(name -> name.substring(5))
                .forEach(lines::add);
        lines.add("Help SITE command successful.");
        return Reply.of(214, lines);
    }

    /** Without a path: how things are, also while a transfer runs. With one: what LIST would send. */
    static Reply stat(Session session, String argument) throws IOException {
        if (argument.isEmpty()) {
            return Reply.of(211, status(session));
        } else if (session.user.isEmpty()) {
            return Reply.of(530, "Log in with USER and PASS first.");
        } else if (argument.matches(".*[*?\\[].*")) {
            return Reply.of(550, "Globbing not supported.");
        }
        VirtualPath path = session.folder.resolve(argument);
        Optional<List<String>> entries = Lists.lines(session, path);
        if (entries.isEmpty()) {
            return Reply.of(450, "Too many files for one reply: use LIST.");
        }
        List<String> lines = new ArrayList<>(List.of("Status of \"" + path + "\":"));
        lines.addAll(entries.get());
        lines.add("End of status.");
        return Reply.of(213, lines);
    }

    private static List<String> status(Session session) {
        List<String> lines = new ArrayList<>(List.of("FTP server status:"));
        lines.add("Connected to: " + session.control.local().getAddress().getHostAddress() + ":"
                + session.control.local().getPort());
        lines.add(
                session.user.isPresent()
                        ? "Logged in as: " + session.name
                        : session.named ? "Waiting for password." : "Waiting for username.");
        lines.add("TYPE: " + (session.binary ? "Binary" : "ASCII") + "; STRUcture: File; MODE: Stream");
        Optional<Counted> stream = session.dtp.stream();
        if (stream.isPresent()) {
            lines.add("Data connection open:");
            lines.add("Total bytes sent: " + stream.get().sent());
            lines.add("Total bytes received: " + stream.get().received());
            lines.add(String.format(
                    Locale.ROOT,
                    "Transfer elapsed time: %.3f secs",
                    stream.get().nanos() / 1e9));
        } else {
            lines.add("Data connection closed.");
        }
        lines.add("End of status.");
        return lines;
    }
}
