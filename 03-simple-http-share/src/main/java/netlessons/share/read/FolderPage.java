package netlessons.share.read;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Order;
import netlessons.share.http.MediaTypes;
import netlessons.share.http.Percent;
import netlessons.share.http.Response;
import netlessons.share.page.Pages;

/** The page of a folder: what the template is filled with. Safe for use by many threads. */
public final class FolderPage {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

    private final Pages pages;
    private final String name;
    private final boolean upload;
    private final String rule;

    /**
     * @param name of what is shared
     * @param rule what happens to a file whose name is taken, for people
     */
    public FolderPage(Pages pages, String name, boolean upload, String rule) {
        this.pages = pages;
        this.name = name;
        this.upload = upload;
        this.rule = rule;
    }

    Response of(Found folder, List<Entry> entries, boolean complete, String words, Sorting sorting) {
        Map<String, Object> values = new HashMap<>();
        values.put("title", folder.names().isEmpty() ? name : folder.name());
        values.put("crumbs", crumbs(folder.names()));
        values.put("query", words);
        values.put("summary", summary(entries));
        values.put("caption", words.isEmpty() ? "What is in this folder" : "What was found: " + words);
        values.put("columns", columns(words, sorting));
        values.put("parent", folder.names().isEmpty() ? null : "../");
        values.put("rows", entries.stream().map(FolderPage::row).toList());
        values.put(
                "empty", !entries.isEmpty() ? null : words.isEmpty() ? "This folder is empty." : "Nothing was found.");
        values.put("truncated", !complete);
        values.put("upload", upload);
        values.put("rule", rule);
        values.put("readme", null);
        values.put("host", name);
        values.put("stops", null);
        values.put("stopsIn", null);
        values.put("hint", "curl -O URL");
        return pages.folder(values);
    }

    private List<Map<String, Object>> crumbs(List<String> names) {
        List<Map<String, Object>> crumbs = new ArrayList<>();
        StringBuilder href = new StringBuilder("/");
        crumbs.add(Map.of("name", name, "href", "/", "here", names.isEmpty()));
        for (int i = 0; i < names.size(); i++) {
            href.append(Percent.encode(names.get(i))).append('/');
            crumbs.add(Map.of("name", names.get(i), "href", href.toString(), "here", i == names.size() - 1));
        }
        return crumbs;
    }

    private static List<Map<String, Object>> columns(String words, Sorting sorting) {
        List<Map<String, Object>> columns = new ArrayList<>();
        for (Order order : Order.values()) {
            boolean now = order == sorting.order();
            boolean descend = now && !sorting.descending();
            String search = words.isEmpty() ? "" : "&q=" + Percent.encode(words);
            String label = order.name();
            columns.add(Map.of(
                    "key",
                    label,
                    "label",
                    label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1),
                    "href",
                    "?sort=" + label + "&order=" + (descend ? "desc" : "asc") + search,
                    "sorted",
                    !now ? "none" : sorting.descending() ? "descending" : "ascending"));
        }
        return columns;
    }

    private static Map<String, Object> row(Entry entry) {
        String href = FolderHandler.href(entry);
        boolean picture = !entry.folder() && MediaTypes.of(entry.path()).matches("image/(png|jpeg|gif)");
        Map<String, Object> row = new HashMap<>();
        row.put("kind", entry.folder() ? "folder" : "file");
        row.put("name", entry.path());
        row.put("href", href);
        row.put("thumbnail", picture ? href + "?width=96&height=96" : null);
        row.put("size", entry.folder() ? "" : size(entry.size()));
        row.put("iso", Instant.ofEpochSecond(entry.modified().getEpochSecond()).toString());
        row.put("modified", MINUTE.format(entry.modified()));
        return row;
    }

    private static String summary(List<Entry> entries) {
        long folders = entries.stream().filter(Entry::folder).count();
        long files = entries.size() - folders;
        long bytes = entries.stream().mapToLong(Entry::size).sum();
        return folders
                + (folders == 1 ? " folder, " : " folders, ")
                + files
                + (files == 1 ? " file, " : " files, ")
                + size(bytes);
    }

    private static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 1000 && unit < UNITS.size() - 1) {
            number /= 1000;
            unit++;
        }
        String text = unit == 0 || number >= 100
                ? Long.toString(Math.round(number))
                : String.format(Locale.ROOT, "%.1f", number);
        return text + " " + UNITS.get(unit);
    }
}
