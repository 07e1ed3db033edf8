package netlessons.downloader.fetch;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.file.Existing;
import netlessons.downloader.file.Identity;
import netlessons.downloader.file.Part;
import netlessons.downloader.file.Ranges;
import netlessons.downloader.file.Taken;
import netlessons.downloader.http.HttpFault;
import netlessons.downloader.http.Response;
import netlessons.downloader.progress.Track;

/**
 * A file as far as it has come: its part on disk, the version that is being fetched, the pieces that are missing. The
 * thread that leads a file changes it; {@link #pieces}, {@link #write} and {@link #difference} are for its helpers too.
 */
final class Incoming {
    private final Tools tools;
    private final Item item;
    private final Track track;
    private final Naming naming;
    private final Pieces pieces;
    private Part part;
    private volatile Identity identity;
    private boolean started;
    private boolean endIsCertain = true;
    /** Whether it has come from more than one address, or in more than one run. */
    private boolean joined;
    /** What is on disk is not the file that was wanted. */
    private boolean wrong;

    Incoming(Tools tools, Item item, Track track) {
        this.tools = tools;
        this.item = item;
        this.track = track;
        this.naming = new Naming(tools, item);
        this.pieces = new Pieces(tools.settings().segments(), tools.settings().minSegment());
    }

    /** What an earlier run left is taken up if it can be joined with what is still to come. */
    void takeUp() throws DiskFault {
        Optional<Part> left = tools.root().left(item.uris(), item.name());
        if (left.isEmpty()) {
            return;
        }
        part = left.get();
        identity = part.identity().orElse(null);
        if (identity == null || !joinable(identity.uri())) {
            identity = null;
            return;
        }
        part.resume();
        joined = true;
        Ranges done = part.done();
        pieces.missing(
                done.gaps(identity.total().orElse(Piece.OPEN)),
                identity.total().orElse(0),
                identity.total().isEmpty());
        start(done.size());
    }

    /** Whether nothing is known of it. */
    boolean fresh() {
        return identity == null;
    }

    /** What came can be joined with what that address will send: it has a validator, or else a checksum will tell. */
    boolean joinable(URI uri) {
        return joinable(uri, identity);
    }

    boolean joinable(URI uri, Identity begun) {
        return item.checksum().isPresent()
                || begun.isFrom(uri) && Version.validator(begun).isPresent();
    }

    /** The rest is to come from there. */
    void from(URI uri) {
        joined |= identity != null && !identity.isFrom(uri);
    }

    boolean joined() {
        return joined;
    }

    /** For If-Range. */
    Optional<String> validator(URI uri) {
        return identity != null && identity.isFrom(uri) ? Version.validator(identity) : Optional.empty();
    }

    Optional<String> difference(URI uri, Response response) {
        return identity.isFrom(uri) ? Version.difference(identity, response) : Version.size(identity, response);
    }

    OptionalLong total() {
        return identity == null ? OptionalLong.empty() : identity.total();
    }

    /** What was there before, under the name that this response would get, if it is the same file. */
    Optional<Existing> there(URI uri, Response response) throws DiskFault {
        return started ? Optional.empty() : naming.there(uri, response);
    }

    /** This response is where the file begins anew: {@code piece}, which nobody shares, becomes what it brings. */
    void begin(URI uri, Response response, Piece piece) throws DiskFault, Taken, HttpFault {
        Identity now = Version.of(uri, response);
        checkSize(now.total().orElse(0));
        if (part == null) {
            part = tools.root().claim(naming.name(response), item.name().isPresent());
        }
        part.begin(now);
        joined = false;
        wrong = false;
        identity = now;
        endIsCertain = response.endIsCertain();
        long total = now.total().orElse(Piece.OPEN);
        long end = response.contentRange().isPresent()
                ? response.contentRange().get().to()
                : total;
        piece.set(0, end);
        pieces.missing(
                end < total ? List.of(new Ranges.Range(end, total)) : List.of(),
                now.total().orElse(0),
                response.contentRange().isEmpty());
        start(0);
    }

    /** The size was not known before. */
    void total(OptionalLong total) throws HttpFault {
        checkSize(total.orElse(0));
        identity = new Identity(identity.uri(), identity.etag(), identity.modified(), identity.dateable(), total);
        track.begin(part.name(), total, track.bytes());
    }

    /** Nothing that has come is of use. */
    void restart(String reason) {
        if (identity != null) {
            identity = null;
            track.begin(track.name(), OptionalLong.empty(), 0);
            tools.progress().restarted(track, reason);
        }
        pieces.reset();
    }

    /** All has come, and it is not what was wanted. */
    void reject(String reason) {
        wrong = true;
        restart(reason);
    }

    /** @throws HttpFault if the file is larger than what is wanted */
    void checkSize(long size) throws HttpFault {
        long most = tools.settings().limits().maxSize();
        if (most > 0 && size > most) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "more than --max-size: " + size + " bytes");
        }
    }

    void write(ByteBuffer bytes, long at) throws DiskFault {
        int length = bytes.remaining();
        part.write(bytes, at);
        track.add(length);
    }

    Tries tries() {
        return new Tries(tools.settings().retries(), tools.backoff(), track.bytes());
    }

    Pieces pieces() {
        return pieces;
    }

    Track track() {
        return track;
    }

    /** False if it ended where the connection did, and nothing showed that this was meant. */
    boolean endIsCertain() {
        return endIsCertain || item.checksum().isPresent();
    }

    private void start(long kept) {
        track.begin(part.name(), identity.total(), kept);
        if (!started) {
            started = true;
            tools.saver().add(part);
            tools.progress().started(track);
        }
    }

    /** Hexadecimal. */
    String digest(String algorithm) throws DiskFault {
        return part.digest(algorithm);
    }

    /** All of it is there: it gets its name. */
    Path publish() throws DiskFault, Taken {
        tools.saver().remove(part);
        Path file = part.publish(identity.modified());
        part.close();
        part = null;
        return file;
    }

    /**
     * It is not complete, and left alone.
     *
     * @param keep whether the next run may go on with it
     * @return whether it can
     */
    boolean close(boolean keep) {
        if (part == null) {
            return false;
        }
        tools.saver().remove(part);
        // What is on disk counts: it is of use even if this run did not come as far as to go on with it.
        boolean joinable =
                part.identity().filter(begun -> joinable(begun.uri(), begun)).isPresent();
        boolean useful = keep && !wrong && joinable && !part.done().isEmpty();
        if (!useful) {
            part.discard();
        }
        part.close();
        return useful && part.isKept();
    }
}
