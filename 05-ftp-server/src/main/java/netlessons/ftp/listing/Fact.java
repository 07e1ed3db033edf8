package netlessons.ftp.listing;

import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import netlessons.ftp.folder.Found;
import netlessons.ftp.user.Right;

/** What programs can learn of a file: RFC 3659 section 7.5. */
public enum Fact {
    TYPE("type") {
        @Override
        String value(Found file, Predicate<Right> may) {
            return file.isFolder() ? "dir" : file.attributes().isRegularFile() ? "file" : "OS.unix=special";
        }
    },
    /** What this user may do, as far as his rights go. */
    PERM("perm") {
        @Override
        String value(Found file, Predicate<Right> may) {
            StringBuilder letters = new StringBuilder();
            for (Right right : Right.values()) {
                if (may.test(right)) {
                    letters.append(file.isFolder() ? folder(right) : file(right));
                }
            }
            return letters.toString();
        }
    },
    SIZE("size") {
        @Override
        String value(Found file, Predicate<Right> may) {
            return Long.toString(file.size());
        }
    },
    MODIFY("modify") {
        @Override
        String value(Found file, Predicate<Right> may) {
            return time(file);
        }
    },
    /** The same for two names of one file. */
    UNIQUE("unique") {
        @Override
        String value(Found file, Predicate<Right> may) {
            return Optional.ofNullable(file.attributes().fileKey())
                    .map(key ->
                            key.toString().replaceAll("[^0-9a-f,]|dev|ino", "").replace(',', 'g'))
                    .orElse("");
        }
    },
    UNIX_MODE("unix.mode") {
        @Override
        String value(Found file, Predicate<Right> may) {
            return file.attributes() instanceof PosixFileAttributes posix ? octal(posix.permissions()) : "";
        }
    };

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    /** What lists tell, until OPTS MLST asks for others. */
    public static final List<Fact> DEFAULT = List.of(TYPE, PERM, SIZE, MODIFY, UNIQUE);

    private final String label;

    Fact(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    abstract String value(Found file, Predicate<Right> may);

    /** The fact of this name; in any case. */
    public static Optional<Fact> of(String label) {
        return Arrays.stream(values())
                .filter(fact -> fact.label.equalsIgnoreCase(label))
                .findFirst();
    }

    /**
     * Each with its semicolon, without the name of the file.
     *
     * @param may which rights whoever asks has for this file
     */
    public static String all(Found file, Predicate<Right> may, Collection<Fact> facts) {
        StringBuilder text = new StringBuilder();
        for (Fact fact : facts) {
            String value = fact.value(file, may);
            if (!value.isEmpty() || fact == PERM) {
                text.append(fact.label).append('=').append(value).append(';');
            }
        }
        return text.toString();
    }

    /** In UTC, as MDTM and MLST have it: RFC 3659 section 2.3. */
    public static String time(Found file) {
        return TIME.format(file.modified().atOffset(ZoneOffset.UTC));
    }

    private static String folder(Right right) {
        return switch (right) {
            case CHANGE_FOLDER -> "e";
            case LIST -> "l";
            case DELETE -> "dp";
            case RENAME -> "f";
            case MAKE_FOLDER -> "m";
            case WRITE -> "c";
            default -> "";
        };
    }

    private static String file(Right right) {
        return switch (right) {
            case READ -> "r";
            case APPEND -> "a";
            case DELETE -> "d";
            case RENAME -> "f";
            case WRITE -> "w";
            default -> "";
        };
    }

    private static String octal(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : permissions) {
            mode |= 0400 >> permission.ordinal();
        }
        return String.format(Locale.ROOT, "%04o", mode);
    }
}
