package netlessons.share.folder;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Looks for names in a folder and all folders in it, for a bounded time. Immutable. */
public final class Search {
    private static final int MOST_FOUND = 1000;
    private static final int MOST_SEEN = 200_000;
    private static final int DEEPEST = 64;
    private static final long LONGEST = 5_000_000_000L; // nanoseconds

    private final Root root;

    public Search(Root root) {
        this.root = root;
    }

    /** @param complete false if there may be more */
    public record Result(List<Entry> entries, boolean complete) {}

    /** What has all of these words in its name; links to folders are not followed. */
    public Result in(Found folder, String words) throws IOException {
        String[] parts = Order.folded(words).strip().split("\\s+");
        long end = System.nanoTime() + LONGEST;
        List<Entry> found = new ArrayList<>();
        Deque<List<String>> folders = new ArrayDeque<>(List.of(List.of()));
        int seen = 0;
        while (!folders.isEmpty()) {
            List<String> way = folders.poll();
            for (Entry entry : list(folder, way)) {
                if (++seen > MOST_SEEN || found.size() == MOST_FOUND || System.nanoTime() - end > 0) {
                    return new Result(found, false);
                }
                List<String> names = new ArrayList<>(way);
                names.add(entry.path());
                if (fits(entry.path(), parts)) {
                    found.add(new Entry(String.join("/", names), entry.folder(), entry.size(), entry.modified()));
                }
                if (entry.folder() && names.size() < DEEPEST) {
                    folders.add(names);
                }
            }
        }
        return new Result(found, true);
    }

    private static boolean fits(String name, String[] parts) {
        String folded = Order.folded(name);
        for (String part : parts) {
            if (!folded.contains(part)) {
                return false;
            }
        }
        return true;
    }

    private List<Entry> list(Found folder, List<String> way) throws IOException {
        List<String> names = new ArrayList<>(folder.names());
        names.addAll(way);
        Optional<Found> here = root.find(names).filter(Found::isFolder);
        boolean link =
                here.isPresent() && !here.get().real().equals(folder.real().resolve(String.join("/", way)));
        return here.isEmpty() || !way.isEmpty() && link ? List.of() : root.list(here.get());
    }
}
