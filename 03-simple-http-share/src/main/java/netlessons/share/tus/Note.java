package netlessons.share.tus;

import java.util.ArrayList;
import java.util.List;
import netlessons.share.folder.Conflict;

/**
 * What has to be known of an upload to go on with it: where the file is to be, how long it is, what happens if the name is
 * taken. Immutable.
 */
record Note(List<String> names, long length, Conflict rule) {
    Note {
        names = List.copyOf(names);
    }

    /** One line each; a name has no end of line in it. */
    String text() {
        return "tus " + length + " " + rule + "\n" + String.join("\n", names) + "\n";
    }

    /** @throws IllegalArgumentException if it is not the text of a note, or not all of it */
    static Note parse(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String[] words = lines.remove(0).split(" ");
        if (words.length != 3
                || lines.size() < 2
                || !lines.remove(lines.size() - 1).isEmpty()) {
            throw new IllegalArgumentException("not a whole note");
        }
        return new Note(lines, Long.parseLong(words[1]), Conflict.valueOf(words[2]));
    }
}
