package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.origin.Content;

/**
 * A folder that files are downloaded into. Parts of files may lie in it under other names, as long as they can be told
 * from whole ones: these begin with a dot, or have .part, .partial, .tmp, .temp, .download, .aria2 or .st in their names
 * where an ending may stand.
 */
public final class DownloadFolder {
    private static final int MOST_NAMES = 20;
    private static final Pattern PART =
            Pattern.compile("[.].*|.*[.](part|partial|tmp|temp|download|crdownload|aria2|st)([.].*)?");

    private final Path path;
    private final ProgramRun.Failures failures;

    DownloadFolder(Path path, ProgramRun.Failures failures) {
        this.path = path;
        this.failures = failures;
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** It has this file, byte for byte. */
    public DownloadFolder expectFile(String name, Content content) {
        String expected = "the file " + shown(name) + ", with all of its " + content.size() + " bytes";
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw failure(expected, exists(file) ? "something of that name that is no file" : "no such file");
        }
        String difference = content.difference(file);
        if (!difference.isEmpty()) {
            throw failure(expected, "another one: " + difference);
        }
        return this;
    }

    /** It has nothing of this name: no file, no folder, no link. */
    public DownloadFolder expectNothing(String name) {
        Path file = path.resolve(name);
        if (exists(file)) {
            throw failure(
                    "nothing with the name " + shown(name) + ": that belongs to the whole file, and this is none",
                    "a " + kind(file) + " of that name");
        }
        return this;
    }

    /** It has these files, parts of others, and nothing else; nor is there anything beside it. */
    public DownloadFolder expectOnly(String... names) {
        return expectNames(
                Arrays.asList(names),
                files().stream().filter(name -> !isPart(name)).toList());
    }

    /** It has these files, and nothing else, no parts either; nor is there anything beside it. */
    public DownloadFolder expectExactly(String... names) {
        return expectNames(Arrays.asList(names), files());
    }

    private DownloadFolder expectNames(List<String> should, List<String> are) {
        if (!should.stream().sorted().toList().equals(are)) {
            throw failure("in the folder: " + list(should), "in the folder: " + list(are));
        }
        List<String> beside = names(path.getParent()).stream()
                .filter(name -> !name.startsWith(path.getFileName() + "/"))
                .toList();
        if (!beside.isEmpty()) {
            throw failure("nothing outside of the folder", "beside it: " + list(beside));
        }
        return this;
    }

    /** The names of all whole files, those in folders with a slash, sorted. */
    public List<String> whole() {
        return files().stream().filter(name -> !isPart(name)).toList();
    }

    /** The names of all files, those in folders with a slash, sorted; of an empty folder, its own with a slash. */
    public List<String> files() {
        return names(path);
    }

    static boolean isPart(String name) {
        return PART.matcher(name.substring(name.lastIndexOf('/') + 1)).matches();
    }

    /** What it has, for people. */
    List<String> told() {
        List<String> names = files();
        if (names.isEmpty()) {
            return List.of("(nothing)");
        }
        Stream<String> more =
                names.size() > MOST_NAMES ? Stream.of("and " + (names.size() - MOST_NAMES) + " more") : Stream.empty();
        return Stream.concat(names.stream().limit(MOST_NAMES).map(this::told), more)
                .toList();
    }

    private String told(String name) {
        try {
            Path file = path.resolve(name);
            return shown(name) + " ("
                    + (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) + " bytes" : kind(file))
                    + ")";
        } catch (IOException e) {
            return shown(name) + " (gone)";
        }
    }

    private AssertionError failure(String expected, String received) {
        return failures.failure(Fault.WRONG_VALUE, expected, received);
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String kind(Path file) {
        return Files.isSymbolicLink(file) ? "link" : Files.isDirectory(file) ? "folder" : "file";
    }

    private static List<String> names(Path folder) {
        for (int attempt = 1; ; attempt++) {
            try {
                return walk(folder);
            } catch (UncheckedIOException e) {
                if (attempt == 20) { // what goes while one looks is a reason to look again
                    throw e;
                }
            }
        }
    }

    private static List<String> walk(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> !file.equals(folder))
                    .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || isEmpty(file))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/')
                            + (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.findAny().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    private static String list(List<String> names) {
        return names.isEmpty()
                ? "nothing"
                : names.stream().map(DownloadFolder::shown).collect(Collectors.joining(", "));
    }

    /** With what cannot be seen, or changes what is seen, as \\uHHHH. */
    private static String shown(String name) {
        return Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]")
                .matcher(name)
                .replaceAll(
                        found -> String.format("\\\\u%04X", (int) found.group().charAt(0)));
    }
}
