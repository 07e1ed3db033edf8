package netlessons.webserver;

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
     * @param since in System.nanoTime
     */
    record Entry(Map<String, Object> identity, FileVersion version, byte[] bytes, long since) {
        Entry(Map<String, Object> identity, FileVersion version, byte[] bytes) {
            this(identity, version, bytes, System.nanoTime());
        }

        /** Whether this file, links followed, is still the one, as it was. */
        boolean isStill(Path path) {
            return identity.equals(FileCache.identity(path));
        }

        /** About what it takes in memory, so that empty files are not for nothing. */
        private long size() {
            return bytes.length + 500;
        }
    }

    private final long room;
    private final Duration lifetime;
    private final Map<List<String>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // the oldest comes first
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

    synchronized Optional<Entry> find(List<String> names) {
        return Optional.ofNullable(entries.get(names))
                .filter(entry -> System.nanoTime() - entry.since() < lifetime.toNanos());
    }

    synchronized void drop(List<String> names) {
        forget(entries.remove(names));
    }

    /** Keeps the file for a while, if there is room, and if any later change of it will show. */
    synchronized void keep(List<String> names, Entry entry) {
        drop(names);
        if (entry.identity().get("ctime") instanceof FileTime changed
                && changed.toInstant().isBefore(Instant.now().minusSeconds(STEP_SECONDS))) {
            entries.put(List.copyOf(names), entry);
            used += entry.size();
        }
        Iterator<Entry> oldest = entries.values().iterator();
        while (used > room) {
            Entry old = oldest.next();
            oldest.remove();
            forget(old);
        }
    }

    private void forget(Entry entry) {
        used -= entry == null ? 0 : entry.size();
    }
}
