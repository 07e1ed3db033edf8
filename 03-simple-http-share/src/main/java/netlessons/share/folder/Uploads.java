package netlessons.share.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import netlessons.share.folder.Refused.Reason;

/** Takes new files into a folder. Safe for use by many threads; closing it drops what is under way. */
public final class Uploads implements Closeable {
    /** Of looks at the folders on the way to a new file, while others make and delete them. */
    private static final int ATTEMPTS = 10;

    private final Root root;
    private final Conflict rule;
    private final long most;
    private final Space space;
    private final Publisher publisher;
    private final Sweeper sweeper;
    private final Set<Upload> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param rule what happens if a name is taken, and the sender wants nothing else
     * @param most bytes of one file
     * @param quota most bytes that all uploads together may bring
     * @param minFree bytes of the disk that stay free
     * @param keep how long a temporary file stays that nobody writes to any more: one of a server that was killed
     */
    public Uploads(Root root, Conflict rule, long most, long quota, long minFree, Duration keep) {
        this.root = root;
        this.rule = rule;
        this.most = most;
        this.space = new Space(root.path(), minFree, quota);
        this.publisher = new Publisher(root, true);
        this.sweeper = Sweeper.start(List.of(root.path()), keep);
    }

    public Conflict rule() {
        return rule;
    }

    /** In bytes. */
    public long most() {
        return most;
    }

    /** How many bytes there is room for, as it is now. */
    public long room() {
        return space.room();
    }

    /**
     * Begins to take a file; close it.
     *
     * @param names where it is to be, seen from the root; folders on the way are made when it is published
     * @param size if it was announced
     * @throws Refused as far as this can be known already
     */
    public Upload begin(List<String> names, OptionalLong size, Conflict wanted) throws Refused {
        Upload upload = begin(new Place(root, names), size.orElse(0), wanted, folder -> Temporary.in(root, folder));
        open.add(upload);
        if (closed) { // perhaps after all the others were closed
            close();
            throw new Refused(Reason.STOPPING, "The server takes no more files.");
        }
        return upload;
    }

    /**
     * The same for a file that comes in pieces, with rests between them ({@link Upload#rest}); it rests. Nothing is made
     * before the first byte. It outlives us, if it is not closed.
     *
     * @param number its own: 16 or 32 hexadecimal digits
     */
    public Upload inPieces(List<String> names, long size, Conflict wanted, String number) throws Refused, IOException {
        Upload upload = begin(new Place(root, names), size, wanted, folder -> Temporary.later(root, folder, number));
        upload.rest();
        return upload;
    }

    /** What an earlier run of the server has of a file that comes in pieces; nothing if there is nothing left. */
    public Optional<Upload> leftOver(List<String> names, Conflict wanted, String number) throws Refused, IOException {
        Place place = new Place(root, names);
        return place.leftOver(number).map(file -> new Upload(this, place, file, space.reservation(), wanted));
    }

    private Upload begin(Place place, long size, Conflict wanted, Maker maker) throws Refused {
        if (size > most) {
            throw tooLarge();
        }
        Space.Reservation reservation = space.reservation();
        try {
            Optional<BasicFileAttributes> there = Disk.look(place.path());
            boolean file = there.map(BasicFileAttributes::isRegularFile).orElse(false);
            if (there.isPresent() && wanted != Conflict.rename && !(file && wanted == Conflict.replace)) {
                throw new Refused(Reason.CONFLICT, "There is something of this name already.");
            }
            reservation.reserve(size);
            return new Upload(this, place, temporary(place, maker), reservation, wanted);
        } catch (IOException e) {
            reservation.close();
            throw Refused.of(e);
        }
    }

    /** In the nearest folder that is there: but that may go, if it was made for an upload that came to nothing. */
    private static Temporary temporary(Place place, Maker maker) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return maker.in(place.nearest());
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Makes a temporary file in a folder. */
    private interface Maker {
        Temporary in(Path folder) throws IOException;
    }

    /** Makes a folder, and those on the way to it. */
    public void folder(List<String> names) throws Refused {
        publish(List.of(names), List.of(), there -> true);
    }

    /**
     * Makes folders and publishes files, all of them or none.
     *
     * @param folders each seen from the root; the ones on the way to it are made, too
     * @param condition whether they may be, given the file that has the name now
     */
    public List<Published> publish(List<List<String>> folders, List<Upload> files, Predicate<Optional<Found>> condition)
            throws Refused {
        try {
            List<Place> places = new ArrayList<>();
            for (List<String> names : folders) {
                places.add(new Place(root, names));
            }
            for (Upload file : files) {
                file.finish();
            }
            List<Published> published = publisher.publish(
                    places, files.stream().map(file -> file.job(condition)).toList());
            files.forEach(Upload::keep);
            return published;
        } catch (IOException e) {
            throw Refused.of(e);
        }
    }

    Refused tooLarge() {
        return new Refused(Reason.TOO_LARGE, "The file is larger than " + most + " bytes.");
    }

    void ended(Upload upload) {
        open.remove(upload);
    }

    /** What has not come whole goes, unless it comes in pieces; whoever is writing to it is told. */
    @Override
    public void close() {
        closed = true;
        sweeper.close();
        for (Upload upload : open) {
            try {
                upload.close();
            } catch (IOException e) {
                // the next sweep gets what is left
            }
        }
    }
}
