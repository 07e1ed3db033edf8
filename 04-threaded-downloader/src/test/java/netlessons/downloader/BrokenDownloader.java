package netlessons.downloader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lesson with one fault of the kind that first programs have: done to its arguments, before it runs to its folder, or
 * afterwards. Arguments: the fault (see {@link Broken}), DIR, the lesson's options, --, URL…
 */
final class BrokenDownloader {
    private final Broken fault;
    private final Path dir;
    private final List<String> options;
    private final List<String> urls;

    private BrokenDownloader(List<String> args) {
        this.fault = Broken.valueOf(args.get(0));
        this.dir = Path.of(args.get(1));
        this.options = new ArrayList<>(args.subList(2, args.indexOf("--")));
        this.urls = new ArrayList<>(args.subList(args.indexOf("--") + 1, args.size()));
    }

    public static void main(String[] args) throws IOException {
        System.exit(new BrokenDownloader(Arrays.asList(args)).run());
    }

    private int run() throws IOException {
        if (fault == Broken.FORGETS) {
            for (Path part : parts()) {
                Files.delete(part);
            }
        }
        int status = fault == Broken.CHOOSES_NAMES ? lesson(list()) : lesson(urls);
        switch (fault) {
            case ENCODED_NAMES -> encodeNames();
            case KEEPS_HALVES -> nameParts();
            default -> {
                // done with options, or by the exit status
            }
        }
        return fault == Broken.ALWAYS_CONTENT ? 0 : status;
    }

    private int lesson(List<String> what) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        return Main.run(out, err, Stream.concat(options.stream(), what.stream()).toArray(String[]::new));
    }

    /**
     * All of them with the names that their addresses have, whatever the origin will say. On standard input: a file would
     * stay when the program is killed.
     */
    private List<String> list() {
        String lines = urls.stream()
                .map(url -> url + "\tout=" + name(URI.create(url).getPath()) + "\n")
                .collect(Collectors.joining());
        System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        return List.of("--input", "-");
    }

    private void encodeNames() throws IOException {
        for (String url : urls) {
            URI uri = URI.create(url);
            Path decoded = dir.resolve(name(uri.getPath()));
            if (Files.exists(decoded)) {
                Files.move(decoded, dir.resolve(name(uri.getRawPath())));
            }
        }
    }

    private void nameParts() throws IOException {
        for (Path part : parts()) {
            String name = part.getFileName().toString();
            if (name.endsWith(".part")) {
                Files.move(part, dir.resolve(name.replaceFirst("[.]part$", "")));
            }
        }
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().matches(".*[.]part([.]log)?"))
                    .toList();
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
