package netlessons.ftp.user;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What a user may do: the letters of pyftpdlib. */
public enum Right {
    CHANGE_FOLDER('e'),
    LIST('l'),
    READ('r'),
    APPEND('a'),
    DELETE('d'),
    RENAME('f'),
    MAKE_FOLDER('m'),
    WRITE('w'),
    CHANGE_MODE('M'),
    CHANGE_TIME('T');

    private final char letter;

    Right(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /** @throws IllegalArgumentException with words for whoever typed it */
    public static Set<Right> parse(String letters) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (char letter : letters.toCharArray()) {
            rights.add(Arrays.stream(values())
                    .filter(right -> right.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + letter + "' is no right; rights are some of the letters elradfmwMT")));
        }
        return rights;
    }
}
