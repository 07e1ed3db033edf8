package netlessons.share.upload;

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
    /**
     * @param most bytes
     * @throws HttpError 413 if it is larger; 400 if there is none
     */
    public static Payload of(Request request, int most) throws IOException {
        String type = request.fields().first("Content-Type").orElse("");
        if (request.length() > most && !type.startsWith("multipart/")) {
            throw tooLarge(most);
        } else if (!type.regionMatches(true, 0, "multipart/", 0, 10)) {
            return new Payload(Optional.empty(), read(request.body(), most));
        }
        Multipart form = new Multipart(request.body(), type);
        for (Optional<Multipart.Part> part = form.next(); part.isPresent(); part = form.next()) {
            Optional<String> name = Parameters.of(
                    part.get().fields().first("Content-Disposition").orElse(""), "filename");
            if (name.isPresent()) {
                return new Payload(name, read(part.get(), most));
            }
        }
        throw new HttpError(400, "There is no file in the form.");
    }

    private static byte[] read(InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw tooLarge(most);
        }
        return bytes;
    }

    private static HttpError tooLarge(int most) {
        return new HttpError(413, "The file is larger than " + most + " bytes.");
    }
}
