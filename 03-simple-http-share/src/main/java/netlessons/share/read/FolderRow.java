package netlessons.share.read;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import netlessons.share.folder.Entry;
import netlessons.share.http.MediaTypes;

/** How people see what is in a folder: one line for each file, and one about all of them. */
final class FolderRow {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

    /** Those that the server makes small ones of. */
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif");

    private static final Set<String> ARCHIVES =
            Set.of("application/zip", "application/gzip", "application/x-tar", "application/java-archive");

    /** Controls, ends of lines, and what turns the direction of writing: "annexe.png" may be no picture. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

    private FolderRow() {}

    /** A name as people should see it: what they cannot see stands out. */
    static String shown(String name) {
        return UNSEEN.matcher(name).replaceAll("\uFFFD");
    }

    static Map<String, Object> of(Entry entry) {
        String href = FolderHandler.href(entry);
        String type = MediaTypes.of(entry.path());
        Map<String, Object> row = new HashMap<>();
        row.put("kind", entry.folder() ? "folder" : kind(type));
        row.put("name", shown(entry.path()));
        row.put("href", href);
        row.put("save", href + (entry.folder() ? "?zip" : "?download"));
        row.put("how", entry.folder() ? "Download as zip:" : "Download");
        row.put("thumbnail", !entry.folder() && PICTURES.contains(type) ? href + "?width=96&height=96" : null);
        row.put("size", entry.folder() ? "folder" : size(entry.size()));
        row.put("bytes", entry.folder() ? null : entry.size());
        row.put("iso", within(entry.modified()).truncatedTo(ChronoUnit.SECONDS).toString());
        row.put("modified", MINUTE.format(within(entry.modified())));
        return row;
    }

    /** A time tag knows years of four digits only; files may have any. */
    private static Instant within(Instant time) {
        boolean strange = time.isBefore(Instant.EPOCH.minus(719_000, ChronoUnit.DAYS))
                || time.isAfter(Instant.EPOCH.plus(2_932_000, ChronoUnit.DAYS));
        return strange ? Instant.EPOCH : time;
    }

    private static String kind(String type) {
        if (ARCHIVES.contains(type)) {
            return "archive";
        }
        String first = type.substring(0, type.indexOf('/'));
        return switch (first) {
            case "image", "audio", "video", "text" -> first;
            default -> type.equals("application/pdf") || type.equals("application/json") ? "text" : "other";
        };
    }

    static String summary(List<Entry> entries) {
        long folders = entries.stream().filter(Entry::folder).count();
        long files = entries.size() - folders;
        long bytes = entries.stream().mapToLong(Entry::size).sum();
        return count(folders, "folder") + ", " + count(files, "file") + ", " + size(bytes);
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    /** In units of ten, as disks and networks are sold; two digits at least. */
    static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        while (Math.round(number) >= 1000 && unit < UNITS.size() - 1) {
            number /= 1000;
            unit++;
        }
        if (unit == 0) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        return String.format(Locale.ROOT, number < 99.95 ? "%.1f %s" : "%.0f %s", number, UNITS.get(unit));
    }
}
