package netlessons.downloader.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives whole files their final names, each in one step: nobody ever sees half a file, and of two that want one name at
 * the same moment exactly one gets it. Safe for use by many threads.
 */
final class Publisher {
    /** So many files called "name (1)", "name (2)" and so on there may be before we take something to be wrong. */
    private static final int MOST_TWINS = 100_000;

    private final Path dir;
    private final Conflict onConflict;
    private final Claims claims;
    private final Leftovers leftovers;
    private final boolean links;

    /** For steps that look first and then act. */
    private final ReentrantLock looking = new ReentrantLock();

    /** @param links false for tests: that a file system has none is found out each time */
    Publisher(Path dir, Conflict onConflict, Claims claims, Leftovers leftovers, boolean links) {
        this.dir = dir;
        this.onConflict = onConflict;
        this.claims = claims;
        this.leftovers = leftovers;
        this.links = links;
    }

    /** Whether a file may get this name, as it looks now. */
    private Optional<String> obstacle(String name) throws IOException {
        Path target = dir.resolve(name);
        if (leftovers.isInUse(PartFile.journal(dir, name))) {
            return Optional.of("another process is fetching " + name);
        } else if (onConflict == Conflict.replace) {
            return isReplaceable(target) ? Optional.empty() : Optional.of(name + " is there, and is no file");
        }
        // Under rename a link to nothing is seen when the name is taken, and to look here costs an exception a file.
        boolean there = Named.exists(target)
                || onConflict == Conflict.reject && Disk.look(target).isPresent();
        return there ? Optional.of("there is another " + name) : Optional.empty();
    }

    private static boolean isReplaceable(Path target) throws IOException {
        return Disk.look(target).map(BasicFileAttributes::isRegularFile).orElse(true);
    }

    /** Claims this name, or under {@code rename} the first free one that is like it. */
    Claims.Claim claim(String name) throws IOException {
        String reason = "";
        boolean many = onConflict == Conflict.rename;
        for (int twin = many ? claims.firstTwin(name) : 0; twin < (many ? MOST_TWINS : 1); twin++) {
            String tried = twin == 0 ? name : Names.twin(name, twin);
            Optional<Claims.Claim> claim = claims.take(tried);
            Optional<String> obstacle = claim.isEmpty()
                    ? Optional.of("another download of this run has the name " + name)
                    : obstacle(tried);
            if (obstacle.isEmpty()) {
                claims.firstTwin(name, twin);
                return claim.get();
            }
            claim.ifPresent(Claims.Claim::close);
            reason = obstacle.get();
        }
        throw new Taken(reason);
    }

    // @start region=publish
    /**
     * Publishes a file whose bytes are durable. Its name is so only when the folder has been forced.
     *
     * @param name as it was asked for
     * @param claim the one that was found for it
     * @throws NoSuchFileException if the file has gone
     */
    Path publish(Path from, String name, Claims.Claim claim) throws IOException {
        Path target = dir.resolve(claim.name());
        if (onConflict == Conflict.replace) {
            replace(from, target);
            claim.keep();
            return target;
        } else if (take(from, target)) {
            return target;
        } else if (onConflict == Conflict.reject) {
            throw new Taken("there is another " + claim.name() + " by now");
        }
        while (true) { // somebody else was faster
            try (Claims.Claim another = claim(name)) {
                if (take(from, dir.resolve(another.name()))) {
                    return dir.resolve(another.name());
                }
                claims.firstTwin(name, claims.firstTwin(name) + 1); // a link to nothing
            }
        }
    }

    /** Gives it this name if that is free: looking first would leave a moment in which somebody else takes it. */
    private boolean take(Path from, Path target) throws IOException {
        if (!links) {
            return takeWithoutLinks(from, target);
        }
        try {
            Files.createLink(target, from);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            return takeWithoutLinks(from, target);
        }
        Disk.delete(from);
        return true;
    }
    // @end

    /** FAT has no links. There we look and then rename: one step for our own threads, not for other programs. */
    private boolean takeWithoutLinks(Path from, Path target) throws IOException {
        looking.lock();
        try {
            if (Disk.look(target).isPresent()) {
                return false;
            }
            Files.move(from, target);
            return true;
        } finally {
            looking.unlock();
        }
    }

    /** Takes the name from the file that has it, which is a whole file until the moment that this one is. */
    private void replace(Path from, Path target) throws IOException {
        if (!isReplaceable(target)) {
            throw new Taken(target.getFileName() + " is there, and is no file");
        }
        Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
