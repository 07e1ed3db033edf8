package netlessons.downloader.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a small file comes to its name: written, forced and named at once, without a journal. If we are killed meanwhile
 * the next run deletes what is left.
 */
final class Temporary {
    private static final int TRIES = 3;

    private Temporary() {}

    // @start region=small
    static Path publish(
            Root root,
            byte[] bytes,
            Optional<Instant> modified,
            Optional<Identity> identity,
            String name,
            Claims.Claim claim)
            throws IOException {
        IOException gone = null;
        for (int tries = 0; tries < TRIES; tries++) {
            String random =
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            Path path = root.path().resolve(Root.TEMPORARY + random + Names.PART);
            Optional<Guarded> file = Guarded.create(path, false);
            if (file.isPresent()) { // else another process that has just begun has it open, to see whether it is old
                try {
                    return publish(root, file.get(), bytes, modified, identity, name, claim);
                } catch (NoSuchFileException e) {
                    gone = e; // and has deleted it
                }
            }
        }
        throw gone == null ? new IOException("no temporary file can be locked") : gone;
    }
    // @end

    private static Path publish(
            Root root,
            Guarded file,
            byte[] bytes,
            Optional<Instant> modified,
            Optional<Identity> identity,
            String name,
            Claims.Claim claim)
            throws IOException {
        boolean published = false;
        try {
            Bytes.write(file.channel(), ByteBuffer.wrap(bytes), 0);
            if (modified.isPresent()) {
                Named.stamp(file.path(), modified.get());
            }
            file.channel().force(true);
            Path path = root.publisher().publish(file.path(), name, claim);
            published = true;
            if (identity.isPresent()) {
                Source.mark(path, identity.get()); // opens the file, which would end our lock before
            }
            return path;
        } finally {
            if (!published) {
                Disk.delete(file.path());
            }
            file.close();
        }
    }
}
