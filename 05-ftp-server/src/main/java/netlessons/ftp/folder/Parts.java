package netlessons.ftp.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The hidden files that stand for others as long as those are not whole. Safe for threads. */
final class Parts {
    private static final Pattern NAME =
            Pattern.compile(Pattern.quote(Root.TEMPORARY) + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part");

    /**
     * One that somebody in this process is at now; its folder may get another name meanwhile, but no other key. A lock does
     * not tell: on Unix a process that opens and closes a file once more loses the locks that it has on it.
     */
    private record Busy(Object folder, String name) {}

    private static final Set<Busy> BUSY = ConcurrentHashMap.newKeySet();

    private Parts() {}

    /** The part that goes with a name, for one writer alone; if somebody is at it just now, any other one. */
    static Path claim(Steps folder, String name) throws IOException {
        String part = hidden(name);
        return BUSY.add(new Busy(folder.key(), part)) ? folder.name(part) : another(folder);
    }

    /** One that goes with no name. */
    static Path another(Steps folder) throws IOException {
        String part = hidden(UUID.randomUUID().toString());
        BUSY.add(new Busy(folder.key(), part));
        return folder.name(part);
    }

    /** The same for one that was found; false if somebody is at it. */
    static boolean claim(Steps folder, Path part) throws IOException {
        return BUSY.add(new Busy(folder.key(), part.toString()));
    }

    static void release(Steps folder, Path part) throws IOException {
        BUSY.remove(new Busy(folder.key(), part.toString()));
    }

    /** Whether this is the name of one. */
    static boolean isOne(Path name) {
        return NAME.matcher(name.toString()).matches();
    }

    /** Whether somebody who asks for this name will find that part. */
    static boolean goesWith(Path part, String name) {
        return part.toString().equals(hidden(name));
    }

    private static String hidden(String name) {
        return Root.TEMPORARY + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + ".part";
    }

    /** How long the part is that goes with a name. */
    static Optional<Long> kept(Steps folder, String name) throws IOException {
        return folder.look(folder.name(hidden(name)))
                .filter(BasicFileAttributes::isRegularFile)
                .map(BasicFileAttributes::size);
    }

    /** Deletes the part that goes with a name, unless somebody is at it. Returns whether there was one. */
    static boolean delete(Steps folder, String name) throws IOException {
        String part = hidden(name);
        if (kept(folder, name).isEmpty() || !BUSY.add(new Busy(folder.key(), part))) {
            return false;
        }
        try {
            folder.delete(folder.name(part));
            return true;
        } finally {
            BUSY.remove(new Busy(folder.key(), part));
        }
    }

    /**
     * Deletes all parts in a folder, of which nobody sees that it is not empty.
     *
     * @throws DirectoryNotEmptyException if there is anything else, or somebody is at one of them; then nothing is deleted
     */
    static void clear(Steps folder) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (Path entry : folder) {
            Path name = entry.getFileName();
            if (!isOne(name) || BUSY.contains(new Busy(folder.key(), name.toString()))) {
                throw new DirectoryNotEmptyException(null);
            }
            parts.add(name);
        }
        for (Path part : parts) {
            folder.delete(part);
        }
    }
}
