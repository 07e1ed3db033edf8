package netlessons.ftp.session;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.security.SecureRandom;
import java.util.Optional;
import netlessons.ftp.data.Transfer;
import netlessons.ftp.folder.BeyondEnd;
import netlessons.ftp.folder.Found;
import netlessons.ftp.folder.Incoming;
import netlessons.ftp.folder.Reason;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.wire.Reply;

/** Files that come and go: RFC 959 section 4.1.3; where to begin: RFC 3659 section 5. */
final class Transfers {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int UNIQUE_LETTERS = 8;

    private Transfers() {}

    static Reply retr(Session session, String argument) throws IOException {
        VirtualPath path = session.folder.resolve(argument);
        long start = takeRestart(session);
        Found file = session.root.find(path);
        if (!file.attributes().isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        } else if (start > file.size()) {
            return Reply.of(554, new BeyondEnd(start, file.size()).getMessage());
        }
        FileChannel channel = session.root.read(file);
        return begin(session, new Sending(session, path, channel, start, !session.binary));
    }

    static Reply stor(Session session, String argument) throws IOException {
        VirtualPath path = session.folder.resolve(argument);
        long start = takeRestart(session);
        return receive(
                session,
                path,
                () -> start == 0 ? Incoming.whole(session.root, path) : Incoming.from(session.root, path, start));
    }

    static Reply appe(Session session, String argument) throws IOException {
        VirtualPath path = session.folder.resolve(argument);
        if (takeRestart(session) > 0) {
            return Reply.of(450, "Can't APPE while REST request is pending.");
        }
        return receive(session, path, () -> Incoming.from(session.root, path, -1));
    }

    /** RFC 1123 section 4.1.2.9: the 150 reply tells the name. */
    static Reply stou(Session session, String argument) throws IOException {
        if (takeRestart(session) > 0) {
            return Reply.of(450, "Can't STOU while REST request is pending.");
        }
        VirtualPath prefix = argument.isEmpty() ? session.folder.child("ftpd") : session.folder.resolve(argument);
        VirtualPath path = prefix.parent().child(prefix.name() + "." + unique());
        Reply reply = receive(session, path, () -> Incoming.unique(session.root, path));
        return reply.code() >= 200
                ? reply
                : Reply.of(150, "FILE: " + path.name()).then(reply.then());
    }

    private static String unique() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < UNIQUE_LETTERS; i++) {
            letters.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    private interface Opener {
        Incoming open() throws IOException;
    }

    private static Reply receive(Session session, VirtualPath path, Opener opener) throws IOException {
        if (!session.root.find(path.parent()).isFolder()) {
            throw new FileSystemException(path.toString(), null, "Not a directory");
        }
        try {
            return begin(session, new Receiving(session, path, opener.open(), !session.binary));
        } catch (BeyondEnd e) {
            return Reply.of(554, e.getMessage());
        } catch (IOException e) {
            if (Reason.isFull(e)) {
                return Reply.of(452, Reason.of(e));
            }
            throw e;
        }
    }

    private static final Reply BUSY = Reply.of(450, "Another transfer is under way.");
    private static final Reply NO_CONNECTION = Reply.of(425, "Use PASV or PORT first.");

    /** Why there can be no transfer now, whatever is asked for; nothing if there can. */
    static Optional<Reply> hindrance(Session session) {
        if (session.dtp.isBusy()) {
            return Optional.of(BUSY);
        }
        return session.dtp.isReady() ? Optional.empty() : Optional.of(NO_CONNECTION);
    }

    /** Hands it to the data connection. */
    static Reply begin(Session session, Transfer transfer) throws IOException {
        Optional<Reply> reply = session.dtp.begin(transfer);
        if (reply.isEmpty()) {
            transfer.drop();
        }
        return reply.orElse(NO_CONNECTION);
    }

    /** It is for one transfer: RFC 3659 section 5.3. */
    private static long takeRestart(Session session) {
        long start = session.restart;
        session.restart = 0;
        return start;
    }
}
