package netlessons.share.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.http.ByteRange;
import netlessons.share.http.Content;
import netlessons.share.http.FileVersion;
import netlessons.share.http.HttpError;
import netlessons.share.http.MediaTypes;
import netlessons.share.http.Preconditions;
import netlessons.share.http.Ranges;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;

/** Sends a file: whole, in parts, or not, if the client has it already. Safe for use by many threads. */
public final class FileHandler {
    /** How often a file may change between our first look at it and the moment it is open. */
    private static final int ATTEMPTS = 10;

    /** A file up to this size goes out together with the head, in one write instead of two, and is kept in memory. */
    private static final int SMALL = 32 << 10;

    /** Of Java's memory, the part that is for small files to be sent again. */
    private static final int CACHE_SHARE = 64;

    private final Root root;
    private final FileCache cache;

    public FileHandler(Root root) {
        this(root, new FileCache(Runtime.getRuntime().maxMemory() / CACHE_SHARE, FileCache.LIFETIME));
    }

    FileHandler(Root root, FileCache cache) {
        this.root = root;
        this.cache = cache;
    }

    /** Whether there will be an answer {@link #fromMemory}, as far as can be said without a look at the disk. */
    public boolean hasInMemory(Request request) {
        return !request.fields().has("Range")
                && cache.find(request.target().segments()).isPresent();
    }

    /**
     * The answer, if the file was sent a moment ago and has not changed since; else somebody has to look for it first.
     *
     * @throws HttpError 412
     */
    public Optional<Response> fromMemory(Request request) {
        Target target = request.target();
        Optional<FileCache.Kept> known = cache.find(target.segments());
        if (known.isEmpty() || request.fields().has("Range")) {
            return Optional.empty();
        } else if (!isStill(known.get(), target.segments())) {
            cache.drop(target.segments());
            return Optional.empty();
        }
        FileVersion version = known.get().version();
        if (holds(request, version)) {
            return Optional.of(
                    FileHeads.saves(request)
                            ? FileHeads.whole(request, target.segments(), version)
                                    .with(known.get().whole().content())
                            : known.get().whole());
        }
        return Optional.of(FileHeads.notModified(version));
    }

    private boolean isStill(FileCache.Kept known, List<String> names) {
        try {
            return known.isStill(root.path().resolve(String.join("/", names)));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * @throws HttpError 412; 404 if it has gone meanwhile, 503 if it changes all the time
     * @throws IOException if it may not, or cannot be read
     */
    public Response handle(Request request, Found found) throws IOException {
        Optional<Found> file = Optional.of(found);
        for (int attempt = 0; attempt < ATTEMPTS && file.isPresent(); attempt++) {
            Map<String, Object> identity = FileCache.identity(file.get().real());
            FileVersion version = FileVersion.of(file.get().attributes());
            Optional<Response> response = answer(request, file.get(), version);
            boolean fits = false;
            try {
                // What the fields say must be true of the content: both are of one version, or neither goes out.
                file = root.find(found.names()).filter(now -> !now.isFolder());
                fits = file.map(Found::attributes).filter(version::isStill).isPresent();
            } finally {
                if (!fits && response.isPresent()) {
                    response.get().content().close();
                }
            }
            if (fits && response.isPresent()) {
                return keep(request, response.get(), found.names(), identity, version);
            }
        }
        throw file.isPresent()
                ? new HttpError(503, "The file changes too fast to be sent.")
                : new HttpError(404, "The file has just gone.");
    }

    private Response keep(
            Request request, Response response, List<String> names, Map<String, Object> identity, FileVersion version) {
        if (response.status() == 200 && response.content() instanceof Content.Bytes && !FileHeads.saves(request)) {
            cache.keep(names, new FileCache.Kept(identity, version, response));
        }
        return response;
    }

    /** Nothing if it is not the file any more that was found. */
    private Optional<Response> answer(Request request, Found file, FileVersion version) throws IOException {
        if (!holds(request, version)) {
            return Optional.of(FileHeads.notModified(version));
        }
        Optional<List<ByteRange>> ranges = ranges(request, version);
        if (ranges.isPresent() && ranges.get().isEmpty()) {
            return Optional.of(Response.text(416, "The file has " + version.length() + " bytes.\n")
                    .with("Content-Range", "bytes */" + version.length()));
        }
        FileChannel channel;
        try {
            channel = root.open(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (ranges.isPresent()) {
            Response response = FileHeads.part(request, file.names(), version);
            return Optional.of(Parts.of(response, MediaTypes.of(file.name()), ranges.get(), version, channel));
        }
        Response response = FileHeads.whole(request, file.names(), version);
        return version.length() > SMALL
                ? Optional.of(response.with(Content.FileParts.of(channel, 0, version.length())))
                : read(channel, (int) version.length()).map(bytes -> response.with(new Content.Bytes(bytes)));
    }

    /** Whether to send it at all. */
    private static boolean holds(Request request, FileVersion version) {
        return switch (Preconditions.evaluate(request, version)) {
            case FAILED -> throw new HttpError(412, "The file is not, or no longer, the one you mean.");
            case NOT_MODIFIED -> false;
            case HOLD -> true;
        };
    }

    /** RFC 9110 section 14.2: GET is the only method for which ranges are defined. */
    private static Optional<List<ByteRange>> ranges(Request request, FileVersion version) {
        if (!request.method().equals("GET") || !Preconditions.ifRange(request, version)) {
            return Optional.empty();
        }
        return request.fields().first("Range").flatMap(field -> Ranges.parse(field, version.length()));
    }

    /** Nothing if it has become shorter. */
    private static Optional<byte[]> read(FileChannel channel, int length) throws IOException {
        try (FileChannel file = channel) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (file.read(bytes) < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(bytes.array());
        }
    }
}
