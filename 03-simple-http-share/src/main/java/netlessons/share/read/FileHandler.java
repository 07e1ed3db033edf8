package netlessons.share.read;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.http.ByteRange;
import netlessons.share.http.Content;
import netlessons.share.http.Disposition;
import netlessons.share.http.FileVersion;
import netlessons.share.http.HttpError;
import netlessons.share.http.MediaTypes;
import netlessons.share.http.Preconditions;
import netlessons.share.http.Ranges;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Sends a file: whole, in parts, or not, if the client has it already. Safe for use by many threads. */
public final class FileHandler {
    /** What others have put into the folder is shown, but may do nothing: a page of theirs is no page of ours. */
    private static final String SANDBOX =
            "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'";

    private final Root root;

    public FileHandler(Root root) {
        this.root = root;
    }

    /** @throws HttpError 412, 416; 404 if it has gone meanwhile */
    public Response handle(Request request, Found file) throws IOException {
        FileVersion version = FileVersion.of(file.attributes());
        switch (Preconditions.evaluate(request, version)) {
            case FAILED -> throw new HttpError(412, "The file is not, or no longer, the one you mean.");
            case NOT_MODIFIED -> {
                return version.validated(Response.of(304));
            }
            default -> {
                // as it was asked for
            }
        }
        Optional<List<ByteRange>> ranges = ranges(request, version);
        if (ranges.isPresent() && ranges.get().isEmpty()) {
            return Response.text(416, "The file has " + version.length() + " bytes.\n")
                    .with("Content-Range", "bytes */" + version.length());
        }
        Response response = version.validated(Response.of(ranges.isPresent() ? 206 : 200))
                .with("Accept-Ranges", "bytes")
                .with("Cache-Control", "no-cache")
                .with("Content-Security-Policy", SANDBOX)
                .with("Content-Disposition", disposition(request, file));
        String type = MediaTypes.of(file.name());
        FileChannel channel = open(file);
        if (ranges.isEmpty()) {
            return response.with("Content-Type", type)
                    .with(Content.FileParts.of(channel, 0, version.length()))
                    .asDownload();
        } else if (ranges.get().size() == 1) {
            ByteRange range = ranges.get().get(0);
            return response.with("Content-Type", type)
                    .with("Content-Range", range.contentRange(version.length()))
                    .with(Content.FileParts.of(channel, range.first(), range.length()));
        }
        return parts(response, type, ranges.get(), version.length(), channel);
    }

    private static String disposition(Request request, Found file) {
        boolean save = request.target().query().has("download");
        return Disposition.of(save ? "attachment" : "inline", file.name());
    }

    /** RFC 9110 section 14.2: GET is the only method for which ranges are defined. */
    private static Optional<List<ByteRange>> ranges(Request request, FileVersion version) {
        if (!request.method().equals("GET") || !Preconditions.ifRange(request, version)) {
            return Optional.empty();
        }
        return request.fields().first("Range").flatMap(field -> Ranges.parse(field, version.length()));
    }

    private FileChannel open(Found file) throws IOException {
        try {
            return root.open(file);
        } catch (NoSuchFileException e) {
            throw new HttpError(404, "The file has just gone.");
        }
    }

    // @start region=parts
    /** multipart/byteranges, RFC 9110 section 14.6. */
    private static Response parts(
            Response response, String type, List<ByteRange> ranges, long length, FileChannel channel) {
        String boundary = UUID.randomUUID().toString();
        List<Content.Part> parts = new ArrayList<>();
        List<byte[]> between = new ArrayList<>();
        for (ByteRange range : ranges) {
            parts.add(new Content.Part(range.first(), range.length()));
            String head = "%s--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                    .formatted(between.isEmpty() ? "" : "\r\n", boundary, type, range.contentRange(length));
            between.add(head.getBytes(StandardCharsets.ISO_8859_1));
        }
        between.add(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return response.with("Content-Type", "multipart/byteranges; boundary=" + boundary)
                .with(new Content.FileParts(channel, parts, between));
    }
    // @end
}
