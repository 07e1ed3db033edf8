package netlessons.downloader.options;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The lines of a list, in UTF-8. One that does not end, as of /dev/zero, does not fill the memory. */
final class ListLines {
    /** In characters: thirty mirrors of the longest address. */
    static final int LONGEST = 256 << 10;

    private final BufferedReader text;
    private final StringBuilder line = new StringBuilder();
    private int number;
    private boolean afterReturn;

    ListLines(InputStream input) {
        text = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    }

    /**
     * The next one, without its end; null if there is none.
     *
     * @throws Wrong if it is too long
     */
    String next() throws IOException {
        number++;
        line.setLength(0);
        int c = text.read();
        if (c == '\n' && afterReturn) {
            c = text.read();
        }
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n' && c != '\r') {
            Wrong.unless(line.length() < LONGEST, "the line is longer than " + LONGEST + " characters");
            line.append((char) c);
            c = text.read();
        }
        afterReturn = c == '\r';
        boolean mark = number == 1 && line.length() > 0 && line.charAt(0) == '\uFEFF'; // editors on Windows write it
        return mark ? line.substring(1) : line.toString();
    }

    /** Of the last one, from 1. */
    int number() {
        return number;
    }
}
