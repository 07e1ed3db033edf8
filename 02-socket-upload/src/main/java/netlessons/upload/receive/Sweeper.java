package netlessons.upload.receive;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import netlessons.upload.protocol.UploadId;

/** Walks through the folder now and then: counts what is there, and deletes parts of files that nobody came back for. */
final class Sweeper {
    private final Path root;
    private final Claims claims;
    private final long ours;
    private final Duration keep;
    private volatile boolean stopped;

    /**
     * @param ours the first half of the ids of parts that this receiver itself deletes when it is time
     * @param keep how long a part stays after the last byte was written
     */
    Sweeper(Path root, Claims claims, long ours, Duration keep) {
        this.root = root;
        this.claims = claims;
        this.ours = ours;
        this.keep = keep;
    }

    /** Returns how many bytes are left in all files, and how many have gone. */
    Space.Counted sweep() throws IOException {
        Visitor visitor = new Visitor();
        Files.walkFileTree(root, visitor); // which follows no symbolic links
        return new Space.Counted(visitor.bytes, visitor.gone);
    }

    /** A sweep that is under way ends soon. */
    void stop() {
        stopped = true;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private long bytes;
        private long gone;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && delete(file, attributes)) {
                gone += attributes.size();
            } else if (attributes.isRegularFile()) {
                bytes += attributes.size();
            }
            return stopped ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or not for us to read
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return FileVisitResult.CONTINUE; // the same
        }
    }

    private boolean delete(Path file, BasicFileAttributes attributes) {
        Optional<UploadId> id = Temporary.id(file).filter(one -> one.high() != ours);
        if (id.isEmpty() || !isOld(attributes)) {
            return false;
        }
        Claims.Claim claim = claims.tryTake(id.get()).orElse(null);
        if (claim == null) {
            return false; // its sender has just come back
        }
        try {
            if (Disk.look(file).filter(this::isOld).isEmpty()) {
                return false;
            }
            Temporary.deleteUnused(file);
            return true;
        } catch (IOException | Rejection e) {
            return false; // not for us to delete, or another receiver writes to it
        } finally {
            claim.release();
        }
    }

    /** A time that lies as far ahead is no better: nobody knows when it was. */
    private boolean isOld(BasicFileAttributes attributes) {
        Instant written = attributes.lastModifiedTime().toInstant();
        return Duration.between(written, Instant.now()).abs().compareTo(keep) > 0;
    }
}
