package netlessons.downloader.options;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netlessons.downloader.fetch.Item;
import netlessons.downloader.file.Checksum;
import netlessons.downloader.text.Printable;

/**
 * One line of a list of files: fields with TABs between them. An address is the file's, or if there was one already a
 * mirror; {@code out=NAME} and {@code checksum=ALGORITHM=HEX} say what they say. Empty lines, and those that begin with
 * #, are for people.
 */
final class Line {
    private static final String OUT = "out=";
    private static final String CHECKSUM = "checksum=";

    private Line() {}

    /** @throws Wrong if it cannot be understood */
    static Optional<Item> parse(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.charAt(0) == '#') {
            return Optional.empty();
        }
        List<URI> uris = new ArrayList<>();
        Optional<String> name = Optional.empty();
        Optional<Checksum> checksum = Optional.empty();
        for (String untrimmed : text.split("\t")) {
            String field = untrimmed.strip();
            if (field.startsWith(OUT)) {
                Wrong.unless(name.isEmpty(), "two names for one file");
                name = Optional.of(name(field.substring(OUT.length())));
            } else if (field.startsWith(CHECKSUM)) {
                Wrong.unless(checksum.isEmpty(), "two checksums for one file");
                checksum = Optional.of(checksum(field.substring(CHECKSUM.length())));
            } else if (!field.isEmpty()) {
                uris.add(Address.of(field));
            }
        }
        if (uris.isEmpty()) {
            throw new Wrong("no address in '" + Printable.of(text) + "'");
        }
        return Optional.of(new Item(uris, name, checksum));
    }

    /** @throws Wrong if no file can have it */
    static String name(String text) {
        boolean usable = !text.isBlank() && !text.equals(".") && !text.equals("..") && text.indexOf(0) < 0;
        Wrong.unless(usable, "'" + Printable.of(text) + "' is no name for a file");
        boolean bare = text.indexOf('/') < 0 && text.indexOf('\\') < 0;
        Wrong.unless(bare, "'" + Printable.of(text) + "' is a path, not a name; --dir is for the folder");
        return text;
    }

    /** @throws Wrong if it is none */
    static Checksum checksum(String text) {
        try {
            return Checksum.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong(Printable.of(e.getMessage()));
        }
    }
}
