package netlessons.testkit.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Reply;

/**
 * What is in a folder, as a program gets to know it: {@code {"path":"/sub/","entries":[{"name":…,"type":"file"|"folder",
 * "size":…,"modified":…,"href":…}]}}. More members than these are welcome. Immutable.
 *
 * @param truncated that there is more
 */
public record FolderList(String path, List<Entry> entries, boolean truncated) {
    /** @param size in bytes; of a folder it means nothing */
    public record Entry(String name, boolean folder, long size, Instant modified, String href) {}

    /** @throws AssertionError with the transcript, if this is no such list */
    public static FolderList of(Reply reply) {
        reply.expectStatus(200)
                .expectHeader(
                        "Content-Type", "application/json", type -> type.matches("(?i)application/json\\s*(;.*)?"));
        Object json;
        try {
            json = Json.parse(reply.text());
        } catch (Json.Malformed e) {
            int bytes = reply.text().substring(0, e.at()).getBytes(StandardCharsets.UTF_8).length;
            throw reply.failure("JSON, and here " + e.getMessage(), bytes);
        }
        Map<?, ?> object = member(reply, json, Map.class, "an object");
        List<Entry> entries = new ArrayList<>();
        for (Object one : member(reply, object.get("entries"), List.class, "\"entries\", an array")) {
            entries.add(entry(reply, member(reply, one, Map.class, "only objects in \"entries\"")));
        }
        String path = member(reply, object.get("path"), String.class, "\"path\", a string");
        return new FolderList(path, List.copyOf(entries), Boolean.TRUE.equals(object.get("truncated")));
    }

    private static Entry entry(Reply reply, Map<?, ?> entry) {
        String name = member(reply, entry.get("name"), String.class, "a string \"name\" in each entry");
        String of = " of " + name;
        String type = member(reply, entry.get("type"), String.class, "\"type\"" + of);
        if (!List.of("file", "folder").contains(type)) {
            throw reply.failure("JSON with \"type\"" + of + " to be \"file\" or \"folder\"", 0);
        }
        boolean folder = type.equals("folder");
        long size = folder
                ? 0
                : member(reply, entry.get("size"), BigDecimal.class, "\"size\", a number," + of)
                        .longValue();
        String modified = member(reply, entry.get("modified"), String.class, "\"modified\"" + of);
        String href = member(reply, entry.get("href"), String.class, "\"href\"" + of);
        try {
            return new Entry(name, folder, size, Instant.parse(modified), href);
        } catch (DateTimeParseException e) {
            throw reply.failure("JSON with \"modified\"" + of + " to be a time such as \"2026-01-02T03:04:05Z\"", 0);
        }
    }

    private static <T> T member(Reply reply, Object value, Class<T> type, String expected) {
        if (!type.isInstance(value)) {
            throw reply.failure("JSON with " + expected, 0);
        }
        return type.cast(value);
    }

    /** The names, in their order. */
    public List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }
}
