package netlessons.share.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Order;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Percent;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.page.Ending;
import netlessons.share.page.Pages;
import netlessons.share.text.Clock;

/** The page of a folder: what the template is filled with. Safe for use by many threads. */
public final class FolderPage {
    /** Lines of a list: more would keep a phone busy for long, and nobody reads so many. */
    private static final int MOST = 10_000;

    private final Pages pages;
    private final String name;
    private final Optional<Uploads> uploads;
    private final Ending ending;
    private final Function<Request, String> origin;
    private final FolderReadme readme;

    /**
     * @param name of what is shared, as people see it
     * @param uploads nothing: the folder can only be read
     * @param origin how addresses of this server begin for others: "http://192.168.1.7:8000"
     */
    public FolderPage(
            Pages pages,
            Root root,
            String name,
            Optional<Uploads> uploads,
            Ending ending,
            Function<Request, String> origin) {
        this.pages = pages;
        this.readme = new FolderReadme(root);
        this.name = FolderRow.shown(name);
        this.uploads = uploads;
        this.ending = ending;
        this.origin = origin;
    }

    /** @param words that were searched for; "" if all that is in the folder is listed */
    Response of(Request request, Found folder, List<Entry> entries, boolean complete, String words, Sorting sorting)
            throws IOException {
        String title = folder.names().isEmpty() ? name : FolderRow.shown(folder.name());
        boolean search = !words.isEmpty();
        String path = path(folder.names());
        Map<String, Object> values = new HashMap<>();
        values.put("title", title);
        values.put("crumbs", crumbs(folder.names()));
        values.put("query", words);
        values.put("search", search);
        values.put(
                "sorting", sorting.isDefault() ? null : Map.of("sort", sorting.order(), "order", sorting.direction()));
        values.put("summary", FolderRow.summary(entries));
        values.put("room", uploads.map(takes -> FolderRow.size(takes.room())).orElse(null));
        values.put("columns", columns(words, sorting));
        values.put("parent", folder.names().isEmpty() || search ? null : "../");
        values.put("rows", entries.stream().limit(MOST).map(FolderRow::of).toList());
        values.put("empty", entries.isEmpty());
        values.put("more", more(entries.size(), complete));
        values.put(
                "upload",
                uploads.isEmpty() ? null : Map.of("rules", rules(uploads.get().rule())));
        values.put("qr", Percent.encode(path));
        // Whoever looks at the page has not fetched the pictures in it: where downloads are counted there are none.
        boolean pictures = ending.downloadsLeft().isEmpty();
        values.put(
                "readme", search ? null : readme.of(folder, entries, pictures).orElse(null));
        values.put("host", name);
        values.put("ending", ending());
        values.put("commands", commands(origin.apply(request) + path));
        return pages.folder(values);
    }

    private static String more(int found, boolean complete) {
        if (found > MOST) {
            return String.format(
                    Locale.ROOT, "These are the first %,d of %,d. A search finds the others.", MOST, found);
        }
        return complete ? null : "There are more than these. With more words a search finds fewer.";
    }

    private static String path(List<String> names) {
        StringBuilder path = new StringBuilder("/");
        names.forEach(each -> path.append(Percent.encode(each)).append('/'));
        return path.toString();
    }

    private List<Map<String, Object>> crumbs(List<String> names) {
        List<Map<String, Object>> crumbs = new ArrayList<>();
        for (int depth = 0; depth <= names.size(); depth++) {
            crumbs.add(Map.of(
                    "name",
                    depth == 0 ? name : FolderRow.shown(names.get(depth - 1)),
                    "href",
                    path(names.subList(0, depth)),
                    "here",
                    depth == names.size()));
        }
        return crumbs;
    }

    /** What a column's heading leads to: sorted by it, or the other way round if it is so already. */
    private static List<Map<String, Object>> columns(String words, Sorting sorting) {
        String search = words.isEmpty() ? "" : "&q=" + Percent.encode(words);
        List<Map<String, Object>> columns = new ArrayList<>();
        for (Order order : Order.values()) {
            boolean now = order == sorting.order();
            // Who sorts by size or time looks for the largest, or the newest.
            boolean descend = now ? !sorting.descending() : order != Order.name;
            Map<String, Object> column = new HashMap<>();
            column.put("key", order.name());
            column.put(
                    "label",
                    order.name().substring(0, 1).toUpperCase(Locale.ROOT)
                            + order.name().substring(1));
            column.put("href", "?sort=" + order + "&order=" + (descend ? "desc" : "asc") + search);
            column.put("sorted", !now ? null : sorting.descending() ? "descending" : "ascending");
            column.put("utc", order == Order.modified);
            columns.add(column);
        }
        return columns;
    }

    /** What may happen to a file whose name is taken; the server's own rule comes first. */
    private static List<Map<String, Object>> rules(Conflict rule) {
        return Arrays.stream(Conflict.values())
                .filter(each -> each == rule || Conflict.of(Optional.of(each.name()), rule) == each)
                .sorted((one, two) -> Boolean.compare(two == rule, one == rule))
                .map(each -> Map.<String, Object>of("value", each.name(), "label", words(each)))
                .toList();
    }

    private static String words(Conflict rule) {
        return switch (rule) {
            case reject -> "refuse the new file";
            case rename -> "keep both files";
            case replace -> "replace the old file";
        };
    }

    private Map<String, Object> ending() {
        Map<String, Object> values = new HashMap<>();
        ending.timeLeft().ifPresent(left -> {
            long seconds = Math.max(0, left.toSeconds());
            values.put("seconds", Long.toString(seconds));
            values.put("time", Clock.of(seconds));
        });
        ending.downloadsLeft()
                .ifPresent(left -> values.put("downloads", left == 1 ? "1 more download" : left + " more downloads"));
        values.put("both", values.size() == 3);
        return values.size() == 1 ? null : values;
    }

    /** In quotes: the brackets of an address of IPv6 mean something to shells. */
    private List<Map<String, Object>> commands(String url) {
        List<Map<String, Object>> commands = new ArrayList<>();
        commands.add(Map.of("what", "One file", "command", "curl -O '" + url + "NAME'"));
        commands.add(Map.of("what", "All of them", "command", "wget -r -np -nH '" + url + "'"));
        if (uploads.isPresent()) {
            commands.add(Map.of("what", "Send a file", "command", "curl -T NAME '" + url + "'"));
        }
        return commands;
    }
}
