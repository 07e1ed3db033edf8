package netlessons.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A listing is the text of a region of a source file: {@code // @start region=name} to {@code // @end} or
 * {@code // @end region=name} (the markers of JEP 413, so Javadoc can show the same regions). Regions may nest and
 * overlap; a plain end closes the one opened last.
 *
 * <p>A {@code diff} that names a file can be applied to it: what it keeps and what it takes away stands there. Code that is
 * the reader's own, such as the solution of an exercise, is {@code java solution}: there is nothing to compare it with.
 */
final class Listings {
    /** Shown as they are, whatever else the info string says. */
    private static final Set<String> FREE = Set.of("text", "mermaid", "http", "console");

    private static final String DIFF = "diff";
    private static final String SOLUTION = "solution";

    private static final Pattern FENCE = Pattern.compile("```|~~~");
    private static final Pattern MARKER =
            Pattern.compile("\\s*(?://|#|--|;|/\\*|<!--)\\s*@(start|end)\\b(?:\\s+region\\s*=\\s*\"?([\\w-]+)\"?)?.*");

    private final Project project;

    Listings(Project project) {
        this.project = project;
    }

    static boolean isListing(Page.Fence fence) {
        boolean listing = fence.language().equals("java")
                || !FREE.contains(fence.language()) && !fence.info().isEmpty();
        return listing && !fence.info().equals(SOLUTION);
    }

    void check(Page page, Page.Fence fence) {
        if (fence.language().equals(DIFF)) {
            checkDiff(page, fence);
        } else {
            checkListing(page, fence);
        }
    }

    private void checkListing(Page page, Page.Fence fence) {
        List<String> expected = source(page, fence);
        List<String> shown = fence.text().lines().toList();
        for (int i = 0; i < Math.max(expected.size(), shown.size()); i++) {
            String is = i < shown.size() ? shown.get(i) : "(the block ends here)";
            String should = i < expected.size() ? expected.get(i) : "(the region ends here)";
            if (!is.equals(should)) {
                throw new Problem(
                        page,
                        fence.line() + 1 + i,
                        "the listing is not what " + fence.info()
                                + " says (-Ddocs.update=true rewrites it)\n  source    " + should + "\n  document  "
                                + is);
            }
        }
    }

    /** Each hunk stands in the source, one behind the other; a line that begins with @@ divides them. */
    private void checkDiff(Page page, Page.Fence fence) {
        List<String> source = source(page, fence);
        List<String> shown = fence.text().lines().toList();
        int from = 0;
        for (int i = 0; i < shown.size(); i++) {
            int first = i;
            List<String> old = new ArrayList<>();
            while (i < shown.size() && !shown.get(i).startsWith("@@")) {
                String line = shown.get(i++);
                if (!line.startsWith("+")) {
                    old.add(line.isEmpty() ? "" : line.substring(1));
                }
            }
            int at = Collections.indexOfSubList(source.subList(from, source.size()), old);
            if (at < 0) {
                throw new Problem(
                        page,
                        fence.line() + 1 + first,
                        "what this diff keeps and takes away is not in " + fence.info());
            }
            from += at + old.size();
        }
    }

    /** Writes the text of the sources into the listings; from the last to the first, so that line numbers hold. */
    void update(Page page) {
        List<String> lines = new ArrayList<>(page.lines);
        for (int i = page.fences.size() - 1; i >= 0; i--) {
            Page.Fence fence = page.fences.get(i);
            if (isListing(fence) && !fence.info().isEmpty() && !fence.language().equals(DIFF)) {
                // In a list or a quotation each line keeps the indent of the fence.
                String prefix = FENCE.split(lines.get(fence.line() - 1), 2)[0].replaceAll("[^ >]", " ");
                List<String> block = lines.subList(fence.line(), fence.lastLine() - 1);
                block.clear();
                source(page, fence).forEach(s -> block.add((prefix + s).stripTrailing()));
            }
        }
        try {
            if (!lines.equals(page.lines)) {
                Files.writeString(page.file, String.join("\n", lines) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> source(Page page, Page.Fence fence) {
        String[] source = fence.info().split("\\s+")[0].split("#", 2);
        if (source[0].isEmpty()) {
            throw new Problem(page, fence.line(), "a java block names its source: ```java path/File.java#region");
        }
        Path file = project.root().resolve(source[0]).normalize();
        if (!file.startsWith(project.root()) || !Files.isRegularFile(file)) {
            throw new Problem(page, fence.line(), "there is no source file " + source[0]);
        }
        try {
            List<String> lines = Files.readString(file).lines().toList();
            return cut(lines, source.length > 1 ? source[1] : null);
        } catch (IllegalArgumentException e) {
            throw new Problem(page, fence.line(), source[0] + " " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a region, or all (region null), without markers, common indent and blank lines at the ends. */
    static List<String> cut(List<String> lines, String region) {
        Deque<String> open = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        boolean seen = region == null;
        for (String line : lines) {
            Matcher marker = MARKER.matcher(line);
            if (!marker.matches()) {
                if (region == null || open.contains(region)) {
                    text.append(line).append('\n');
                }
            } else if (marker.group(1).equals("start")) {
                if (marker.group(2) == null || marker.group(2).equals(region) && seen) {
                    throw new IllegalArgumentException("starts a region without a name, or one name twice: " + line);
                }
                seen |= marker.group(2).equals(region);
                open.push(marker.group(2));
            } else if (open.isEmpty() || marker.group(2) != null && !open.contains(marker.group(2))) {
                throw new IllegalArgumentException("ends a region that is not open: " + line.strip());
            } else if (marker.group(2) == null) {
                open.pop();
            } else {
                open.remove(marker.group(2));
            }
        }
        if (!seen || !open.isEmpty()) {
            throw new IllegalArgumentException(seen ? "does not end region " + open.peek() : "has no region " + region);
        }
        List<String> cut = new ArrayList<>(
                text.toString().stripTrailing().stripIndent().lines().toList());
        while (!cut.isEmpty() && cut.get(0).isBlank()) {
            cut.remove(0);
        }
        return cut;
    }
}
