package netlessons.share.folder;

import java.util.Comparator;
import java.util.List;

/** By what a list is sorted. Folders always come first. */
public enum Order {
    name(Comparator.comparing(Line::name)),
    size(Comparator.comparingLong(line -> line.entry().size())),
    modified(Comparator.comparing(line -> line.entry().modified()));

    /** An entry and the key that it is sorted by. */
    private record Line(Entry entry, Name name) {}

    private final Comparator<Line> comparator;

    Order(Comparator<Line> comparator) {
        this.comparator = comparator;
    }

    /** These, sorted; those of the same size or age by name. */
    public List<Entry> sorted(List<Entry> entries, boolean descending) {
        Comparator<Line> folders = Comparator.comparing(line -> !line.entry().folder());
        return entries.stream()
                .map(entry -> new Line(entry, Name.of(entry.path())))
                .sorted(folders.thenComparing(descending ? comparator.reversed() : comparator)
                        .thenComparing(Line::name))
                .map(Line::entry)
                .toList();
    }
}
