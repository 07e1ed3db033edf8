package netlessons.ftp.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import netlessons.ftp.wire.Reply;

/** TLS: RFC 4217. */
final class Cover {
    /** What nobody should say where others listen. */
    private static final Set<String> LOGIN = Set.of("USER", "PASS");

    private Cover() {}

    static Reply auth(Session session, String argument) {
        String kind = argument.toUpperCase(Locale.ROOT);
        if (session.control.isSecure()) {
            return Reply.of(503, "Already using TLS.");
        } else if (!kind.equals("TLS") && !kind.equals("TLS-C") && !kind.equals("SSL") && !kind.equals("TLS-P")) {
            return Reply.of(502, "Unrecognized encryption type (use TLS or SSL).");
        }
        return Reply.of(234, "AUTH " + kind + " successful.").then(() -> begin(session));
    }

    /** Whoever had logged in did so where others could listen. */
    private static void begin(Session session) {
        session.logOut();
        try {
            session.dtp.drop();
            session.control.secure(
                    session.service.settings().tls().orElseThrow(),
                    session.service.limits().controlTimeout());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why a command may not be, where TLS is required and there is none; nothing if it may. */
    static Optional<Reply> hindrance(Session session, Command command) {
        if (!session.service.settings().tlsRequired()) {
            return Optional.empty();
        } else if (LOGIN.contains(command.name()) && !session.control.isSecure()) {
            return Optional.of(Reply.of(530, "Use AUTH TLS first."));
        } else if (command.transfers() && !session.dtp.isCovered()) {
            return Optional.of(Reply.of(521, "Data connection cannot be opened with this PROT setting: use PROT P."));
        }
        return Optional.empty();
    }

    static Reply pbsz(Session session, String argument) {
        if (!session.control.isSecure()) {
            return Reply.of(503, "PBSZ not allowed on insecure control connection.");
        }
        session.bufferSizeSet = true;
        return Reply.of(200, argument.equals("0") ? "PBSZ=0 successful." : "PBSZ=0.");
    }

    static Reply prot(Session session, String argument) throws IOException {
        if (!session.control.isSecure()) {
            return Reply.of(503, "PROT not allowed on insecure control connection.");
        } else if (!session.bufferSizeSet) {
            return Reply.of(503, "You must issue the PBSZ command prior to PROT.");
        }
        return switch (argument.toUpperCase(Locale.ROOT)) {
            case "C" -> {
                session.dtp.cover(false);
                yield Reply.of(200, "Protection set to Clear");
            }
            case "P" -> {
                session.dtp.cover(true);
                yield Reply.of(200, "Protection set to Private");
            }
            case "S", "E" -> Reply.of(521, "PROT " + argument + " unsupported (use C or P).");
            default -> Reply.of(502, "Unrecognized PROT type (use C or P).");
        };
    }
}
