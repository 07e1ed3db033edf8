package netlessons.downloader.text;

/** {@code [0-9]{1,most}}, without loading regular expressions: those take longer than the rest of a short program. */
final class Digits {
    private Digits() {}

    static boolean are(String text, int most) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= most;
    }
}
