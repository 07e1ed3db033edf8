package netlessons.share.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.share.http.FileVersion;
import netlessons.share.http.Response;

/**
 * Small files that were sent lately. To send one again takes a single look at the disk, whether it is still the same,
 * instead of a dozen. Safe for use by many threads.
 *
 * <p>A change of a file, be it of its bytes, its owner or its rights, sets the time that Unix calls ctime, and no
 * program can set that back. Where there is no such time, nothing is kept. The exceptions make do with a short
 * {@link #LIFETIME}.
 */
final class FileCache {
    /** How long an entry is believed: moving a folder, or writing through a mapping, leaves no trace on its files. */
    static final Duration LIFETIME = Duration.ofSeconds(1);

    /** File systems count time in steps of two seconds at most: within one, a file may change without a trace. */
    private static final int STEP_SECONDS = 3;

    /**
     * @param identity which file it is, and of which moment; from before it was read
     * @param whole what is sent to who asks for all of it
     * @param since in System.nanoTime
     */
    record Kept(Map<String, Object> identity, FileVersion version, Response whole, long since) {
        Kept(Map<String, Object> identity, FileVersion version, Response whole) {
            this(identity, version, whole, System.nanoTime());
        }

        /** Whether this file, links followed, is still the one, as it was. */
        boolean isStill(Path path) {
            return identity.equals(FileCache.identity(path));
        }

        /** About what it takes in memory, so that empty files are not for nothing. */
        private long size() {
            return version.length() + 2000;
        }
    }

    private final long room;
    private final Duration lifetime;
    private final Map<List<String>, Kept> files = new LinkedHashMap<>(16, 0.75f, true); // the oldest comes first
    private long used;

    /** @param room in bytes */
    FileCache(long room, Duration lifetime) {
        this.room = room;
        this.lifetime = lifetime;
    }

    /** Which file this is, links followed, and of which moment; empty if the system does not say. */
    static Map<String, Object> identity(Path path) {
        try {
            return Files.readAttributes(path, "unix:dev,ino,size,ctime");
        } catch (IOException | UnsupportedOperationException e) {
            return Map.of();
        }
    }

    synchronized Optional<Kept> find(List<String> names) {
        return Optional.ofNullable(files.get(names))
                .filter(kept -> System.nanoTime() - kept.since() < lifetime.toNanos());
    }

    synchronized void drop(List<String> names) {
        forget(files.remove(names));
    }

    /** Keeps the file for a while, if there is room, and if any later change of it will show. */
    synchronized void keep(List<String> names, Kept file) {
        drop(names);
        if (file.identity().get("ctime") instanceof FileTime changed
                && changed.toInstant().isBefore(Instant.now().minusSeconds(STEP_SECONDS))) {
            files.put(List.copyOf(names), file);
            used += file.size();
        }
        Iterator<Kept> oldest = files.values().iterator();
        while (used > room) {
            Kept old = oldest.next();
            oldest.remove();
            forget(old);
        }
    }

    private void forget(Kept file) {
        used -= file == null ? 0 : file.size();
    }
}
