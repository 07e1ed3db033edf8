package netlessons.upload.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Knows a full disk by what the system says. The JDK has no class for it: it passes on the system's words, which are in the
 * language of its user, and no number.
 */
public final class FullDisk {
    private static final List<String> ENGLISH = List.of("no space left", "not enough space", "quota exceeded");
    private static final String HERE = here();

    private FullDisk() {}

    /** @param words of an exception, without the name of a file */
    public static boolean isMeantBy(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return words.equals(HERE) || ENGLISH.stream().anyMatch(lower::contains);
    }

    /** Linux has a device that is always full. */
    private static String here() {
        try {
            Files.write(Path.of("/dev/full"), new byte[1], StandardOpenOption.WRITE);
        } catch (IOException e) {
            if (e.getClass() == IOException.class && e.getMessage() != null) {
                return e.getMessage();
            }
            // It could not even be opened.
        }
        return ENGLISH.get(0);
    }
}
