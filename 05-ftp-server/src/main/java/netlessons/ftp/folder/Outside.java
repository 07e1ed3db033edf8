package netlessons.ftp.folder;

import java.nio.file.FileSystemException;

/** A link leads out of the user's root. */
public final class Outside extends FileSystemException {
    private static final long serialVersionUID = 1L;

    Outside(VirtualPath path) {
        super(path.toString());
    }
}
