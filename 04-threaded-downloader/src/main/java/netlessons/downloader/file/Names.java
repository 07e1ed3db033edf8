package netlessons.downloader.file;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names for files, out of what strangers say. A name that comes from here means the same on every system, lies in the
 * folder that it is looked up in, and leaves room for what we put behind it.
 */
public final class Names {
    /** Most bytes: file systems take 255, and ".part.log" and more of our own has to fit, too. */
    static final int LONGEST = 240;

    /** A longer one is no extension but a part of the name. */
    private static final int LONGEST_EXTENSION = 20;

    private static final String NONE = "download";

    /** Under them lies what we have not finished. */
    static final String PART = ".part";

    static final String JOURNAL = ".part.log";

    /** Also with an extension ("NUL.txt"): Windows looks at what is before the first dot only. */
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");

    private Names() {}

    // @start region=name
    /**
     * The name that an origin gives a file, or else the last part of its address.
     *
     * @param disposition the field Content-Disposition as it came, each byte a character
     * @param hidden whether it may begin with a dot
     */
    public static String of(Optional<String> disposition, URI uri, boolean hidden) {
        for (String candidate : disposition.map(Disposition::names).orElse(List.of())) {
            String name = clean(candidate, hidden);
            if (!name.isEmpty()) {
                return name;
            }
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return safe(Percent.decode(last, StandardCharsets.UTF_8).orElse(last), hidden);
    }
    // @end

    /**
     * A name that is safe to use, as like the given one as can be; one that is safe already stays as it is.
     *
     * @param hidden whether it may begin with a dot
     */
    public static String safe(String name, boolean hidden) {
        String clean = clean(name, hidden);
        return clean.isEmpty() ? NONE : clean;
    }

    /** The same, or nothing if nothing is left of it. */
    private static String clean(String name, boolean hidden) {
        String before;
        String clean = name;
        do { // what is cut off may leave something behind that is not safe either
            before = clean;
            clean = once(clean, hidden);
        } while (!clean.equals(before));
        return clean;
    }

    // @start region=safe
    private static String once(String name, boolean hidden) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1); // "../../etc/x"
        String clean = trimmed(accepted(composed(last)));
        if (clean.startsWith(".") && (!hidden || clean.startsWith(Root.TEMPORARY))) {
            clean = "_" + clean.substring(1);
        } else if (isDevice(clean)) {
            clean = "_" + clean;
        }
        String small = clean.toLowerCase(Locale.ROOT);
        if (small.endsWith(PART) || small.endsWith(JOURNAL)) {
            clean += "_";
        }
        return fit(clean, "");
    }

    /** What file systems refuse, and what nobody sees, so that nobody sees what the name really is. */
    private static boolean isRefused(int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR:
                return true;
            case Character.FORMAT: // such as what turns the direction of writing
                return c != 0x200C && c != 0x200D; // Persian and emojis are written with these two
            default:
                return "<>:\"|?*".indexOf(c) >= 0;
        }
    }
    // @end

    private static String accepted(String name) {
        StringBuilder accepted = new StringBuilder(name.length());
        for (int at = 0; at < name.length(); at += Character.charCount(name.codePointAt(at))) {
            int c = name.codePointAt(at);
            accepted.appendCodePoint(isRefused(c) ? '_' : c);
        }
        return accepted.toString();
    }

    /** Without spaces around it, and without dots behind it: Windows takes them away. */
    private static String trimmed(String name) {
        int from = 0;
        int to = name.length();
        while (to > 0 && (name.charAt(to - 1) == ' ' || name.charAt(to - 1) == '.')) {
            to--;
        }
        while (from < to && name.charAt(from) == ' ') {
            from++;
        }
        return name.substring(from, to);
    }

    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String base = (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
        return DEVICES.contains(base)
                || base.length() == 4
                        && (base.startsWith("COM") || base.startsWith("LPT"))
                        && "0123456789¹²³".indexOf(base.charAt(3)) >= 0;
    }

    /** Another name like this one: "photo (1).jpg". */
    static String twin(String name, int number) {
        return fit(name, " (" + number + ")");
    }

    /** Puts more behind a name and before its extension, and shortens the name so that all of it fits. */
    private static String fit(String name, String more) {
        int dot = name.lastIndexOf('.');
        boolean extended =
                dot > 0 && name.length() - dot <= LONGEST_EXTENSION && bytes(name.substring(dot)) <= LONGEST_EXTENSION;
        String base = extended ? name.substring(0, dot) : name;
        String end = more + name.substring(base.length());
        int room = LONGEST - bytes(end);
        int at = 0;
        while (at < base.length() && room >= bytes(base.codePointAt(at))) {
            room -= bytes(base.codePointAt(at));
            at += Character.charCount(base.codePointAt(at));
        }
        return base.substring(0, at) + end;
    }

    /** In UTF-8. */
    private static int bytes(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The one form (NFC) of a text that has several: "ü" can be one character, or a "u" and two dots. */
    static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return Normalizer.normalize(text, Normalizer.Form.NFC); // which takes a JVM long to load
            }
        }
        return text;
    }

    /** The same on a system that can write only ASCII, such as JDK 17 started in the locale C. */
    static String ascii(String name) {
        return name.replaceAll("[^\\x00-\\x7F]+", "_");
    }

    /** The text of bytes that are of this charset; nothing if they are not. */
    static Optional<String> text(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
