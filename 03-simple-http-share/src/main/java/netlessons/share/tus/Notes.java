package netlessons.share.tus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import netlessons.share.folder.Root;
import netlessons.share.http.HttpError;

/**
 * What the next run of the server has to know of uploads that are not whole: a small file for each, in the shared folder
 * itself, under a name that is never shown. Safe for use by many threads.
 */
final class Notes {
    private static final System.Logger LOGGER = System.getLogger(Notes.class.getName());
    private static final String END = ".tus";
    private static final int LONGEST = 64 << 10; // bytes; ours are shorter

    private final Path dir;

    Notes(Path dir) {
        this.dir = dir;
    }

    /** It is on the disk when this returns. */
    void write(String id, Note note) throws IOException {
        try (FileChannel file = FileChannel.open(
                path(id),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.wrap(note.text().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException e) {
            remove(id); // a half one
            throw e;
        }
    }

    /** Once more does nothing. */
    void remove(String id) {
        try {
            Files.deleteIfExists(path(id));
        } catch (IOException e) {
            // the next run sees that there is nothing left that it is about
        }
    }

    /** All there are; those that make no sense go. */
    Map<String, Note> all() throws IOException {
        Map<String, Note> notes = new HashMap<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(dir, Root.TEMPORARY + "*" + END)) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                String id = name.substring(Root.TEMPORARY.length(), name.length() - END.length());
                // A link, or a pipe, which nobody writes to, is none of ours.
                if (id.matches(Transfers.ID) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    read(id, notes);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return notes;
    }

    private void read(String id, Map<String, Note> notes) {
        try (FileChannel file = FileChannel.open(path(id), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LONGEST, file.size()));
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // on
            }
            notes.put(id, Note.parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString()));
        } catch (IllegalArgumentException | HttpError e) {
            remove(id);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The note " + path(id) + " cannot be read", e);
        }
    }

    private Path path(String id) {
        return dir.resolve(Root.TEMPORARY + id + END);
    }
}
