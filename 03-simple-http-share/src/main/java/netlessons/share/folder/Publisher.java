package netlessons.share.folder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import netlessons.share.folder.Refused.Reason;

/**
 * Gives whole files their final names, each in one step: nobody ever sees half a file, and of two that want one name at
 * the same moment exactly one gets it. Safe for use by many threads.
 */
final class Publisher {
    /** Of files called "name (1)", "name (2)" and so on: each new one has to look at all of them. */
    private static final int MOST_TWINS = 1000;

    /** Held while something changes, so that conditions and several files of one form are one step for our threads. */
    private final ReentrantLock changing = new ReentrantLock();

    private final Root root;
    private final boolean links;

    /** @param links false for tests: that a file system has none is found out each time */
    Publisher(Root root, boolean links) {
        this.root = root;
        this.links = links;
    }

    /**
     * A whole file, and what is to become of it.
     *
     * @param condition asked about the file that has the name now
     */
    record Job(Temporary file, Place place, Conflict rule, Predicate<Optional<Found>> condition) {}

    /** Makes folders and publishes files: all or none. When this returns, they will survive a power failure. */
    List<Published> publish(List<Place> folders, List<Job> jobs) throws Refused, IOException {
        List<Published> published = new ArrayList<>();
        Undo undo = new Undo();
        changing.lock();
        try {
            for (Job job : jobs) {
                if (!job.condition().test(root.find(job.place().names()))) {
                    throw new Refused(Reason.CHANGED, "The file is not, or no longer, the one you mean.");
                }
            }
            for (Place folder : folders) {
                folder.make(undo);
            }
            for (Job job : jobs) {
                job.place().makeFolders(undo);
                boolean last = published.size() == jobs.size() - 1;
                published.add(job.rule() == Conflict.replace ? replace(job, last, undo) : first(job, undo));
            }
        } catch (IOException | RuntimeException e) {
            undo.undo(e);
            throw e;
        } finally {
            changing.unlock();
        }
        undo.forget();
        return published;
    }

    /** The first free one of its names. */
    private Published first(Job job, Undo undo) throws Refused, IOException {
        int names = job.rule() == Conflict.rename ? MOST_TWINS : 1;
        for (int twin = 0; twin < names; twin++) {
            Place place = job.place();
            Place at = twin == 0 ? place : place.named(NewName.twin(place.name(), twin));
            try {
                return new Published(at.names(), false, take(job.file(), at, undo));
            } catch (FileAlreadyExistsException e) {
                // the next one
            }
        }
        throw new Refused(Reason.CONFLICT, "There is another file of this name.");
    }

    // @start region=take
    /** Gives it this name if that is free: looking first would leave a moment in which somebody else takes it. */
    private BasicFileAttributes take(Temporary file, Place at, Undo undo) throws IOException {
        Path path = at.path();
        try (Steps folder = Steps.to(root.path(), path.getParent())) {
            BasicFileAttributes attributes = file.attributes();
            undo.changes(path.getParent());
            try {
                if (!links) {
                    throw new UnsupportedOperationException();
                }
                Files.createLink(path, file.path());
                undo.named(path, attributes.fileKey());
                landed(folder, path, attributes.fileKey());
            } catch (FileAlreadyExistsException | Refused e) {
                throw e;
            } catch (UnsupportedOperationException | IOException e) { // FAT has no links
                if (folder.look(path.getFileName()).isPresent()) {
                    throw new FileAlreadyExistsException(path.toString());
                }
                rename(file, folder, path);
                undo.named(path, attributes.fileKey());
            }
            return attributes;
        }
    }
    // @end

    /** Whoever exchanges the folder for a link at this very moment does not get a file to wherever that leads. */
    private static void landed(Steps folder, Path path, Object key) throws IOException {
        Optional<BasicFileAttributes> there = folder.look(path.getFileName());
        if (there.isEmpty() || !Objects.equals(there.get().fileKey(), key)) {
            throw new Refused(Reason.CONFLICT, "The folder has just been exchanged for another one.");
        }
    }

    /** Takes the name from the file that has it, which is a whole file until the moment that this one is. */
    private Published replace(Job job, boolean last, Undo undo) throws Refused, IOException {
        Path path = job.place().path();
        try (Steps folder = Steps.to(root.path(), path.getParent())) {
            Optional<BasicFileAttributes> old = folder.look(path.getFileName());
            if (!old.map(BasicFileAttributes::isRegularFile).orElse(true)) {
                throw new Refused(Reason.CONFLICT, "There is something of this name that is no file.");
            }
            BasicFileAttributes attributes = job.file().attributes();
            undo.changes(path.getParent());
            if (old.isPresent() && !last) {
                undo.loses(path);
            }
            rename(job.file(), folder, path);
            if (old.isEmpty()) {
                undo.named(path, attributes.fileKey());
            }
            return new Published(job.place().names(), old.isPresent(), attributes);
        }
    }

    private void rename(Temporary file, Steps to, Path path) throws IOException {
        try (Steps from = Steps.to(root.path(), file.path().getParent())) {
            from.rename(file.path().getFileName(), to, path.getFileName());
        }
    }
}
