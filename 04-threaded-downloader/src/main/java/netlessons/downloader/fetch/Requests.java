package netlessons.downloader.fetch;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import netlessons.downloader.Limits;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.file.Existing;
import netlessons.downloader.file.Taken;
import netlessons.downloader.http.ByteRange;
import netlessons.downloader.http.Call;
import netlessons.downloader.http.ContentRange;
import netlessons.downloader.http.Get;
import netlessons.downloader.http.HttpFault;
import netlessons.downloader.http.Response;

/** The requests of one worker, one after the other: asks for a piece, checks the answer, writes it. For one thread. */
final class Requests {
    /**
     * A part that cannot be used, or an answer to what was asked beside the file: to the range, or to an ETag so long that
     * the request is refused (400, 431). The same request without them may well be answered.
     */
    private static final Set<Integer> ABOUT_THE_RANGE = Set.of(206, 400, 412, 431, 501);

    private final Tools tools;
    private final URI uri;
    private final Host host;
    private final Incoming incoming;
    private final Scope scope;
    private final Runnable onRanges;
    private final SpeedGuard guard;
    private boolean mayBegin;

    /**
     * @param mayBegin whether it may begin the file anew, since nobody else is at work
     * @param onRanges called once, when the origin has shown that it does ranges: from then on others may be at work
     */
    Requests(Tools tools, URI uri, Incoming incoming, Scope scope, boolean mayBegin, Runnable onRanges) {
        this.tools = tools;
        this.uri = uri;
        this.host = tools.hosts().of(uri);
        this.incoming = incoming;
        this.scope = scope;
        this.mayBegin = mayBegin;
        this.onRanges = onRanges;
        Limits limits = tools.settings().limits();
        this.guard = new SpeedGuard(limits.minSpeed(), limits.minSpeedTime());
    }

    Host host() {
        return host;
    }

    /** All of the piece, or what the origin sends of it. */
    void fetch(Piece piece) throws HttpFault, DiskFault, Taken, Restart, There {
        Get get = get(piece);
        host.enter(scope);
        Call call = tools.http().call(get);
        Runnable hook = scope.onEnd(call::cut);
        long before = System.nanoTime();
        try (Response response = call.send()) {
            guard.read(0, System.nanoTime() - before);
            if (response.status() == 206) {
                part(get, response, piece);
            } else if (response.status() == 200) {
                whole(response, piece);
            } else if (nothingLeft(response, piece)) {
                piece.end();
                return;
            } else {
                throw new Restart("the origin has no byte " + piece.from() + " (416)");
            }
            copy(response, piece);
        } catch (HttpFault e) {
            if (get.range().isPresent() && ABOUT_THE_RANGE.contains(e.status())) {
                throw new Restart(e.getMessage());
            }
            throw e;
        } finally {
            scope.forget(hook);
            host.leave();
        }
    }

    private Get get(Piece piece) throws Restart {
        boolean all = piece.from() == 0
                && (piece.open()
                        || incoming.total().isPresent() && incoming.total().getAsLong() == piece.to());
        if (all) {
            return new Get(uri, Optional.empty(), Optional.empty());
        }
        if (piece.from() > 0 && !incoming.joinable(uri)) {
            throw new Restart("the origin gave nothing to tell whether the rest belongs to the same file");
        }
        ByteRange range =
                new ByteRange(piece.from(), piece.open() ? OptionalLong.empty() : OptionalLong.of(piece.to()));
        return new Get(uri, Optional.of(range), incoming.validator(uri));
    }

    // @start region=part
    /** 206: it has to be what was asked for, of the same file; then others may join. */
    private void part(Get get, Response response, Piece piece) throws HttpFault, DiskFault, Taken, Restart, There {
        ContentRange got = response.contentRange().orElseThrow();
        if (got.from() != piece.from() || got.to() > piece.to()) {
            throw new Restart("asked for " + get.range().orElseThrow() + ", the origin sent " + got.from() + "-"
                    + (got.to() - 1));
        } else if (incoming.fresh()) {
            first(response, got, piece);
        } else {
            another(response, got, piece);
        }
        if (mayBegin) {
            mayBegin = false;
            onRanges.run();
        }
    }

    /** The first part says what the file is, and has to say enough to know the next one by. */
    private void first(Response response, ContentRange got, Piece piece)
            throws HttpFault, DiskFault, Taken, Restart, There {
        if (got.total().isEmpty()) {
            throw new Restart("the origin does not say how long the whole file is");
        } else if (got.to() < got.total().getAsLong() && !incoming.joinable(uri, Version.of(uri, response))) {
            throw new Restart("the origin gave nothing to tell whether two parts belong to the same file");
        }
        begin(response, piece);
    }

    /** Each other one has to be of the same version. */
    private void another(Response response, ContentRange got, Piece piece) throws HttpFault, Restart {
        Optional<String> difference = incoming.difference(uri, response);
        if (difference.isPresent()) {
            throw new Restart(difference.get());
        }
        if (incoming.total().isEmpty()) {
            incoming.total(got.total());
        }
        if (piece.open()) {
            piece.set(piece.from(), got.total().orElseThrow());
        }
    }
    // @end

    /** 200: the origin does no ranges, or the file is another one by now. If nobody else is at work, so be it. */
    private void whole(Response response, Piece piece) throws HttpFault, DiskFault, Taken, Restart, There {
        if (!mayBegin) {
            throw new Restart("the origin sends the whole file where a part was asked for");
        }
        if (!incoming.fresh() && piece.from() > 0) {
            incoming.restart("the file has changed, or the origin does no ranges");
        }
        begin(response, piece);
    }

    private void begin(Response response, Piece piece) throws HttpFault, DiskFault, Taken, There {
        Optional<Existing> there = incoming.there(uri, response);
        if (there.isPresent()) {
            throw new There(there.get());
        }
        incoming.begin(uri, response, piece);
    }

    /** 416 after all has come: an earlier run, or an earlier request, did not know that this was the end. */
    private boolean nothingLeft(Response response, Piece piece) {
        return !incoming.fresh()
                && piece.open()
                && response.contentRange()
                        .filter(range ->
                                range.total().isPresent() && range.total().getAsLong() == piece.from())
                        .isPresent();
    }

    private void copy(Response response, Piece piece) throws HttpFault, DiskFault {
        ByteBuffer buffer = tools.buffers().take(response.length());
        try {
            copy(response, piece, buffer);
        } finally {
            tools.buffers().give(buffer);
        }
    }

    private void copy(Response response, Piece piece, ByteBuffer buffer) throws HttpFault, DiskFault {
        while (piece.left() > 0) {
            int most = tools.pace().piece((int) Math.min(buffer.capacity(), piece.left()));
            long before = System.nanoTime();
            int count = response.read(buffer.clear().limit(most));
            if (count < 0) {
                break;
            }
            guard.read(count, System.nanoTime() - before);
            if (count == piece.left()) {
                expectEnd(response);
            }
            incoming.write(buffer.flip(), piece.from());
            piece.advance(count);
            if (piece.open()) {
                incoming.checkSize(piece.from());
            }
            Duration wait = tools.pace().read(count);
            if (!wait.isZero()) {
                scope.sleep(wait);
            }
        }
        if (piece.open()) {
            piece.end(); // a length that was announced would have been checked
        }
    }

    /** All bytes are here, but a body in chunks is complete only with its last, empty one (RFC 9112 section 8). */
    private static void expectEnd(Response response) throws HttpFault {
        if (response.read(ByteBuffer.allocate(1)) >= 0) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "more came than was asked for");
        }
    }
}
