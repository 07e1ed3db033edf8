package netlessons.share.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    /** How many bytes have come. */
    public long size() {
        return temporary.size();
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
