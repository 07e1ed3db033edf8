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
import netlessons.share.http.Accept;
import netlessons.share.http.HttpError;
import netlessons.share.http.Json;
import netlessons.share.http.Parameters;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/**
 * Takes the forms of web pages: files, and the names of new folders. All of a form becomes visible when the whole form has
 * come, or nothing: who sees that his form was refused can send it again without thinking. Safe for use by many threads.
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
        Coming coming = new Coming(folder, Conflict.of(request.target().query().first("conflict"), uploads.rule()));
        try {
            request.target().query().first("folder").ifPresent(coming::folder);
            for (Optional<Multipart.Part> part = form.next(); part.isPresent(); part = form.next()) {
                coming.take(part.get());
            }
            return answer(request, coming.publish());
        } catch (Refused e) {
            throw Refusals.error(e);
        } finally {
            coming.close();
        }
    }

    private static Response answer(Request request, List<Published> published) {
        if (!Accept.json(request) && Accept.html(request.fields())) {
            // One slash only: "//name" would be another server.
            return Response.of(303)
                    .with("Location", "/" + request.target().path().replaceFirst("^/+", ""));
        }
        String files = published.stream().map(FormHandler::json).collect(Collectors.joining(","));
        return Response.json(201, "{\"files\":[" + files + "]}\n");
    }

    private static String json(Published file) {
        String name = file.names().get(file.names().size() - 1);
        return "{\"name\":" + Json.quote(name) + ",\"href\":" + Json.quote(PutHandler.address(file.names()))
                + ",\"size\":" + file.attributes().size() + "}";
    }

    private static String value(Multipart.Part part) throws IOException {
        byte[] value = part.readNBytes(LONGEST_VALUE + 1);
        if (value.length > LONGEST_VALUE) {
            throw new HttpError(413, "A field of the form is too long.");
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    /** What has come of one form. */
    private final class Coming {
        private final Found folder;
        private Conflict rule;
        private final List<Upload> files = new ArrayList<>();
        private final List<List<String>> folders = new ArrayList<>();

        Coming(Found folder, Conflict rule) {
            this.folder = folder;
            this.rule = rule;
        }

        void take(Multipart.Part part) throws IOException {
            String disposition = part.fields().first("Content-Disposition").orElse("");
            Optional<String> name = Parameters.of(disposition, "name");
            Optional<String> file = Parameters.of(disposition, "filename");
            if (file.isEmpty()) {
                field(name.orElse(""), value(part));
            } else if (!file.get().isEmpty()) {
                file(file.get(), part);
            } else if (part.read() >= 0) { // what a browser sends if no file was chosen is empty
                throw new HttpError(400, "A file of the form has no name.");
            }
        }

        /** Where it stands before the files, the page's choice of what becomes of names that are taken. */
        private void field(String name, String value) {
            if (name.equals("folder")) {
                folder(value);
            } else if (name.equals("conflict")) {
                rule = Conflict.of(Optional.of(value), uploads.rule());
            }
        }

        private void file(String name, Multipart.Part part) throws IOException {
            // A browser writes three characters of a name so, and no others (HTML, "multipart/form-data encoding").
            String plain = name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
            // Old browsers on Windows tell where the file was on their disk (RFC 7578 section 4.2: nobody needs that).
            String last = plain.substring(plain.lastIndexOf('\\') + 1);
            Upload upload = uploads.begin(below(last), OptionalLong.empty(), rule);
            files.add(upload);
            PutHandler.copy(part, upload);
            upload.rest(); // it is made durable with all the others, once the form is whole
        }

        void folder(String name) {
            folders.add(below(name));
        }

        /** A name with slashes in it comes from a folder that was sent as a whole. */
        private List<String> below(String name) {
            List<String> names = new ArrayList<>(folder.names());
            names.addAll(Arrays.asList(name.split("/", -1)));
            return names;
        }

        List<Published> publish() throws Refused {
            if (files.isEmpty() && folders.isEmpty()) {
                throw new HttpError(400, "There is no file in the form: none was chosen.");
            }
            return uploads.publish(folders, files, there -> true);
        }

        /** What was not published goes. */
        void close() throws IOException {
            IOException fault = null;
            for (Upload file : files) {
                try {
                    file.close();
                } catch (IOException e) {
                    fault = e;
                }
            }
            if (fault != null) {
                throw fault;
            }
        }
    }
}
