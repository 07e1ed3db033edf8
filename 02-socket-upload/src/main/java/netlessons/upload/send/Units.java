package netlessons.upload.send;

import java.time.Duration;
import java.util.Locale;

/** Sizes, rates and times as people read them. */
final class Units {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    /** Three digits or so: {@code 999 B}, {@code 1.50 KiB}, {@code 12.3 MiB}, {@code 1023 GiB}. */
    static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1023.5) {
            size /= 1024;
            unit++;
        }
        int decimals = unit == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", size, SIZES[unit]);
    }

    /** Bytes a second. */
    static String rate(long bytes) {
        return size(bytes) + "/s";
    }

    /** {@code 0.25 s}, {@code 12 s}. */
    static String seconds(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        String text = String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.0f", seconds);
        return (text.contains(".") ? text.replaceAll("\\.?0+$", "") : text) + " s";
    }

    /** As a clock shows it: {@code 0:07}, {@code 1:02:03}. */
    static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 1 file}, {@code 10,000 files}. */
    static String files(long count) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "file" : "files");
    }
}
