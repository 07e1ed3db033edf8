package netlessons.downloader;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netlessons.testkit.DownloadRun;
import netlessons.testkit.DownloadTarget;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;

/** What is expected where a program has a choice. */
final class Fetched {
    private Fetched() {}

    /** So many: /file-0, /file-1 and so on. */
    static List<String> paths(int files) {
        return IntStream.range(0, files).mapToObj(i -> "/file-" + i).toList();
    }

    /** Starts the program with the addresses of these files. */
    static DownloadRun start(DownloadTarget target, Origin origin, List<String> paths) {
        return target.start(paths.stream().map(origin::uri).toArray(URI[]::new));
    }

    static DownloadRun start(DownloadTarget target, Origin origin, String... paths) {
        return start(target, origin, List.of(paths));
    }

    /**
     * Starts the program with the addresses of these files, and waits until it has ended; a program that takes one after the
     * other gets more time for more of them.
     */
    static DownloadRun fetch(DownloadTarget target, Origin origin, List<String> paths) {
        DownloadRun run = start(target, origin, paths);
        run.await(target.timeout().multipliedBy(6 + 2 * paths.size()));
        return run;
    }

    /**
     * Waits until it has ended: with exit status 0 and this file, or with another status, and then there is no such file or
     * the right one.
     */
    static void either(DownloadRun run, String name, Content... anyOf) {
        int status = run.await();
        if (status == 0 || Files.exists(run.folder().resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            oneOf(run, name, anyOf);
        }
    }

    /** This file is there, with one of these contents. */
    static void oneOf(DownloadRun run, String name, Content... anyOf) {
        boolean right = Files.isRegularFile(run.folder().resolve(name), LinkOption.NOFOLLOW_LINKS)
                && Stream.of(anyOf)
                        .anyMatch(content ->
                                content.difference(run.folder().resolve(name)).isEmpty());
        if (!right) {
            run.expectFile(name, anyOf[anyOf.length - 1]);
        }
    }
}
