package netlessons.downloader.http;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Reads the three forms of dates (RFC 9110 section 5.6.7). By hand: java.time's formatter takes longer to be loaded than
 * a hundred small files to be fetched.
 */
final class HttpDate {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int[] DAYS_BEFORE = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private HttpDate() {}

    /** Empty if it is no date. */
    static Optional<Instant> parse(String text) {
        StringTokenizer words = new StringTokenizer(text, " ,-:\t");
        String[] word = new String[9];
        int count = 0;
        while (words.hasMoreTokens() && count < word.length) {
            word[count++] = words.nextToken();
        }
        long seconds = -1;
        if (count == 8 && word[7].equalsIgnoreCase("GMT")) { // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 …
            seconds = seconds(year(word[3]), word[2], word[1], word[4], word[5], word[6]);
        } else if (count == 7) { // Sun Nov  6 08:49:37 1994
            seconds = seconds(year(word[6]), word[1], word[2], word[3], word[4], word[5]);
        }
        return seconds < 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /** Since 1970; -1 if that is no date, or an earlier one. */
    private static long seconds(long year, String month, String day, String hour, String minute, String second) {
        int index = month.length() == 3 ? MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) : -1;
        long d = Digits.parse(day);
        long h = Digits.parse(hour);
        long m = Digits.parse(minute);
        long s = Digits.parse(second);
        boolean sound = year >= 1970 && year <= 9999 && index >= 0 && index % 3 == 0 && d >= 1 && d <= 31;
        if (!sound || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 60) { // 60: a leap second
            return -1;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int first = DAYS_BEFORE[index / 3] + (leap && index / 3 > 1 ? 1 : 0);
        int next = DAYS_BEFORE[index / 3 + 1] + (leap && index / 3 > 0 ? 1 : 0);
        if (first + d > next) {
            return -1;
        }
        long days = (year - 1970) * 365 + leapDays(year - 1) - leapDays(1969) + first + d - 1;
        return ((days * 24 + h) * 60 + m) * 60 + s;
    }

    private static long leapDays(long year) {
        return year / 4 - year / 100 + year / 400;
    }

    /** One of two digits that would be more than 50 years ahead is in the past (the same section). */
    private static long year(String text) {
        long year = Digits.parse(text);
        if (text.length() != 2 || year < 0) {
            return year;
        }
        int now = java.time.Year.now(java.time.ZoneOffset.UTC).getValue();
        long full = now - now % 100 + year;
        return full > now + 50 ? full - 100 : full;
    }
}
