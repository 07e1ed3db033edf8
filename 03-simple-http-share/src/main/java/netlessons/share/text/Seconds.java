package netlessons.share.text;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Seconds with up to three decimals, or with m, h or d behind the number minutes, hours or days; up to a year. */
public final class Seconds implements ITypeConverter<Duration> {
    private static final Duration LONGEST = Duration.ofDays(366);

    @Override
    public Duration convert(String text) {
        int unit = text.isEmpty() ? -1 : "smhd".indexOf(text.charAt(text.length() - 1));
        String number = unit < 0 ? text : text.substring(0, text.length() - 1);
        int dot = number.indexOf('.');
        String whole = dot < 0 ? number : number.substring(0, dot);
        String decimals = dot < 0 ? "0" : number.substring(dot + 1);
        if (!Digits.are(whole, 6) || !Digits.are(decimals, 3)) {
            throw new TypeConversionException("'" + text + "' is not a number of seconds such as 10 or 0.5, or 24h");
        }
        long millis = Long.parseLong(whole) * 1000 + Long.parseLong((decimals + "00").substring(0, 3));
        Duration time = Duration.ofMillis(millis * (unit < 0 ? 1 : new int[] {1, 60, 3600, 86_400}[unit]));
        if (time.compareTo(LONGEST) > 0) { // who waits longer; and beyond 292 years nanoseconds cannot be counted
            throw new TypeConversionException("'" + text + "' is more than a year");
        }
        return time;
    }
}
