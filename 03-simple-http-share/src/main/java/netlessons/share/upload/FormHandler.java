package netlessons.share.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Found;
import netlessons.share.folder.Published;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Upload;
import netlessons.share.folder.Uploads;
import netlessons.share.http.HttpError;
import netlessons.share.http.Json;
import netlessons.share.http.Parameters;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/**
 * Takes the forms of web pages: files, and the names of new folders. All files of a form become visible when the whole form
 * has come, or none. Safe for use by many threads.
 */
public final class FormHandler {
    /** In bytes: of what is no file. */
    private static final int LONGEST_VALUE = 4 << 10;

    private final Uploads uploads;

    public FormHandler(Uploads uploads) {
        this.uploads = uploads;
    }

    public Response handle(Request request, Found folder) throws IOException {
        Multipart form = new Multipart(
                request.body(), request.fields().first("Content-Type").orElse(""));
        Conflict rule = Conflict.of(request.target().query().first("conflict"), uploads.rule());
        List<Upload> files = new ArrayList<>();
        List<List<String>> folders = new ArrayList<>();
        List<Published> published = new ArrayList<>();
        try {
            for (Optional<Multipart.Part> part = form.next(); part.isPresent(); part = form.next()) {
                take(part.get(), folder, rule, files, folders);
            }
            for (List<String> names : folders) {
                uploads.folder(names);
            }
            for (Upload file : files) {
                published.add(file.publish(there -> true));
            }
        } catch (Refused e) {
            throw Refusals.error(e);
        } finally {
            for (Upload file : files) {
                file.close();
            }
        }
        return answer(request, published);
    }

    private void take(Multipart.Part part, Found folder, Conflict rule, List<Upload> files, List<List<String>> folders)
            throws IOException {
        String disposition = part.fields().first("Content-Disposition").orElse("");
        Optional<String> name = Parameters.of(disposition, "name");
        Optional<String> file = Parameters.of(disposition, "filename");
        if (file.isEmpty()) {
            byte[] value = part.readNBytes(LONGEST_VALUE + 1);
            if (value.length > LONGEST_VALUE) {
                throw new HttpError(413, "A field of the form is too long.");
            } else if (name.filter("folder"::equals).isPresent()) {
                folders.add(below(folder, new String(value, StandardCharsets.UTF_8)));
            }
        } else if (!file.get().isEmpty()) { // what a browser sends if no file was chosen
            // A browser writes three characters of a name so, and no others (HTML, "multipart/form-data encoding").
            String plain = file.get().replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
            Upload upload = uploads.begin(below(folder, plain), OptionalLong.empty(), rule);
            files.add(upload);
            PutHandler.copy(part, upload);
        }
    }

    /** A name with slashes in it comes from a folder that was sent as a whole. */
    private static List<String> below(Found folder, String name) {
        List<String> names = new ArrayList<>(folder.names());
        names.addAll(Arrays.asList(name.split("/", -1)));
        return names;
    }

    private static Response answer(Request request, List<Published> published) {
        boolean page = request.fields().first("Accept").orElse("").contains("text/html");
        if (page) {
            return Response.of(303)
                    .with("Location", "/" + request.target().path().replaceFirst("^/+", ""));
        }
        String files = published.stream()
                .map(file ->
                        "{\"name\":" + Json.quote(file.names().get(file.names().size() - 1)) + ",\"href\":"
                                + Json.quote(PutHandler.address(file.names())) + "}")
                .collect(Collectors.joining(","));
        return Response.json(201, "{\"files\":[" + files + "]}\n");
    }
}
