package netlessons.downloader.options;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.downloader.fetch.Item;
import netlessons.downloader.text.Printable;

/** A file with a list of files to fetch, a {@link Line} each, in UTF-8. */
final class ListFile {
    private ListFile() {}

    /** @throws Wrong if it cannot be read or understood; it names the line */
    static List<Item> read(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            return read(new ListLines(input), Printable.of(file));
        } catch (NoSuchFileException e) {
            throw new Wrong("There is no file " + Printable.of(file));
        } catch (IOException e) {
            throw new Wrong(Printable.of(file) + " cannot be read: " + Printable.of(e.getMessage()));
        }
    }

    private static List<Item> read(ListLines lines, String file) throws IOException {
        List<Item> items = new ArrayList<>();
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                Line.parse(line).ifPresent(items::add);
            }
            return items;
        } catch (Wrong e) {
            throw new Wrong(file + ", line " + lines.number() + ": " + e.getMessage());
        }
    }
}
