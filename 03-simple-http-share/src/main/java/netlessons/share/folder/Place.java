package netlessons.share.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a new file or folder goes. No link is followed on the way: what is behind it may be anywhere. Immutable. */
final class Place {
    private static final int LONGEST = 255; // bytes of one name: no common file system takes more

    private final Root root;
    private final List<String> names;

    /** @throws Refused NAME if there can be nothing of such a name */
    Place(Root root, List<String> names) throws Refused {
        this.root = root;
        this.names = List.copyOf(names);
        for (String name : names) {
            boolean odd = name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\');
            if (odd || !root.isShown(name) || name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                throw new Refused(Refused.Reason.NAME, "No file may have this name here.");
            }
        }
        if (names.isEmpty()) {
            throw new Refused(Refused.Reason.CONFLICT, "The shared folder itself is there already.");
        }
    }

    List<String> names() {
        return names;
    }

    String name() {
        return names.get(names.size() - 1);
    }

    /** The same place, under another name. */
    Place named(String name) throws Refused {
        List<String> others = new ArrayList<>(names);
        others.set(others.size() - 1, name);
        return new Place(root, others);
    }

    Path path() throws Refused {
        return resolve(root.path(), String.join("/", names));
    }

    /** The folder on the way to it that is there, and nearest. */
    Path nearest() throws Refused, IOException {
        Path at = root.path();
        for (String name : names.subList(0, names.size() - 1)) {
            Path next = resolve(at, name);
            if (look(next).isEmpty()) {
                return at;
            }
            at = checked(next);
        }
        return at;
    }

    /** The temporary file of this number in one of the folders on the way to it. */
    Optional<Temporary> leftOver(String number) throws Refused, IOException {
        Path at = root.path();
        for (String name : names) {
            Optional<Temporary> file = Temporary.left(at, number);
            at = resolve(at, name);
            if (file.isPresent()
                    || !look(at).map(BasicFileAttributes::isDirectory).orElse(false)) {
                return file;
            }
        }
        return Optional.empty();
    }

    /** Makes the folders on the way to it, as far as they are missing, and forces them to the disk. */
    Path parent() throws Refused, IOException {
        return make(names.subList(0, names.size() - 1));
    }

    /** Makes a folder of this name, and those on the way to it. */
    void make() throws Refused, IOException {
        make(names);
    }

    private Path make(List<String> parts) throws Refused, IOException {
        Path at = root.path();
        for (String part : parts) {
            Path next = resolve(at, part);
            if (look(next).isEmpty()) {
                try {
                    Files.createDirectory(next);
                } catch (FileAlreadyExistsException e) {
                    // somebody else was faster
                }
                force(at);
            }
            at = checked(next);
        }
        return at;
    }

    private static Path checked(Path folder) throws Refused, IOException {
        if (!look(folder).map(BasicFileAttributes::isDirectory).orElse(false)) {
            throw new Refused(Refused.Reason.CONFLICT, "A part of the path is there already, and is no folder.");
        }
        return folder;
    }

    private static Path resolve(Path folder, String name) throws Refused {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) { // JDK 17 started in an ASCII locale, for one
            throw new Refused(Refused.Reason.NAME, "This system cannot write the name.");
        }
    }

    /** What is there, itself and not what it may point to. */
    static Optional<BasicFileAttributes> look(Path path) throws IOException {
        try {
            return Optional.of(Root.attributes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Makes the names in a folder durable: a file whose name is only in memory would be gone after a power failure. */
    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) { // elsewhere it cannot be opened
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                channel.force(true);
            }
        }
    }
}
