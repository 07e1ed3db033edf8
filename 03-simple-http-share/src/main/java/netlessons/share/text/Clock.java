package netlessons.share.text;

import java.util.Locale;

/** A time that is left, as a clock shows it: {@code 09:41}, {@code 1:09:41}. */
public final class Clock {
    private Clock() {}

    public static String of(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
