package netlessons.share.folder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Gives whole files their final names, each in one step: nobody ever sees half a file, and of two that want one name at
 * the same moment exactly one gets it. Safe for use by many threads.
 */
final class Publisher {
    /** Of files called "name (1)", "name (2)" and so on: each new one has to look at all of them. */
    private static final int MOST_TWINS = 1000;

    /** For steps that look first and then act. */
    private final ReentrantLock looking = new ReentrantLock();

    private final Root root;

    Publisher(Root root) {
        this.root = root;
    }

    Published publish(Temporary file, Place place, Conflict rule, Predicate<Optional<Found>> condition)
            throws Refused, IOException {
        looking.lock();
        try {
            Path folder = place.parent();
            if (!condition.test(root.find(place.names()))) {
                throw new Refused(Refused.Reason.CONFLICT, "The file is not, or no longer, the one you mean.");
            }
            Published published = rule == Conflict.replace
                    ? replace(file, place)
                    : first(file, place, rule == Conflict.rename ? MOST_TWINS : 1);
            Place.force(folder);
            return published;
        } finally {
            looking.unlock();
        }
    }

    // @start region=first
    /** The first free one of its names. */
    private static Published first(Temporary file, Place place, int names) throws Refused, IOException {
        for (int twin = 0; twin < names; twin++) {
            Place at = twin == 0 ? place : place.named(twin(place.name(), twin));
            try {
                link(file.path(), at.path());
                return new Published(at.names(), false);
            } catch (FileAlreadyExistsException e) {
                // the next one
            }
        }
        throw new Refused(Refused.Reason.CONFLICT, "There is another file of this name.");
    }

    /** Looking whether the name is free, and then taking it, would leave a moment in which somebody else takes it. */
    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) { // FAT has no links
            if (Place.look(to).isPresent()) {
                throw new FileAlreadyExistsException(to.toString());
            }
            Files.move(from, to);
        }
    }
    // @end

    /** Takes the name from the file that has it, which is a whole file until the moment that this one is. */
    private static Published replace(Temporary file, Place place) throws Refused, IOException {
        Optional<BasicFileAttributes> old = Place.look(place.path());
        if (!old.map(BasicFileAttributes::isRegularFile).orElse(true)) {
            throw new Refused(Refused.Reason.CONFLICT, "There is something of this name that is no file.");
        }
        Files.move(file.path(), place.path(), StandardCopyOption.ATOMIC_MOVE);
        return new Published(place.names(), old.isPresent());
    }

    /** "a.tar" becomes "a (1).tar". */
    private static String twin(String name, int number) {
        int dot = name.lastIndexOf('.');
        int end = dot <= 0 ? name.length() : dot;
        return name.substring(0, end) + " (" + number + ")" + name.substring(end);
    }
}
