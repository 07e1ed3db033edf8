package netlessons.downloader.options;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
        List<Item> items = new ArrayList<>();
        int number = 0;
        // not Files.newBufferedReader: that would not say which line has bytes that are no UTF-8
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Line.parse(number == 1 ? withoutMark(line) : line).ifPresent(items::add);
            }
            return items;
        } catch (Wrong e) {
            throw new Wrong(Printable.of(file) + ", line " + number + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new Wrong("There is no file " + Printable.of(file));
        } catch (IOException e) {
            throw new Wrong(Printable.of(file) + " cannot be read: " + Printable.of(e.getMessage()));
        }
    }

    /** Editors on Windows begin a file with U+FEFF. */
    static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }
}
