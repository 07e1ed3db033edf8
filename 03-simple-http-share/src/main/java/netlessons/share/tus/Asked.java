package netlessons.share.tus;

import java.util.List;
import netlessons.share.folder.Conflict;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;

/** What a request of a tus client says in its fields. */
record Asked(Request request) {
    /** The only type that a piece of an upload may have. */
    private static final String PIECE = "application/offset+octet-stream";

    /** Where PATCH and DELETE do not get through, they come in disguise; nothing that changes things comes as a GET. */
    String method() {
        return request.method().equals("POST")
                ? request.fields().first("X-HTTP-Method-Override").orElse("POST")
                : request.method();
    }

    boolean isVersion(String version) {
        return request.fields().all("Tus-Resumable").equals(List.of(version));
    }

    /** Whether there is a piece in its body. */
    boolean isPiece() {
        return request.fields().first("Content-Type").orElse("").strip().equalsIgnoreCase(PIECE);
    }

    /** @throws HttpError 415 if it is something else */
    void mustBePiece() {
        if (!isPiece()) {
            throw new HttpError(415, "Content-Type has to be " + PIECE + ".");
        }
    }

    /**
     * To take no notice of these would leave the client in the belief that it was done.
     *
     * @throws HttpError 400 if it asks for what extensions offer that are not here
     */
    void mustNotHave(String... names) {
        for (String name : names) {
            if (request.fields().has(name)) {
                throw new HttpError(400, "This server does not know " + name + ".");
            }
        }
    }

    /**
     * One number; what is larger than any number of bytes becomes the largest of them.
     *
     * @throws HttpError 400 if it is none, negative, or there are two
     */
    long number(String field) {
        List<String> all = request.fields().all(field);
        if (all.size() != 1 || !all.get(0).matches("[0-9]+")) {
            throw new HttpError(400, field + " has to be a whole number.");
        }
        try {
            return Long.parseLong(all.get(0));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What is to happen if the name is taken: the address or the metadata may say so. */
    Conflict rule(Metadata metadata, Conflict usual) {
        return Conflict.of(request.target().query().first("conflict").or(metadata::conflict), usual);
    }
}
