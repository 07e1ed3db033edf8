package netlessons.share.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Found;
import netlessons.share.folder.Published;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Root;
import netlessons.share.folder.Upload;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Buffers;
import netlessons.share.http.FileVersion;
import netlessons.share.http.HttpError;
import netlessons.share.http.Percent;
import netlessons.share.http.Preconditions;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Takes one file: the body is its content (RFC 9110 section 9.3.4). Safe for use by many threads. */
public final class PutHandler {
    private final Root root;
    private final Uploads uploads;

    public PutHandler(Root root, Uploads uploads) {
        this.root = root;
        this.uploads = uploads;
    }

    // @start region=put
    /** 201 if the file is new, 204 if it took the place of another one. */
    public Response handle(Request request) throws IOException {
        List<String> names = request.target().names();
        check(request, names);
        OptionalLong size = request.length() < 0 ? OptionalLong.empty() : OptionalLong.of(request.length());
        try (Upload upload = uploads.begin(names, size, conflict(request))) {
            copy(request.body(), upload);
            Published published = upload.publish(there -> holds(request, there));
            Response response = published.replaced()
                    ? Response.of(204)
                    : Response.of(201).with("Location", address(published.names()));
            // Section 9.3.4: a validator, since what is stored is byte by byte what was sent.
            return FileVersion.of(published.attributes()).validated(response);
        } catch (Refused e) {
            throw isNewOnly(request)
                            && e.reason() == Refused.Reason.CONFLICT
                            && root.find(names).isPresent()
                    ? new HttpError(412, "There is such a file by now.")
                    : Refusals.error(e);
        }
    }
    // @end

    /** Section 13.1.2: whoever says so wants to make a file, and to replace none. */
    private static boolean isNewOnly(Request request) {
        return request.fields().list("If-None-Match").contains("*");
    }

    /** All that can be said before the body: a client that expects 100 need not send it. */
    private void check(Request request, List<String> names) throws IOException {
        String encoding = request.fields().first("Content-Encoding").orElse("identity");
        if (request.target().isFolder()) {
            throw new HttpError(409, "This is the address of a folder.");
        } else if (request.fields().has("Content-Range")) {
            throw new HttpError(400, "A part of a file cannot be put."); // section 14.5
        } else if (!encoding.equalsIgnoreCase("identity")) {
            // Section 8.4: nobody would undo it for those who fetch the file.
            throw new HttpError(415, "Send the file as it is, without a Content-Encoding.");
        } else if (!holds(request, root.find(names))) {
            throw new HttpError(412, "The file is not, or no longer, the one you mean.");
        }
    }

    /** Who says which version is to be replaced means to replace it. */
    private Conflict conflict(Request request) {
        if (request.fields().has("If-Match")) {
            return Conflict.replace;
        } else if (isNewOnly(request)) {
            return Conflict.reject;
        }
        return Conflict.of(request.target().query().first("conflict"), uploads.rule());
    }

    private static boolean holds(Request request, Optional<Found> there) {
        if (there.isEmpty() || there.get().isFolder()) {
            return !request.fields().has("If-Match");
        }
        return Preconditions.evaluate(request, FileVersion.of(there.get().attributes())) == Preconditions.Outcome.HOLD;
    }

    /** All that comes, as it lies in the engine's memory if that can be. */
    public static void copy(InputStream body, Upload upload) throws IOException {
        Buffers buffers = Buffers.of(body);
        for (ByteBuffer next = buffers.next(); next != null; next = buffers.next()) {
            upload.write(next);
        }
    }

    /** Of something in the folder, as a path. */
    public static String address(List<String> names) {
        return names.stream().map(Percent::encode).collect(Collectors.joining("/", "/", ""));
    }
}
