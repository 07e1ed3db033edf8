package netlessons.downloader.options;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import netlessons.downloader.fetch.Item;
import netlessons.downloader.file.Checksum;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be fetched. */
final class Source {
    private static final String STANDARD_INPUT = "-";

    // Not URIs yet: if an option is misspelt its value stands here, and that may be a password.
    @Parameters(arity = "0..*", paramLabel = "URL", description = "What to fetch, http or https: a file each.")
    List<String> urls = List.of();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "A list of more, a line each (see below); - is standard input.")
    String input;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "NAME",
            description =
                    "The name for the file if there is only one URL (default: what the origin says, else the end of"
                            + " the URL).")
    String out;

    @Option(
            names = "--checksum",
            paramLabel = "ALG=HEX",
            description = "What the file has to be if there is only one URL: md5, sha-1, sha-224, sha-256, sha-384 or"
                    + " sha-512, and its hexadecimal digits.")
    String checksum;

    /** @throws Wrong if there is something in it that cannot be fetched */
    Items items(InputStream standardInput) {
        boolean single = input == null && urls.size() == 1;
        Wrong.unless(input != null || !urls.isEmpty(), "There is nothing to fetch: give a URL, or a list with --input");
        Wrong.unless(out == null || single, "--out names one file, and needs one URL");
        Wrong.unless(checksum == null || single, "--checksum is for one file, and needs one URL");
        List<Item> items = new ArrayList<>();
        for (String url : urls) {
            URI uri = Address.of(url.strip());
            items.add(new Item(List.of(uri), name(), checksum()));
        }
        if (STANDARD_INPUT.equals(input)) {
            LiveList list = new LiveList(items, standardInput);
            return new Items(list, OptionalInt.empty(), Optional.of(list));
        }
        if (input != null) {
            items.addAll(ListFile.read(Path.of(input)));
        }
        return new Items(items, OptionalInt.of(items.size()), Optional.empty());
    }

    private Optional<String> name() {
        return out == null ? Optional.empty() : Optional.of(Line.name(out));
    }

    private Optional<Checksum> checksum() {
        return checksum == null ? Optional.empty() : Optional.of(Line.checksum(checksum));
    }
}
