package netlessons.ftp.session;

import java.io.IOException;
import java.util.Optional;
import netlessons.ftp.folder.Root;
import netlessons.ftp.listing.Fact;
import netlessons.ftp.user.User;
import netlessons.ftp.wire.Reply;

/** Who somebody is: RFC 959 section 4.1.1. */
final class Login {
    private Login() {}

    /** Says the same whether there is such a user or not. Whoever was logged in is not any more. */
    static Reply user(Session session, String argument) {
        boolean flushed = session.user.isPresent();
        session.logOut();
        session.name = argument;
        session.named = true;
        return Reply.of(
                331,
                flushed ? "Previous account information was flushed, send password." : "Username ok, send password.");
    }

    static Reply pass(Session session, String argument) throws IOException {
        if (session.user.isPresent()) {
            return Reply.of(503, "User already authenticated.");
        } else if (!session.named) {
            return Reply.of(503, "Login with USER first.");
        }
        session.named = false;
        Optional<User> user = session.service.users().find(session.name, argument);
        if (user.isEmpty()) {
            return wrong(session);
        }
        session.root = Root.open(user.get().home());
        session.user = user;
        session.service.listener().loggedIn(session.client());
        return Reply.of(230, "Login successful.");
    }

    /** Takes as long, and sounds the same, whatever was wrong. Who gets in as somebody else meanwhile has no more tries. */
    private static Reply wrong(Session session) throws IOException {
        session.service.listener().loginFailed(session.client());
        session.wrongPasswords++;
        pause(session);
        return session.wrongPasswords < session.service.limits().loginAttempts()
                ? Reply.of(530, "Authentication failed.")
                : Reply.of(530, "Authentication failed. Disconnecting.").then(session::quit);
    }

    private static void pause(Session session) throws IOException {
        try {
            session.pause(session.service.limits().loginDelay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The server stops", e);
        }
    }

    /** ACCT and SMNT: a user is all there is, and his home is all he sees. */
    static Reply notNeeded(Session session, String argument) {
        return Reply.of(502, "Command not implemented.");
    }

    /**
     * As after a new connection; what is under way goes on. RFC 4217 section 13 wants TLS to end with it: then who
     * watches the line could change its end into another beginning, so it is to be a new connection instead.
     */
    static Reply rein(Session session, String argument) throws IOException {
        if (session.control.isSecure()) {
            return Reply.of(502, "REIN not possible under TLS (connect again).");
        }
        session.dtp.drop();
        session.logOut();
        session.facts = Fact.DEFAULT;
        session.extendedOnly = false;
        return Reply.of(220, "Ready for new user.");
    }

    static Reply quit(Session session, String argument) {
        return Reply.of(221, "Goodbye.").then(session::quit);
    }
}
