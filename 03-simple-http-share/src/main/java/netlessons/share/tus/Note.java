package netlessons.share.tus;

import java.util.List;
import netlessons.share.folder.Conflict;

/**
 * What a client said of a file when it began to send it, and all that has to be known to go on with it. Immutable.
 *
 * @param length in bytes
 * @param rule what happens if the name is taken
 */
record Note(long length, Conflict rule, Metadata metadata) {
    /** Where the file is to be. */
    List<String> names() {
        return metadata.names();
    }

    /** Two lines; there is no end of line in metadata. */
    String text() {
        return "tus " + length + " " + rule + "\n" + metadata.field() + "\n";
    }

    /** @throws RuntimeException if it is not the text of a note, or not all of it */
    static Note parse(String text) {
        String[] lines = text.split("\n", -1);
        String[] words = lines[0].split(" ");
        if (words.length != 3 || lines.length != 3 || !lines[2].isEmpty()) {
            throw new IllegalArgumentException("not a whole note");
        }
        return new Note(Long.parseLong(words[1]), Conflict.valueOf(words[2]), new Metadata(lines[1]));
    }
}
