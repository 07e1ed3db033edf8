package netlessons.share.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
import netlessons.share.http.Preconditions;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.upload.Payload;
import netlessons.share.upload.PutHandler;
import netlessons.share.upload.Refusals;

/** Answers with pictures in another size, and stores them so. Safe for use by many threads. */
public final class ImageHandler {
    /** In bytes: a picture that is sent to be resized is held in memory. */
    private static final int MOST_SENT = 2 << 20;

    private static final long CACHE = 32 << 20;

    private final Root root;
    private final Resizer resizer;
    private final PictureCache cache = new PictureCache(CACHE);

    public ImageHandler(Root root, Resizer resizer) {
        this.root = root;
        this.resizer = resizer;
    }

    /** {@code GET pic.png?width=100&height=100} */
    public Response get(Request request, Found file, Box box) throws IOException {
        FileVersion original = FileVersion.of(file.attributes());
        FileVersion version = original.variant(box.toString(), 0);
        switch (Preconditions.evaluate(request, version)) {
            case FAILED -> throw new HttpError(412, "The picture is not, or no longer, the one you mean.");
            case NOT_MODIFIED -> {
                return version.validated(Response.of(304));
            }
            default -> {
                // as it was asked for
            }
        }
        String key = file.real() + " " + version.etag();
        Optional<Resizer.Picture> known = cache.find(key);
        Resizer.Picture picture = known.isPresent() ? known.get() : resize(file, box);
        if (known.isEmpty()) {
            cache.keep(key, picture);
        }
        return version.validated(answer(200, picture)).with("Cache-Control", "no-cache");
    }

    private Resizer.Picture resize(Found file, Box box) throws IOException {
        try (FileChannel channel = root.open(file);
                InputStream in = Channels.newInputStream(channel)) {
            return resizer.fit(in, box, null);
        } catch (NoSuchFileException e) {
            throw new HttpError(404, "The picture has just gone.");
        }
    }

    /** {@code POST dir/?preview=100x100}: the picture that is sent comes back resized. */
    public Response preview(Request request, Box box) throws IOException {
        Payload sent = Payload.of(request, MOST_SENT);
        return answer(200, resizer.fit(new ByteArrayInputStream(sent.bytes()), box, null));
    }

    /** {@code POST dir/?resize=72x72}: a resized copy of the picture that is sent is stored, as PNG. */
    public Response store(Request request, Found folder, Box box, Uploads uploads) throws IOException {
        Payload sent = Payload.of(request, MOST_SENT);
        Resizer.Picture picture = resizer.fit(new ByteArrayInputStream(sent.bytes()), box, "png");
        String name = sent.name()
                .orElseGet(() -> request.target().query().first("name").orElse("picture"));
        List<String> names = new ArrayList<>(folder.names());
        names.add(name.replaceFirst("\\.[^.]*$", "") + "-" + box + ".png");
        Conflict rule = uploads.rule() == Conflict.reject ? Conflict.rename : uploads.rule();
        try (Upload upload = uploads.begin(names, OptionalLong.of(picture.bytes().length), rule)) {
            upload.write(ByteBuffer.wrap(picture.bytes()));
            Published published = upload.publish(there -> true);
            return Response.of(201).with("Location", PutHandler.address(published.names()));
        } catch (Refused e) {
            throw Refusals.error(e);
        }
    }

    private static Response answer(int status, Resizer.Picture picture) {
        return Response.of(status)
                .with("Content-Type", "image/" + picture.format())
                .with(new Content.Bytes(picture.bytes()));
    }
}
