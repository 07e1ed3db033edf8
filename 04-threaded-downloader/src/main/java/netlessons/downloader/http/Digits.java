package netlessons.downloader.http;

/** Reads numbers as HTTP has them: digits and nothing else. Long.parseLong takes a sign, and digits of all scripts. */
final class Digits {
    private static final int MOST = 18;

    private Digits() {}

    /** -1 if it is no number, or one that no file's size can be. */
    static long parse(String text) {
        if (text.isEmpty() || text.length() > MOST) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
