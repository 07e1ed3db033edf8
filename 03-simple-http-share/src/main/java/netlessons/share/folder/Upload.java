package netlessons.share.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** A file that comes. Nobody sees it before it is whole. For one thread at a time. */
public final class Upload implements Closeable {
    private final Publisher publisher;
    private final Place place;
    private final Temporary temporary;
    private final Space.Reservation reservation;
    private final long most;
    private final Conflict rule;

    Upload(
            Publisher publisher,
            Place place,
            Temporary temporary,
            Space.Reservation reservation,
            long most,
            Conflict rule) {
        this.publisher = publisher;
        this.place = place;
        this.temporary = temporary;
        this.reservation = reservation;
        this.most = most;
        this.rule = rule;
    }

    /** When the last of what has come came, if an earlier run of the server took it. */
    public Instant changed() throws IOException {
        return temporary.changed();
    }

    /** How many bytes have come. */
    public long size() {
        return temporary.size();
    }

    /** Takes the room for all that is still to come, so that it does not end half-way. */
    public void expect(long bytes) throws Refused {
        reservation.expect(bytes);
    }

    /**
     * Lets go of the open file, and of the room for what has not come, until more comes; what has come stays. Who sends
     * nothing any more keeps nobody else out.
     */
    public void rest() throws IOException {
        reservation.rest();
        temporary.rest();
    }

    /** Appends bytes. */
    public void write(ByteBuffer bytes) throws Refused, IOException {
        if (bytes.remaining() > most - temporary.size()) {
            throw new Refused(Refused.Reason.TOO_LARGE, "The file is larger than " + most + " bytes.");
        }
        reservation.use(bytes.remaining());
        try {
            temporary.write(bytes);
        } catch (IOException e) {
            throw Uploads.refused(e);
        }
    }

    /**
     * Gives the file its name. When this returns, bytes and name are on the disk.
     *
     * @param condition whether it may be, given the file that has the name now; nobody else changes it meanwhile
     * @throws Refused CONFLICT if it may not
     */
    public Published publish(Predicate<Optional<Found>> condition) throws Refused, IOException {
        temporary.force();
        Published published = publisher.publish(temporary, place, rule, condition);
        reservation.keep();
        return published;
    }

    /** What was not published goes. Once more does nothing. */
    @Override
    public void close() throws IOException {
        try {
            temporary.close();
        } finally {
            reservation.close();
        }
    }
}
