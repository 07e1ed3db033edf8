package netlessons.downloader.file;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What earlier runs have left in a folder, found when the folder is opened. Safe for use by many threads. */
final class Leftovers {
    /** What could be resumed, with its journal locked. */
    record Found(Wanted wanted, PartFile file) {}

    /** Also keeps a thread that only looks whether a journal is locked from being in the way of one that resumes. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<URI, List<Left>> journals = new HashMap<>();

    /** A journal, and the name that its file is to have. */
    private record Left(Path journal, Wanted wanted) {
        static Left of(Path journal, Entry entry) {
            return new Left(journal, entry.wanted().orElse(new Wanted(PartFile.name(journal), false)));
        }
    }

    /** Looks at all that is there, and deletes what was published already. */
    Leftovers(Path dir) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(dir, Leftovers::isOurs)) {
            for (Path path : all) {
                try {
                    look(path);
                } catch (IOException e) {
                    // It is not ours to read: then it is not ours.
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean isOurs(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(Names.JOURNAL) || name.startsWith(Root.TEMPORARY) && name.endsWith(Names.PART);
    }

    private void look(Path path) throws IOException {
        if (path.getFileName().toString().startsWith(Root.TEMPORARY)) {
            Optional<Guarded> dead = Guarded.open(path);
            if (dead.isPresent()) {
                dead.get().delete();
            }
        } else if (!Guarded.isOpen(path) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Entry entry;
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                entry = Journal.read(channel);
            }
            entry.uri()
                    .ifPresent(uri -> journals.computeIfAbsent(uri, key -> new ArrayList<>())
                            .add(Left.of(path, entry)));
            if (entry.uri().isPresent() && !isUsable(PartFile.part(path))) {
                resume(path, entry.uri().get());
            }
        }
    }

    private static boolean isUsable(Path part) throws IOException {
        return Disk.look(part).isPresent() && Disk.names(part) == 1;
    }

    // @start region=take
    /** The first one for any of these addresses, and for that name if one is chosen, that nobody else is at. */
    Optional<Found> take(List<URI> uris, Optional<String> chosen) throws IOException {
        lock.lock();
        try {
            for (URI uri : journals.isEmpty() ? List.<URI>of() : uris) {
                URI plain = Entry.plain(uri);
                Iterator<Left> all = journals.getOrDefault(plain, List.of()).iterator();
                while (all.hasNext()) {
                    Left left = all.next();
                    if (left.wanted().fits(chosen)) {
                        all.remove();
                        Optional<Found> found = resume(left.journal(), plain);
                        if (found.isPresent() && found.get().wanted().equals(left.wanted())) {
                            return found;
                        } else if (found.isPresent()) {
                            found.get().file().close(); // it was begun anew meanwhile
                        }
                    }
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }
    // @end

    private static Optional<Found> resume(Path journal, URI uri) throws IOException {
        Optional<Guarded> guarded = Guarded.open(journal);
        if (guarded.isEmpty()) {
            return Optional.empty();
        }
        Entry entry = Journal.read(guarded.get().channel());
        if (!entry.uri().equals(Optional.of(uri))) {
            guarded.get().close();
            return Optional.empty(); // it was begun anew meanwhile
        }
        Wanted wanted = Left.of(journal, entry).wanted();
        return PartFile.resume(guarded.get(), entry).map(file -> new Found(wanted, file));
    }

    /** Whether another process writes a part with this journal. */
    boolean isInUse(Path journal) throws IOException {
        if (!Named.exists(journal)) {
            return false;
        }
        lock.lock();
        try {
            if (Guarded.isOpen(journal)) {
                return false;
            }
            Optional<Guarded> free = Guarded.open(journal);
            if (free.isPresent()) {
                free.get().close();
            }
            return free.isEmpty()
                    && Disk.look(journal)
                            .filter(BasicFileAttributes::isRegularFile)
                            .isPresent();
        } finally {
            lock.unlock();
        }
    }
}
