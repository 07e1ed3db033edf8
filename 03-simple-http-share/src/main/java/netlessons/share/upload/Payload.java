package netlessons.share.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import netlessons.share.http.HttpError;
import netlessons.share.http.Parameters;
import netlessons.share.http.Request;

/**
 * One small file that a request brings: as its body, or as the first file of a form.
 *
 * @param name as the form has it
 */
public record Payload(Optional<String> name, byte[] bytes) {
    /** In bytes: what a form may have beside the file. */
    private static final int REST_OF_FORM = 64 << 10;

    private static final int BUFFER = 8 << 10;

    /**
     * @param most bytes
     * @throws HttpError 413 if it is larger; 400 if there is none
     */
    public static Payload of(Request request, int most) throws IOException {
        String type = request.fields().first("Content-Type").orElse("");
        boolean isForm = type.regionMatches(true, 0, "multipart/", 0, 10);
        if (request.length() > most + (isForm ? REST_OF_FORM : 0)) {
            throw tooLarge(most);
        } else if (!isForm) {
            return new Payload(Optional.empty(), read(request.body(), most));
        }
        Multipart form = new Multipart(new Limited(request.body(), most + REST_OF_FORM, most), type);
        Optional<Payload> file = Optional.empty();
        for (Optional<Multipart.Part> part = form.next(); part.isPresent(); part = form.next()) { // to its very end
            Optional<String> name = Parameters.of(
                    part.get().fields().first("Content-Disposition").orElse(""), "filename");
            if (name.isPresent() && file.isEmpty()) {
                file = Optional.of(new Payload(name, read(part.get(), most)));
            }
        }
        return file.orElseThrow(() -> new HttpError(400, "There is no file in the form."));
    }

    private static byte[] read(InputStream in, int most) throws IOException {
        // Not with readNBytes: when it has enough, it reads no bytes once more, and waits for them.
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[BUFFER];
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
            all.write(some, 0, count);
            if (all.size() > most) {
                throw tooLarge(most);
            }
        }
        return all.toByteArray();
    }

    static HttpError tooLarge(int most) {
        return new HttpError(413, "The file is larger than " + most + " bytes.");
    }
}
