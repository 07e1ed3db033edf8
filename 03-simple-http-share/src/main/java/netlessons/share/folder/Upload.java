package netlessons.share.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A file that comes. Nobody sees it before it is whole. For one thread at a time; anybody may close it. */
public final class Upload implements Closeable {
    private final Uploads uploads;
    private final Place place;
    private final Temporary temporary;
    private final Space.Reservation reservation;
    private final Conflict rule;

    Upload(Uploads uploads, Place place, Temporary temporary, Space.Reservation reservation, Conflict rule) {
        this.uploads = uploads;
        this.place = place;
        this.temporary = temporary;
        this.reservation = reservation;
        this.rule = rule;
    }

    /** When the last of what has come came, if an earlier run of the server took it. */
    public Instant changed() throws IOException {
        return temporary.attributes().lastModifiedTime().toInstant();
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
    public void write(ByteBuffer bytes) throws Refused {
        if (bytes.remaining() > uploads.most() - temporary.size()) {
            throw uploads.tooLarge();
        }
        int count = bytes.remaining();
        reservation.expect(count);
        try {
            temporary.write(bytes);
        } catch (IOException e) {
            throw Refused.of(e);
        } finally {
            reservation.used(count - bytes.remaining());
        }
    }

    /** All of it has come: the bytes are made durable, and it rests. */
    public void finish() throws Refused {
        try {
            temporary.finish();
        } catch (IOException e) {
            throw Refused.of(e);
        }
    }

    /**
     * Gives the file its name. When this returns, bytes and name are on the disk.
     *
     * @param condition whether it may be, given the file that has the name now; nobody else changes it meanwhile
     * @throws Refused CHANGED if it may not
     */
    public Published publish(Predicate<Optional<Found>> condition) throws Refused {
        return uploads.publish(List.of(), List.of(this), condition).get(0);
    }

    Publisher.Job job(Predicate<Optional<Found>> condition) {
        return new Publisher.Job(temporary, place, rule, condition);
    }

    void keep() {
        reservation.keep();
    }

    /** What was not published goes. Once more does nothing. */
    @Override
    public void close() throws IOException {
        uploads.ended(this);
        try {
            temporary.close();
        } finally {
            reservation.close();
        }
    }
}
