package netlessons.downloader.file;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder that takes files in, and lets nobody out: a name that {@link Names} has made safe leads nowhere else. Safe for
 * use by many threads. None of them may be interrupted while it is in this package: Java closes an open file whose thread
 * is interrupted, for all threads that use it.
 */
public final class Root {
    /** How the names of our temporary files begin. */
    static final String TEMPORARY = ".netlessons-";

    /** So many twins of a name are compared with what is to be fetched. */
    private static final int MOST_LOOKED_AT = 1000;

    private final Path root;
    private final Space space;
    private final Leftovers leftovers;
    private final Publisher publisher;
    private final FolderForce force;

    private Root(Path root, Conflict onConflict, long minFree) throws IOException {
        this.root = root;
        this.space = new Space(root, minFree);
        this.leftovers = new Leftovers(root);
        this.publisher = new Publisher(root, onConflict, new Claims(), leftovers, true);
        this.force = new FolderForce(root);
    }

    /**
     * Opens it, and makes it if it is not there. It need not be closed.
     *
     * @param minFree bytes of the disk that stay free
     */
    public static Root open(Path dir, Conflict onConflict, long minFree) throws DiskFault {
        try {
            if (!Files.isDirectory(dir)) { // else a link to a folder would be a fault up to JDK 19
                Files.createDirectories(dir);
            }
            if (!Files.isWritable(dir)) {
                throw new DiskFault("the folder " + dir + " cannot be written to", null);
            }
            return new Root(dir.toRealPath(), onConflict, minFree);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new DiskFault(dir + " is no folder", e);
        } catch (IOException e) {
            throw DiskFault.of("the folder " + dir + " cannot be used", e);
        }
    }

    /**
     * What an earlier run left for one of these addresses, if nobody else is at it and nobody chose a name for it. It is
     * ours until it is closed. Of each one is told once only.
     */
    public Optional<Part> left(List<URI> uris) throws DiskFault {
        return left(uris, Optional.empty());
    }

    /** The same for a file of that name, if the user chooses one: whoever chose it before. */
    public Optional<Part> left(List<URI> uris, Optional<String> chosen) throws DiskFault {
        try {
            Optional<Leftovers.Found> found =
                    leftovers.take(uris, chosen.map(given -> writable(Names.safe(given, true))));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try {
                Claims.Claim claim = publisher.claim(found.get().wanted().name());
                return Optional.of(new Part(this, found.get(), claim));
            } catch (Taken e) {
                found.get().file().close(); // it stays, for a run in which its name is free
                return Optional.empty();
            }
        } catch (IOException e) {
            throw DiskFault.of("what an earlier run left cannot be read", e);
        }
    }

    /** A part for a file whose name the user has not chosen. */
    public Part claim(String name) throws DiskFault, Taken {
        return claim(name, false);
    }

    // @start region=claim
    /**
     * A part for a file of that name, which is ours until the part is closed: neither anybody else in this run gets it nor
     * another process that does the same. Under {@code rename} it may become another name, that is free.
     *
     * @param name made {@linkplain Names#safe safe}, if it is not
     * @param chosen whether the user wants it so: only who chooses it again can go on with the part
     * @throws Taken if the name is not free
     */
    public Part claim(String name, boolean chosen) throws DiskFault, Taken {
        String safe = writable(Names.safe(name, true));
        try {
            return new Part(this, new Wanted(safe, chosen), publisher.claim(safe));
        } catch (Taken e) {
            throw e;
        } catch (IOException e) {
            throw DiskFault.of(safe + " cannot be written", e);
        }
    }
    // @end

    /** The regular files that have this name, or the ones that its twins would get, as far as there are any. */
    public List<Existing> existing(String name) {
        String safe = writable(Names.safe(name, true));
        List<Existing> all = new ArrayList<>();
        for (int twin = 0; twin < MOST_LOOKED_AT; twin++) {
            Path path = root.resolve(twin == 0 ? safe : Names.twin(safe, twin));
            if (!Named.exists(path)) {
                break;
            }
            try {
                Disk.look(path)
                        .filter(BasicFileAttributes::isRegularFile)
                        .map(found -> new Existing(
                                path, found.size(), found.lastModifiedTime().toInstant()))
                        .ifPresent(all::add);
            } catch (IOException e) {
                break; // we may not look at it
            }
        }
        return all;
    }

    private String writable(String name) {
        try {
            root.resolve(name);
            return name;
        } catch (InvalidPathException e) {
            return Names.ascii(name);
        }
    }

    /** A real path. */
    Path path() {
        return root;
    }

    Space.Reservation reservation() {
        return space.reservation();
    }

    Publisher publisher() {
        return publisher;
    }

    /** Makes the names in it durable. */
    void force() throws IOException {
        force.force();
    }
}
