package netlessons.share.read;

import java.util.List;
import netlessons.share.http.Disposition;
import netlessons.share.http.FileVersion;
import netlessons.share.http.MediaTypes;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** What answers say of a file, before its content. */
final class FileHeads {
    /** What others have put into the folder is shown, but may do nothing: a page of theirs is no page of ours. */
    private static final String NOTHING =
            "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline';"
                    + " frame-ancestors 'none'";

    /** And its origin is nobody's, so that it acts in nobody's name. */
    private static final String SANDBOX = "sandbox; " + NOTHING;

    private FileHeads() {}

    /** For all of it. */
    static Response whole(Request request, List<String> names, FileVersion version) {
        return of(200, request, names, version)
                .with("Content-Type", MediaTypes.of(names.get(names.size() - 1)))
                .asDownload();
    }

    /** For a part of it, or several: which, and of which type they are, is still to be said. */
    static Response part(Request request, List<String> names, FileVersion version) {
        return of(206, request, names, version);
    }

    /** All but what is sent, and of which type that is. */
    private static Response of(int status, Request request, List<String> names, FileVersion version) {
        String name = names.get(names.size() - 1);
        return version.validated(Response.of(status))
                .with("Accept-Ranges", "bytes")
                .with("Cache-Control", "no-cache")
                .with("Content-Security-Policy", policy(MediaTypes.of(name)))
                .with("Content-Disposition", Disposition.of(kind(request, name), name));
    }

    /** A film or a song runs no script; and its player, which asks for it once more, would be a stranger in a sandbox. */
    private static String policy(String type) {
        return type.startsWith("video/") || type.startsWith("audio/") ? NOTHING : SANDBOX;
    }

    /** Browsers show no PDF in a sandbox: some of them only an error in its place. Saved it can be read everywhere. */
    private static String kind(Request request, String name) {
        return saves(request) || MediaTypes.of(name).equals("application/pdf") ? "attachment" : "inline";
    }

    /** Whether whoever asks wants to keep it, and not to look at it. */
    static boolean saves(Request request) {
        return request.target().query().has("download");
    }

    /** RFC 9110 section 15.4.5: with the fields that a 200 would have, as far as caches need them. */
    static Response notModified(FileVersion version) {
        return version.validated(Response.of(304)).with("Cache-Control", "no-cache");
    }
}
