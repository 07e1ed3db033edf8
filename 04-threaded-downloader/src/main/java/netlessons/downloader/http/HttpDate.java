package netlessons.downloader.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Reads the three forms of dates (RFC 9110 section 5.6.7). By hand: java.time's formatter takes longer to be loaded than
 * a hundred small files to be fetched.
 */
final class HttpDate {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private HttpDate() {}

    /** Empty if it is no date. */
    static Optional<Instant> parse(String text) {
        StringTokenizer words = new StringTokenizer(text, " ,-:\t");
        String[] word = new String[9];
        int count = 0;
        while (words.hasMoreTokens() && count < word.length) {
            word[count++] = words.nextToken();
        }
        try {
            if (count == 8
                    && word[7].equalsIgnoreCase("GMT")) { // Sun, 06 Nov 1994 08:49:37 GMT, or Sunday, 06-Nov-94 …
                return Optional.of(instant(word[3], word[2], word[1], word[4], word[5], word[6]));
            } else if (count == 7) { // Sun Nov  6 08:49:37 1994
                return Optional.of(instant(word[6], word[1], word[2], word[3], word[4], word[5]));
            }
        } catch (DateTimeException | NumberFormatException e) {
            // no date
        }
        return Optional.empty();
    }

    private static Instant instant(String year, String month, String day, String hour, String minute, String second) {
        int index = month.length() == 3 ? MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) : -1;
        if (index < 0 || index % 3 != 0) {
            throw new DateTimeException(month);
        }
        LocalDate date = LocalDate.of(year(year), index / 3 + 1, number(day, 31));
        long seconds = (number(hour, 23) * 60L + number(minute, 59)) * 60 + number(second, 60); // 60: a leap second
        return Instant.ofEpochSecond(date.toEpochDay() * 24 * 60 * 60 + seconds);
    }

    /** One of two digits that would be more than 50 years ahead is in the past (the same section). */
    private static int year(String text) {
        int year = number(text, 9999);
        if (text.length() != 2) {
            return year;
        }
        int now = LocalDate.now(java.time.ZoneOffset.UTC).getYear();
        int full = now - now % 100 + year;
        return full > now + 50 ? full - 100 : full;
    }

    private static int number(String text, int most) {
        int number = Integer.parseInt(text);
        if (number < 0 || number > most || text.startsWith("+")) {
            throw new NumberFormatException(text);
        }
        return number;
    }
}
