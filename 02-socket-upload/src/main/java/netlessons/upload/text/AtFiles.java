package netlessons.upload.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Options from files: {@code @FILE} stands for its lines, but for empty ones and those that begin with #. picocli can do
 * that, too, but would cut passwords at a blank or a #, and look for files even behind {@code --}.
 */
public final class AtFiles {
    private AtFiles() {}

    /**
     * The words with those from files among them.
     *
     * @throws IOException if a file cannot be read, with a sentence that says so, without full stop
     */
    public static String[] expand(String... words) throws IOException {
        List<String> all = new ArrayList<>();
        boolean options = true;
        for (String word : words) {
            options &= !word.equals("--");
            if (options && word.startsWith("@")) {
                for (String line : lines(word.substring(1))) {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        all.add(line.strip());
                    }
                }
            } else {
                all.add(word);
            }
        }
        return all.toArray(new String[0]);
    }

    private static List<String> lines(String file) throws IOException {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file '" + file + "' with options", e);
        } catch (IOException | RuntimeException e) {
            throw new IOException("The file '" + file + "' with options cannot be read", e);
        }
    }
}
