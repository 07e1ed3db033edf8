package netlessons.downloader.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of bytes of one file, by their offsets. Ranges that touch are one. Mutable; for one thread at a time. */
public final class Ranges {
    /**
     * Bytes that lie side by side, at least one.
     *
     * @param from the offset of the first
     * @param to the offset behind the last
     */
    public record Range(long from, long to) {
        public Range {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException(from + " to " + to);
            }
        }

        /** In bytes. */
        public long size() {
            return to - from;
        }

        /** As a journal has it. */
        @Override
        public String toString() {
            return from + "-" + to;
        }
    }

    /** From the first offset of each range to the one behind its last. */
    private final TreeMap<Long, Long> all = new TreeMap<>();

    private long size;

    /** None. */
    public Ranges() {}

    /** The same as another set has now. */
    public Ranges(Ranges other) {
        all.putAll(other.all);
        size = other.size;
    }

    // @start region=add
    /** Adds the bytes from an offset up to another, which is not one of them. */
    public void add(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(from + " to " + to);
        } else if (from == to) {
            return;
        }
        long first = from;
        long end = to;
        Map.Entry<Long, Long> touching = all.floorEntry(to);
        while (touching != null && touching.getValue() >= from) { // from the last backwards: each becomes part of ours
            first = Math.min(first, touching.getKey());
            end = Math.max(end, touching.getValue());
            size -= touching.getValue() - touching.getKey();
            all.remove(touching.getKey());
            touching = all.lowerEntry(touching.getKey());
        }
        all.put(first, end);
        size += end - first;
    }
    // @end

    /** Adds all of another set. */
    public void add(Ranges other) {
        other.all.forEach(this::add);
    }

    /** Takes the bytes from an offset up to another, which is not one of them, as far as they are there. */
    public void remove(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(from + " to " + to);
        }
        Map.Entry<Long, Long> hit = all.lowerEntry(to);
        while (hit != null && hit.getValue() > from) {
            all.remove(hit.getKey());
            size -= hit.getValue() - hit.getKey();
            add(hit.getKey(), Math.max(hit.getKey(), from));
            add(Math.min(hit.getValue(), to), hit.getValue());
            hit = all.lowerEntry(hit.getKey());
        }
    }

    /** Takes all that another set has. */
    public void remove(Ranges other) {
        other.all.forEach(this::remove);
    }

    /** Whether each byte from an offset up to another, which is not one of them, is there. */
    public boolean contains(long from, long to) {
        Map.Entry<Long, Long> around = all.floorEntry(from);
        return from >= to || around != null && around.getValue() >= to;
    }

    /** How many bytes there are. */
    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Those that are not there, of a file of that size; in order. */
    public List<Range> gaps(long total) {
        List<Range> gaps = new ArrayList<>();
        long at = 0;
        for (Map.Entry<Long, Long> range : all.headMap(total).entrySet()) {
            if (range.getKey() > at) {
                gaps.add(new Range(at, range.getKey()));
            }
            at = range.getValue();
        }
        if (at < total) {
            gaps.add(new Range(at, total));
        }
        return gaps;
    }

    /** How many there are from offset 0 on without a gap. */
    public long prefix() {
        return all.getOrDefault(0L, 0L);
    }

    /** The offset behind the last one; 0 if there is none. */
    public long end() {
        return all.isEmpty() ? 0 : all.lastEntry().getValue();
    }

    /** In order, and with a gap between each two. */
    public List<Range> all() {
        List<Range> list = new ArrayList<>();
        all.forEach((from, to) -> list.add(new Range(from, to)));
        return list;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ranges ranges && ranges.all.equals(all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all().toString();
    }
}
