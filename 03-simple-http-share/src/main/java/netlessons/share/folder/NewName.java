package netlessons.share.folder;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a new file or folder may be called: nothing that leads elsewhere, that nobody sees, or that Windows would silently
 * take for something else. What Windows refuses openly, such as {@code ':'} or {@code '?'}, other systems may have.
 */
final class NewName {
    /** In bytes: no common file system takes more. */
    private static final int LONGEST = 255;

    /** Also with an extension ("NUL.txt"): Windows looks at what is before the first dot only. */
    private static final Pattern DEVICE =
            Pattern.compile("(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]) *(\\..*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Nobody sees them, so nobody sees what a name with them really is. */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cc}\\u00AD\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB]");

    private NewName() {}

    /** What is wrong with a name, as a sentence; nothing if it can be given to a new file. */
    static Optional<String> fault(String name, boolean hidden) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return Optional.of("A part of the path is empty, or leads elsewhere (. or ..).");
        } else if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return Optional.of("A name may have " + LONGEST + " bytes, and no more.");
        } else if (name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0
                || UNSEEN.matcher(name).find()) {
            return Optional.of("A name may have no slash, no backslash and no invisible character.");
        } else if (name.endsWith(" ") || name.endsWith(".")) {
            return Optional.of("A name may not end with a space or a dot: Windows would leave it out.");
        } else if (DEVICE.matcher(name).matches()) {
            return Optional.of("Windows has a device of this name.");
        } else if (name.startsWith(".") && !hidden) {
            return Optional.of("A name may not begin with a dot: nobody would see the file.");
        } else if (Root.isReserved(name)) {
            return Optional.of("The server itself needs names like this one.");
        }
        return Optional.empty();
    }

    /** "a.txt" becomes "a (1).txt"; a long name loses what is before its number. */
    static String twin(String name, int number) {
        int dot = name.lastIndexOf('.');
        String base = dot > 0 ? name.substring(0, dot) : name;
        String end = " (" + number + ")" + name.substring(base.length());
        int room = LONGEST - end.getBytes(StandardCharsets.UTF_8).length;
        while (base.getBytes(StandardCharsets.UTF_8).length > Math.max(room, 0)) {
            base = base.substring(0, base.offsetByCodePoints(base.length(), -1));
        }
        return base.isBlank() ? "file (" + number + ")" : base + end;
    }
}
