package netlessons.ftp.session;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermission;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import netlessons.ftp.folder.Found;
import netlessons.ftp.folder.Incoming;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.listing.Fact;
import netlessons.ftp.user.Right;
import netlessons.ftp.wire.Reply;

/** Files where they are: RFC 959 section 4.1.3, RFC 3659 sections 3 and 4. */
final class Files {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private Files() {}

    static Reply dele(Session session, String argument) throws IOException {
        session.root.delete(session.folder.resolve(argument));
        return Reply.of(250, "File removed.");
    }

    static Reply rnfr(Session session, String argument) throws IOException {
        VirtualPath path = session.folder.resolve(argument);
        session.renameFrom = Optional.empty();
        if (path.isRoot()) {
            throw new FileSystemException("/", null, "Can't rename home directory");
        }
        session.root.find(path);
        session.renameFrom = Optional.of(path);
        return Reply.of(350, "Ready for destination name.");
    }

    /** A file that has the new name goes; the right to rename is enough for that, as in pyftpdlib. */
    static Reply rnto(Session session, String argument) throws IOException {
        if (session.renameFrom.isEmpty()) {
            return Reply.of(503, "Bad sequence of commands: use RNFR first.");
        }
        VirtualPath from = session.renameFrom.get();
        session.renameFrom = Optional.empty();
        session.root.rename(from, session.folder.resolve(argument));
        return Reply.of(250, "Renaming ok.");
    }

    /** RFC 3659 section 4: what a transfer would bring; in ASCII one would have to be made to know. */
    static Reply size(Session session, String argument) throws IOException {
        if (!session.binary) {
            return Reply.of(550, "SIZE not allowed in ASCII mode.");
        }
        VirtualPath path = session.folder.resolve(argument);
        try {
            return Reply.of(213, Long.toString(file(session, path).size()));
        } catch (NoSuchFileException e) {
            // Of a file that broke off, whoever may send the rest has to know how much there is.
            Optional<Long> kept = session.user.orElseThrow().may(Right.WRITE, path)
                    ? Incoming.kept(session.root, path)
                    : Optional.empty();
            return Reply.of(213, Long.toString(kept.orElseThrow(() -> e)));
        }
    }

    private static Found file(Session session, VirtualPath path) throws IOException {
        Found found = session.root.find(path);
        if (!found.attributes().isRegularFile()) {
            throw new FileSystemException(path.toString(), null, path + " is not retrievable");
        }
        return found;
    }

    static Reply mdtm(Session session, String argument) throws IOException {
        return Reply.of(213, Fact.time(file(session, session.folder.resolve(argument))));
    }

    static Reply mfmt(Session session, String argument) throws IOException {
        int blank = argument.indexOf(' ');
        if (blank < 0 || blank == argument.length() - 1) {
            return Reply.of(501, "Syntax error: command needs two arguments.");
        }
        String text = argument.substring(0, blank);
        Instant time;
        try {
            time = LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Reply.of(501, "Invalid time format; expected: YYYYMMDDHHMMSS.");
        }
        Found file = file(session, session.folder.resolve(argument.substring(blank + 1)));
        session.root.setModified(file, time);
        return Reply.of(213, "Modify=" + text + "; " + file.path() + ".");
    }

    static Reply chmod(Session session, String argument) throws IOException {
        int blank = argument.indexOf(' ');
        if (blank < 0 || blank == argument.length() - 1) {
            return Reply.of(501, "Syntax error: command needs two arguments.");
        }
        String mode = argument.substring(0, blank);
        if (!mode.matches("0?[0-7]{3}")) {
            return Reply.of(501, "Invalid SITE CHMOD format.");
        }
        Found found = session.root.find(session.folder.resolve(argument.substring(blank + 1)));
        session.root.setMode(found, permissions(Integer.parseInt(mode, 8)));
        return Reply.of(200, "SITE CHMOD successful.");
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }
}
