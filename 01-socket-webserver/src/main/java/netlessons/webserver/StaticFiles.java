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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the files below a folder: no others, no hidden ones, and a folder only through its {@code index.html}. Safe
 * for use by many threads; files may change, come and go meanwhile. But somebody who may write below the folder and swaps
 * files for links and pipes at the right microseconds can still get through, or make a thread wait: keep them out of it.
 */
public final class StaticFiles implements Handler {
    /** How often a file may be replaced between our first look at it and the moment it is open. */
    private static final int ATTEMPTS = 10;

    /** A file up to this size goes out together with the head, in one write instead of two, and is kept in memory. */
    private static final int SMALL = 32 << 10;

    /** Of Java's memory, the part that is for small files to be sent again. */
    private static final int CACHE_SHARE = 64;

    private static final System.Logger LOGGER = System.getLogger(StaticFiles.class.getName());

    private final Root root;
    private final int prefix;
    private final FileCache cache;

    /** Where a part of a file comes from; nothing if it is no longer the version that was asked for. */
    private interface Source {
        Optional<Content> read(ByteRange part) throws IOException;
    }

    /**
     * @param root the folder; links in it may lead anywhere inside it
     * @param prefix how many segments of the request's path lead to this handler: 1 for {@code /files/**}
     * @throws IOException if there is no such folder
     */
    public StaticFiles(Path root, int prefix) throws IOException {
        this(root, prefix, new FileCache(Runtime.getRuntime().maxMemory() / CACHE_SHARE, FileCache.LIFETIME));
    }

    StaticFiles(Path root, int prefix, FileCache cache) throws IOException {
        this.root = Root.open(root);
        this.prefix = prefix;
        this.cache = cache;
    }

    /** Not for a small file that was sent a moment ago. At worst it has changed since, and is opened anew this once. */
    @Override
    public boolean mayBlock(Request request) {
        return cache.find(names(request.target())).isEmpty();
    }

    @Override
    public Response handle(Request request) throws IOException {
        List<String> names = names(request.target());
        try {
            Optional<Response> response = fromMemory(request, names);
            if (response.isPresent()) {
                return response.get();
            }
            Optional<Path> path = root.find(names);
            if (path.isEmpty()) {
                return notFound();
            }
            if (Files.isDirectory(path.get())) {
                return endsInSlash(request.target()) ? notFound() : redirectIntoFolder(request.target());
            }
            return fromDisk(request, path.get(), names);
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

    /** The names of folders and file, seen from the root. */
    private List<String> names(Target target) {
        List<String> names = target.segments().subList(prefix, target.segments().size());
        if (endsInSlash(target)) {
            names = new ArrayList<>(names);
            names.set(names.size() - 1, "index.html");
        }
        return names;
    }

    private boolean endsInSlash(Target target) {
        int last = target.segments().size() - 1;
        return last >= prefix && target.segments().get(last).isEmpty();
    }

    private static Response notFound() {
        return Response.error(404, "There is no such file.");
    }

    /** Relative links in the folder's page only lead into the folder if its address ends in a slash. */
    private static Response redirectIntoFolder(Target target) {
        String query = target.query().isEmpty() ? "" : "?" + target.query();
        return Response.of(301).with("Location", target.path() + "/" + query);
    }

    private Optional<Response> fromMemory(Request request, List<String> names) throws IOException {
        Optional<FileCache.Entry> known = cache.find(names);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (!known.get().isStill(root.path(names))) {
            cache.drop(names);
            return Optional.empty();
        }
        return respond(
                request, known.get().version(), names, part -> slice(known.get().bytes(), part));
    }

    private Response fromDisk(Request request, Path path, List<String> names) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BasicFileAttributes attributes = attributes(path);
            if (!attributes.isRegularFile()) {
                return notFound(); // opening a pipe or a device could wait for ever
            }
            FileVersion version = FileVersion.of(attributes);
            Optional<Response> response = respond(request, version, names, part -> {
                if (version.length() > SMALL) {
                    return open(path, version).map(file -> new Content.FilePart(file, part.first(), part.length()));
                }
                Map<String, Object> identity = FileCache.identity(path);
                Optional<byte[]> bytes = read(path, version);
                bytes.ifPresent(all -> cache.keep(names, new FileCache.Entry(identity, version, all)));
                return bytes.flatMap(all -> slice(all, part));
            });
            if (response.isPresent()) {
                return response.get();
            }
        }
        return Response.error(503, "The file changes too fast to be sent.");
    }

    private static Optional<Response> respond(Request request, FileVersion version, List<String> names, Source source)
            throws IOException {
        Response response = version.respond(request).with("X-Content-Type-Options", "nosniff");
        if (response.status() != 200 && response.status() != 206) {
            return Optional.of(response);
        }
        return source.read(version.requestedPart(request).orElse(ByteRange.whole(version.length())))
                .map(content -> response.with("Content-Type", MediaTypes.of(names.get(names.size() - 1)))
                        .with(content));
    }

    private static Optional<Content> slice(byte[] bytes, ByteRange part) {
        boolean whole = part.length() == bytes.length;
        return Optional.of(new Content.Bytes(
                whole ? bytes : Arrays.copyOfRange(bytes, (int) part.first(), (int) part.last() + 1)));
    }

    /** The open file, or nothing if it is no longer the version that the response's fields describe. */
    private static Optional<FileChannel> open(Path path, FileVersion version) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        boolean fits = false;
        try {
            // The second look also sees a folder on the way that has become a link to elsewhere meanwhile.
            fits = path.toRealPath().equals(path)
                    && FileVersion.of(attributes(path)).equals(version);
            return fits ? Optional.of(file) : Optional.empty();
        } finally {
            if (!fits) {
                file.close();
            }
        }
    }

    private static Optional<byte[]> read(Path path, FileVersion version) throws IOException {
        Optional<FileChannel> opened = open(path, version);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = opened.get()) {
            ByteBuffer bytes = ByteBuffer.allocate((int) version.length());
            while (bytes.hasRemaining()) {
                if (file.read(bytes) < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(bytes.array());
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
