package netlessons.webserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves the files below a folder: no others, no hidden ones, and a folder only through its {@code index.html}. Safe
 * for use by many threads; files may change, come and go meanwhile. But somebody who may write below the folder and swaps
 * files for links and pipes at the right microseconds can still get through, or make a thread wait: keep them out of it.
 */
public final class StaticFiles implements Handler {
    /** How often a file may be replaced between our first look at it and the moment it is open. */
    private static final int ATTEMPTS = 10;

    /** A file up to this size goes out together with the head, in one write instead of two. */
    private static final int SMALL = 32 << 10;

    private static final System.Logger LOGGER = System.getLogger(StaticFiles.class.getName());

    private final Folder folder;
    private final int prefix;

    /**
     * @param root the folder; links in it may lead anywhere inside it
     * @param prefix how many segments of the request's path lead to this handler: 1 for {@code /files/**}
     * @throws IOException if there is no such folder
     */
    public StaticFiles(Path root, int prefix) throws IOException {
        this.folder = new Folder(root);
        this.prefix = prefix;
    }

    @Override
    public Response handle(Request request) throws IOException {
        List<String> segments = request.target().segments();
        List<String> names = new ArrayList<>(segments.subList(prefix, segments.size()));
        boolean slash = !names.isEmpty() && names.get(names.size() - 1).isEmpty();
        if (slash) {
            names.set(names.size() - 1, "index.html");
        }
        try {
            Optional<Path> path = folder.find(names);
            if (path.isEmpty()) {
                return notFound();
            }
            if (Files.isDirectory(path.get())) {
                return slash ? notFound() : redirectIntoFolder(request.target());
            }
            return respond(request, path.get(), MediaTypes.of(names.get(names.size() - 1)));
        } catch (NoSuchFileException e) { // it was there a moment ago
            return notFound();
        } catch (AccessDeniedException e) {
            return Response.error(403, "The server may not read this file.");
        } catch (
                FileSystemException e) { // too many open files, a broken disk: not the client's fault, and not for ever
            LOGGER.log(System.Logger.Level.WARNING, "Cannot read a file: {0}", e.getMessage());
            return Response.error(503, "The server cannot read this file at the moment.");
        }
    }

    private static Response notFound() {
        return Response.error(404, "There is no such file.");
    }

    /** Relative links in the folder's page only lead into the folder if its address ends in a slash. */
    private static Response redirectIntoFolder(Target target) {
        String query = target.query().isEmpty() ? "" : "?" + target.query();
        return Response.of(301).with("Location", target.path() + "/" + query);
    }

    private static Response respond(Request request, Path path, String type) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BasicFileAttributes attributes = attributes(path);
            if (!attributes.isRegularFile()) {
                return notFound(); // opening a pipe or a device could wait for ever
            }
            FileVersion version = FileVersion.of(attributes);
            Response response = version.respond(request).with("X-Content-Type-Options", "nosniff");
            if (response.status() != 200 && response.status() != 206) {
                return response;
            }
            Optional<Content> content =
                    open(path, version, version.requestedPart(request).orElse(ByteRange.whole(version.length())));
            if (content.isPresent()) {
                return response.with("Content-Type", type).with(content.get());
            }
        }
        return Response.error(503, "The file changes too fast to be sent.");
    }

    /** The part of the file, or nothing if it is no longer the version that the response's fields describe. */
    private static Optional<Content> open(Path path, FileVersion version, ByteRange part) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        boolean handedOn = false;
        try {
            // The second look also sees a folder on the way that has become a link to elsewhere meanwhile.
            if (!path.toRealPath().equals(path)
                    || !FileVersion.of(attributes(path)).equals(version)) {
                return Optional.empty();
            }
            if (part.length() <= SMALL) {
                return read(file, part);
            }
            handedOn = true;
            return Optional.of(new Content.FilePart(file, part.first(), part.length()));
        } finally {
            if (!handedOn) {
                file.close();
            }
        }
    }

    private static Optional<Content> read(FileChannel file, ByteRange part) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) part.length());
        while (bytes.hasRemaining()) {
            if (file.read(bytes, part.first() + bytes.position()) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new Content.Bytes(bytes.array()));
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
