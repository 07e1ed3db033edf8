package netlessons.upload.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a file is to lie, as it goes over the wire: section 6 of docs/02-protocol.md. A name that has been checked means
 * the same on every system, and nothing outside the folder it is looked up in. Immutable.
 *
 * @param parts folders and, as the last one, the file
 */
public record Name(List<String> parts) {
    /** That a BEGIN frame could have, in bytes. */
    static final int LONGEST = 65_535;

    private static final int MOST_PARTS = 32;
    private static final int LONGEST_PART = 255;

    /** Also with an extension ("NUL.txt"): Windows looks at what is before the first dot only. */
    private static final Pattern DEVICE =
            Pattern.compile("(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]) *(\\..*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Nobody sees them, so nobody sees what a name with them really is. */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cc}\\u00AD\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E" + "\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB]");

    public Name {
        parts = List.copyOf(parts);
    }

    /**
     * Takes a name from the wire.
     *
     * @param hidden whether a part may begin with a dot
     * @throws BadName with the reason, if it is none
     */
    public static Name of(byte[] utf8, boolean hidden) throws BadName {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadName("A name that is not valid UTF-8.");
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new BadName("A name that is not in Normalization Form C.");
        }
        Name name = new Name(List.of(text.split("/", -1)));
        if (name.parts.size() > MOST_PARTS) {
            throw new BadName("A name with more than " + MOST_PARTS + " parts.");
        }
        for (String part : name.parts) {
            Optional<String> fault = fault(part, hidden);
            if (fault.isPresent()) {
                throw new BadName(fault.get());
            }
        }
        return name;
    }

    // @start region=names
    private static Optional<String> fault(String part, boolean hidden) {
        if (part.isEmpty() || part.equals(".") || part.equals("..")) {
            return Optional.of("A name with an empty part, . or ..");
        } else if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
            return Optional.of("A part of a name is longer than " + LONGEST_PART + " bytes.");
        } else if (part.indexOf('\\') >= 0
                || part.indexOf(':') >= 0
                || UNSEEN.matcher(part).find()) {
            return Optional.of("A name with a backslash, a colon or an invisible character.");
        } else if (part.endsWith(" ") || part.endsWith(".")) {
            return Optional.of("A part of a name ends with a space or a dot.");
        } else if (DEVICE.matcher(part).matches()) {
            return Optional.of("A part of a name is that of a device of Windows.");
        } else if (part.startsWith(".") && !hidden) {
            return Optional.of("A part of a name begins with a dot.");
        }
        return Optional.empty();
    }
    // @end

    /** The last part. */
    public String file() {
        return parts.get(parts.size() - 1);
    }

    /** The same folders with another last part. */
    Name withFile(String file) {
        List<String> changed = new ArrayList<>(parts);
        changed.set(changed.size() - 1, file);
        return new Name(changed);
    }

    /** The same with a number, for one of several files of this name: "photo (1).jpg". */
    public Name twin(int number) {
        int dot = file().lastIndexOf('.');
        String base = dot > 0 ? file().substring(0, dot) : file();
        String end = " (" + number + ")" + file().substring(base.length());
        int room = LONGEST_PART - end.getBytes(StandardCharsets.UTF_8).length;
        while (base.getBytes(StandardCharsets.UTF_8).length > Math.max(room, 0)) {
            base = base.substring(0, base.offsetByCodePoints(base.length(), -1));
        }
        String first = file().substring(0, file().offsetByCodePoints(0, 1)); // half of a pair no disk can write
        return base.isEmpty() ? withFile(first + " (" + number + ")") : withFile(base + end);
    }

    /** As it goes over the wire. */
    @Override
    public String toString() {
        return String.join("/", parts);
    }

    /** A name that a receiver does not take. */
    public static final class BadName extends Exception {
        private static final long serialVersionUID = 1;

        BadName(String reason) {
            super(reason);
        }
    }
}
