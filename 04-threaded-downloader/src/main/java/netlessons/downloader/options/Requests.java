package netlessons.downloader.options;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What origins are told, and whom to believe. */
public final class Requests {
    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description =
                    "One more header field, for the origins of the URLs, and nowhere else if they redirect. May be"
                            + " repeated.")
    List<String> headers = List.of();

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            description = "For the origins of the URLs. Others on this machine can see it: --netrc is safer.")
    String user;

    @Option(names = "--netrc", description = "Look names and passwords of hosts up in ~/.netrc.")
    boolean netrc;

    @Option(names = "--netrc-file", paramLabel = "FILE", description = "The same in another file.")
    Path netrcFile;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Authorities to trust for https (PEM), in place of Java's.")
    Path authorities;

    @Option(
            names = "--max-redirects",
            paramLabel = "N",
            description = "How many redirects to follow for one request (default: 20).")
    Integer maxRedirects;

    @Option(names = "--allow-downgrade", description = "Follow redirects from https to http, too.")
    boolean downgrade;
}
