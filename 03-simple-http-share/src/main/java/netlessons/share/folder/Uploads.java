package netlessons.share.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes new files into a folder. Safe for use by many threads. */
public final class Uploads {
    private final Root root;
    private final Conflict rule;
    private final long most;
    private final Space space;
    private final Publisher publisher;

    /**
     * @param rule what happens if a name is taken, and the sender wants nothing else
     * @param most bytes of one file
     * @param quota most bytes that all uploads together may bring
     * @param leastFree bytes of the disk that stay free
     */
    public Uploads(Root root, Conflict rule, long most, long quota, long leastFree) {
        this.root = root;
        this.rule = rule;
        this.most = most;
        this.space = new Space(root.path(), leastFree, quota);
        this.publisher = new Publisher(root);
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
    public Upload begin(List<String> names, OptionalLong size, Conflict wanted) throws Refused, IOException {
        return begin(new Place(root, names), size.orElse(0), wanted, Temporary::in);
    }

    /**
     * The same for a file that comes in pieces, with rests between them ({@link Upload#rest}); it rests. Nothing is made
     * before the first byte.
     *
     * @param number its own: hexadecimal digits
     */
    public Upload inPieces(List<String> names, long size, Conflict wanted, String number) throws Refused, IOException {
        Place place = new Place(root, names);
        Upload upload = begin(place, size, wanted, folder -> Temporary.later(folder, number));
        upload.rest();
        return upload;
    }

    /** What an earlier run of the server has of a file that comes in pieces; nothing if there is nothing left. */
    public Optional<Upload> leftOver(List<String> names, Conflict wanted, String number) throws Refused, IOException {
        Place place = new Place(root, names);
        return place.leftOver(number)
                .map(file -> new Upload(publisher, place, file, space.reservation(), most, wanted));
    }

    private Upload begin(Place place, long size, Conflict wanted, Maker maker) throws Refused, IOException {
        if (size > most) {
            throw new Refused(Refused.Reason.TOO_LARGE, "The file is larger than " + most + " bytes.");
        }
        Space.Reservation reservation = space.reservation();
        try {
            Optional<BasicFileAttributes> there = Place.look(place.path());
            boolean file = there.map(BasicFileAttributes::isRegularFile).orElse(false);
            if (there.isPresent() && wanted != Conflict.rename && !(file && wanted == Conflict.replace)) {
                throw new Refused(Refused.Reason.CONFLICT, "There is something of this name already.");
            }
            reservation.reserve(size);
            return new Upload(publisher, place, maker.in(place.nearest()), reservation, most, wanted);
        } catch (Refused e) {
            reservation.close();
            throw e;
        } catch (IOException e) {
            reservation.close();
            throw refused(e);
        }
    }

    /** Makes a temporary file in a folder. */
    private interface Maker {
        Temporary in(Path folder) throws IOException;
    }

    /** Makes a folder, and those on the way to it. */
    public void folder(List<String> names) throws Refused, IOException {
        Place place = new Place(root, names);
        if (Place.look(place.path()).isPresent()) {
            throw new Refused(Refused.Reason.CONFLICT, "There is something of this name already.");
        }
        place.make();
    }

    /** What the file system said, in the words of an upload, where they fit. */
    static IOException refused(IOException e) {
        String reason = e instanceof FileSystemException fault ? String.valueOf(fault.getReason()) : e.getMessage();
        String words = String.valueOf(reason).toLowerCase(Locale.ROOT);
        if (words.contains("no space left") || words.contains("not enough space") || words.contains("quota")) {
            return new Refused(Refused.Reason.NO_ROOM, "The disk is full.");
        } else if (words.contains("not a directory")) {
            return new Refused(Refused.Reason.CONFLICT, "A part of the path is there already, and is no folder.");
        } else if (words.contains("name too long")) {
            return new Refused(Refused.Reason.NAME, "The path is too long.");
        } else if (e instanceof AccessDeniedException) {
            return new Refused(Refused.Reason.CONFLICT, "The server may not write there.");
        }
        return e;
    }
}
