package netlessons.ftp.session;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.wire.Reply;

/** Where one is, and which folders there are: RFC 959 sections 4.1.1 and 4.1.3, its appendix II for the replies. */
final class Folders {
    private Folders() {}

    /** Without an argument to the root, as pyftpdlib has it. */
    static Reply cwd(Session session, String argument) throws IOException {
        return enter(session, named(session, argument));
    }

    static VirtualPath named(Session session, String argument) {
        return argument.isEmpty() ? VirtualPath.ROOT : session.folder.resolve(argument);
    }

    static Reply cdup(Session session, String argument) throws IOException {
        return enter(session, session.folder.parent());
    }

    private static Reply enter(Session session, VirtualPath path) throws IOException {
        if (!session.root.find(path).isFolder()) {
            throw new NotDirectoryException(path.toString());
        }
        session.folder = path;
        return Reply.of(250, '"' + path.toString() + "\" is the current directory.");
    }

    static Reply pwd(Session session, String argument) {
        return Reply.of(257, session.folder.quoted() + " is the current directory.");
    }

    static Reply mkd(Session session, String argument) throws IOException {
        VirtualPath path = session.folder.resolve(argument);
        session.root.makeFolder(path);
        return Reply.of(257, path.quoted() + " directory created.");
    }

    static Reply rmd(Session session, String argument) throws IOException {
        VirtualPath path = session.folder.resolve(argument);
        if (path.isRoot()) {
            throw new FileSystemException(path.toString(), null, "Can't remove root directory");
        }
        session.root.deleteFolder(path);
        return Reply.of(250, "Directory removed.");
    }
}
