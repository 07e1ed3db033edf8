package netlessons.webserver;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves the files below a folder: no others, no hidden ones, and a folder only through its {@code index.html}. Safe
 * for use by many threads; files may change, come and go meanwhile.
 */
public final class StaticFiles implements Handler {
    /** How often a file may be replaced between our first look at it and the moment it is open. */
    private static final int ATTEMPTS = 10;

    private final Path root;
    private final int prefix;

    /**
     * @param root the folder; links in it may lead anywhere inside it
     * @param prefix how many segments of the request's path lead to this handler: 1 for {@code /files/**}
     * @throws IOException if there is no such folder
     */
    public StaticFiles(Path root, int prefix) throws IOException {
        this.root = root.toRealPath();
        if (!Files.isDirectory(this.root) || !Files.isReadable(this.root)) {
            throw new NotDirectoryException(root.toString());
        }
        this.prefix = prefix;
    }

    @Override
    public Response handle(Request request) throws IOException {
        List<String> segments = request.target().segments();
        List<String> names = new ArrayList<>(segments.subList(prefix, segments.size()));
        if (names.size() > 0 && names.get(names.size() - 1).isEmpty()) { // a slash at the end
            names.set(names.size() - 1, "index.html");
        }
        try {
            Optional<Path> path = find(names);
            return path.isPresent() ? respond(request, path.get(), names) : notFound();
        } catch (AccessDeniedException e) {
            return Response.error(403, "The server may not read this file.");
        } catch (FileSystemException | InvalidPathException e) {
            return notFound(); // gone, no folder where one should be, too many links, a name too long for this system
        }
    }

    private static Response notFound() {
        return Response.error(404, "There is no such file.");
    }

    // @start region=find
    /** Where the file really is, all links followed, or nothing if that is no place to serve from. */
    private Optional<Path> find(List<String> names) throws IOException {
        Path path = root;
        for (String name : names) {
            // A decoded segment may hold what was never meant as part of a name: %2F, or a backslash on Windows.
            if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                return Optional.empty();
            }
            path = path.resolve(name);
        }
        Path real = path.toRealPath();
        return real.startsWith(root) && !isHidden(root.relativize(real)) ? Optional.of(real) : Optional.empty();
    }
    // @end

    private static boolean isHidden(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static Response respond(Request request, Path path, List<String> names) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BasicFileAttributes attributes = attributes(path);
            if (attributes.isDirectory()) {
                return redirectIntoFolder(request.target());
            }
            if (!attributes.isRegularFile()) {
                return notFound(); // opening a pipe or a device could wait for ever
            }
            FileVersion version = FileVersion.of(attributes);
            Response response = version.respond(request).with("X-Content-Type-Options", "nosniff");
            if (response.status() != 200 && response.status() != 206) {
                return response;
            }
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            // The fields describe the file that we looked at: it must be the one that is open now.
            if (FileVersion.of(attributes(path)).equals(version)) {
                ByteRange part = version.requestedPart(request);
                return response.with("Content-Type", MediaTypes.of(names.get(names.size() - 1)))
                        .with(new Content.FilePart(file, part.first(), part.length()));
            }
            file.close();
        }
        return Response.error(503, "The file changes too fast to be sent.");
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Relative links in the folder's page only lead into the folder if its address ends in a slash. */
    private static Response redirectIntoFolder(Target target) {
        String query = target.query().isEmpty() ? "" : "?" + target.query();
        return Response.of(301).with("Location", target.path() + "/" + query);
    }
}
