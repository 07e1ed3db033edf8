package netlessons.downloader.text;

import java.time.Duration;

/** Sizes, rates and times as people read them. By hand: the first {@code String.format} of a JVM takes long. */
public final class Units {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int HOUR = 3600;

    private Units() {}

    /** Three digits or so: {@code 999 B}, {@code 1.50 KiB}, {@code 12.3 MiB}, {@code 1023 GiB}. */
    public static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1023.5) {
            size /= 1024;
            unit++;
        }
        int decimals = unit == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
        return decimal(size, decimals) + " " + SIZES[unit];
    }

    /** Bytes a second. */
    public static String rate(long bytes) {
        return size(bytes) + "/s";
    }

    /** {@code 0.25 s}, {@code 12 s}; from a minute on as a clock shows it. */
    public static String seconds(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        if (seconds >= 60) {
            return clock(time);
        }
        String text = decimal(seconds, seconds < 10 ? 2 : 0);
        int end = text.length();
        if (text.indexOf('.') >= 0) {
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            end -= text.charAt(end - 1) == '.' ? 1 : 0;
        }
        return text.substring(0, end) + " s";
    }

    /** As a clock shows it: {@code 0:07}, {@code 1:02:03}; from a hundred hours on in days. */
    public static String clock(Duration time) {
        long seconds = time.toSeconds();
        if (seconds >= 100 * HOUR) {
            return seconds / (24 * HOUR) + " days";
        }
        return seconds < HOUR
                ? seconds / 60 + ":" + two(seconds % 60)
                : seconds / HOUR + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
    }

    /** {@code 1 file}, {@code 10,000 files}. */
    public static String files(long count) {
        return count(count) + (count == 1 ? " file" : " files");
    }

    /** {@code 10,000}. */
    public static String count(long count) {
        StringBuilder text = new StringBuilder().append(count);
        for (int i = text.length() - 3; i > 0; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    /** Not negative, rounded. */
    static String decimal(double number, int decimals) {
        long unit = decimals == 0 ? 1 : decimals == 1 ? 10 : decimals == 2 ? 100 : 1000;
        long rounded = Math.round(number * unit);
        String text = Long.toString(rounded / unit);
        return decimals == 0
                ? text
                : text + "." + Long.toString(unit + rounded % unit).substring(1);
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
