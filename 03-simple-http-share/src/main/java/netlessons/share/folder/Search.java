package netlessons.share.folder;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Looks for names in a folder and all folders in it, with bounds to what that may take. Safe for threads. */
public final class Search {
    /**
     * @param found entries, at most
     * @param seen entries, at most
     * @param deepest folders in folders
     * @param time it may take
     */
    record Bounds(int found, int seen, int deepest, Duration time) {
        static final Bounds DEFAULT = new Bounds(1000, 200_000, 64, Duration.ofSeconds(5));
    }

    private final Root root;
    private final Bounds bounds;

    public Search(Root root) {
        this(root, Bounds.DEFAULT);
    }

    Search(Root root, Bounds bounds) {
        this.root = root;
        this.bounds = bounds;
    }

    /**
     * What has all of these words in its name. Folders nearer by come first; links to folders are not followed, since they
     * may lead round in a circle.
     *
     * @param words with blanks between them; a name has them in any order, as parts of it
     */
    public Listing in(Found folder, String words) throws IOException {
        return new Walk(folder, Name.fold(words).strip().split("\\s+")).run();
    }

    /** Whether there are more than so many files and folders in it, and in all folders in it. */
    public static boolean findsMore(Root root, Found folder, int than) throws IOException {
        Bounds bounds = new Bounds(than, Integer.MAX_VALUE, Bounds.DEFAULT.deepest(), Bounds.DEFAULT.time());
        return !new Search(root, bounds).in(folder, "").complete();
    }

    /** One search. */
    private final class Walk {
        private final Found start;
        private final String[] words;
        private final long end = System.nanoTime() + bounds.time().toNanos();
        private final List<Entry> found = new ArrayList<>();
        private final Deque<List<String>> folders = new ArrayDeque<>(List.of(List.of()));
        private boolean complete = true;
        private int seen;

        Walk(Found start, String[] words) {
            this.start = start;
            this.words = words;
        }

        Listing run() throws IOException {
            boolean more = true;
            while (more && !folders.isEmpty()) {
                more = walk(folders.poll());
            }
            return new Listing(found, complete && more);
        }

        /** @return whether to go on */
        private boolean walk(List<String> way) throws IOException {
            List<String> names = with(start.names(), way);
            try {
                Optional<Found> here = root.find(names).filter(Found::isFolder);
                boolean link = !way.isEmpty()
                        && here.isPresent()
                        && !here.get().real().equals(start.real().resolve(String.join("/", way)));
                return here.isEmpty() || link || root.each(here.get(), entry -> look(entry, way));
            } catch (NoSuchFileException e) {
                return true; // it has just gone
            } catch (FileSystemException e) {
                complete = false; // we may not look into it
                return true;
            }
        }

        private boolean look(Entry entry, List<String> way) {
            if (++seen > bounds.seen() || found.size() == bounds.found() || System.nanoTime() - end > 0) {
                return false;
            }
            List<String> names = with(way, List.of(entry.path()));
            if (fits(Name.fold(entry.path()))) {
                found.add(new Entry(String.join("/", names), entry.folder(), entry.size(), entry.modified()));
            }
            if (entry.folder() && names.size() < bounds.deepest()) {
                folders.add(names);
            } else {
                complete &= !entry.folder();
            }
            return true;
        }

        private boolean fits(String name) {
            for (String word : words) {
                if (!name.contains(word)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
