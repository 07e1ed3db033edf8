package netlessons.share.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Found;
import netlessons.share.folder.Published;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Root;
import netlessons.share.folder.Upload;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Content;
import netlessons.share.http.FileVersion;
import netlessons.share.http.HttpError;
import netlessons.share.http.Json;
import netlessons.share.http.Preconditions;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.upload.Payload;
import netlessons.share.upload.PutHandler;
import netlessons.share.upload.Refusals;

/** Answers with pictures in another size, and stores them so. Safe for use by many threads. */
public final class ImageHandler {
    /** In bytes, if the heap is large enough. */
    private static final long CACHE = 32 << 20;

    /** Which part of the heap the cache may take, and which the pictures that clients are sending. */
    private static final int PART = 16;

    /** In pixels. */
    private static final int LARGEST_LOOK = 512;

    private static final int LEAST_SENDERS = 2;
    private static final int MOST_SENDERS = 64;

    private final Root root;
    private final ImageLimits limits;
    private final Resizer resizer;
    private final Gate senders;
    private final int senderShare;
    private final PictureCache cache;

    public ImageHandler(Root root, ImageLimits limits) {
        this.root = root;
        this.limits = limits;
        this.resizer = new Resizer(limits);
        long heap = Runtime.getRuntime().maxMemory() / PART;
        this.cache = new PictureCache(Math.min(CACHE, heap));
        // A picture that is sent is held in memory, however slowly it comes: only so many may come at one time.
        long most = Math.max(LEAST_SENDERS, Math.min(MOST_SENDERS, heap / limits.sent()));
        this.senders = new Gate(limits.waiting(), limits.patience());
        this.senderShare = (int) (Gate.WHOLE / most);
    }

    /** {@code GET pic.png?width=100&height=100} */
    public Response get(Request request, Found file, Box box) throws IOException {
        FileVersion version = FileVersion.of(file.attributes()).variant(box.toString(), 0);
        Preconditions.Outcome outcome = Preconditions.evaluate(request, version);
        if (outcome == Preconditions.Outcome.NOT_MODIFIED && isKnown(request)) {
            return validated(Response.of(304), version);
        }
        Picture picture;
        try {
            picture = resized(file, box, file.real() + " " + version.etag());
        } catch (Gate.Busy e) {
            return busy();
        }
        return switch (outcome) {
            case FAILED -> throw new HttpError(412, "The picture is not, or no longer, the one you mean.");
            case NOT_MODIFIED -> validated(Response.of(304), version);
            case HOLD -> counted(validated(answer(picture), version), box);
        };
    }

    /** A small picture is a look at the file; a large one is nearly as good as the file itself. */
    private static Response counted(Response response, Box box) {
        return Math.min(box.width(), box.height()) > LARGEST_LOOK ? response.asDownload() : response;
    }

    /**
     * Whether the client has this very picture. Other conditions say nothing about whether it can be made at all, and hold
     * only for what could be answered without them (RFC 9110 section 13.2.1).
     */
    private static boolean isKnown(Request request) {
        return request.fields()
                .first("If-None-Match")
                .filter(tags -> !tags.strip().equals("*"))
                .isPresent();
    }

    private static Response validated(Response response, FileVersion version) {
        return version.validated(response).with("Cache-Control", "no-cache");
    }

    private Picture resized(Found file, Box box, String key) throws IOException, Gate.Busy {
        Supplier<Optional<Picture>> known = () -> cache.find(key);
        Optional<Picture> before = known.get();
        if (before.isPresent()) {
            return before.get();
        }
        try (FileChannel channel = root.open(file);
                Input in = Input.of(channel)) {
            Picture picture = resizer.fit(in, box, Optional.empty(), known);
            cache.keep(key, picture);
            return picture;
        } catch (NoSuchFileException e) {
            throw new HttpError(404, "The picture has just gone.");
        }
    }

    /** {@code POST dir/?preview=100x100}: the picture that is sent comes back resized. */
    public Response preview(Request request, Box box) throws IOException {
        try {
            return senders.enter(senderShare, () -> {
                Payload sent = Payload.of(request, limits.sent());
                return answer(resized(sent, box, Optional.empty())).with("Cache-Control", "no-store");
            });
        } catch (Gate.Busy e) {
            return busy();
        }
    }

    /** {@code POST dir/?resize=72x72}: a resized copy of the picture that is sent is stored, as PNG. */
    public Response store(Request request, Found folder, Box box, Uploads uploads) throws IOException {
        List<String> names = new ArrayList<>(folder.names());
        Picture picture;
        try {
            picture = senders.enter(senderShare, () -> {
                Payload sent = Payload.of(request, limits.sent());
                names.add(name(request, sent, box));
                return resized(sent, box, Optional.of(Kind.PNG));
            });
        } catch (Gate.Busy e) {
            return busy();
        }
        Optional<String> wanted = request.target().query().first("conflict");
        Conflict rule = wanted.filter("rename"::equals).isPresent() ? Conflict.rename : uploads.rule();
        try (Upload upload = uploads.begin(names, OptionalLong.of(picture.bytes().length), rule)) {
            upload.write(ByteBuffer.wrap(picture.bytes()));
            return stored(upload.publish(there -> true), picture);
        } catch (Refused e) {
            throw Refusals.error(e);
        }
    }

    private Picture resized(Payload sent, Box box, Optional<Kind> kind) throws IOException, Gate.Busy {
        try (Input in = Input.of(sent.bytes())) {
            return resizer.fit(in, box, kind, Optional::empty);
        }
    }

    /** {@code photo.jpg} becomes {@code photo-72x72.png}. Of a path that a form may have sent only the end counts. */
    private static String name(Request request, Payload sent, Box box) {
        String name = sent.name()
                .or(() -> request.target().query().first("name"))
                .filter(text -> !text.isEmpty())
                .orElse("picture");
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.substring(stem.lastIndexOf('/') + 1) + "-" + box + ".png";
    }

    private static Response stored(Published published, Picture picture) {
        String name = published.names().get(published.names().size() - 1);
        String address = PutHandler.address(published.names());
        return Response.json(
                        published.replaced() ? 200 : 201,
                        "{\"files\":[{\"name\":" + Json.quote(name) + ",\"href\":" + Json.quote(address) + ",\"size\":"
                                + picture.bytes().length + "}]}\n")
                .with("Location", address);
    }

    private static Response answer(Picture picture) {
        return Response.of(200)
                .with("Content-Type", picture.kind().mediaType())
                .with(new Content.Bytes(picture.bytes()));
    }

    private static Response busy() {
        return Response.text(503, "Too many pictures are being made at the moment.\n")
                .with("Retry-After", "2");
    }
}
