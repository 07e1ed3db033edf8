package netlessons.downloader.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import netlessons.downloader.file.Folder;
import netlessons.downloader.http.Http;
import netlessons.downloader.progress.Progress;

/**
 * What all files of a run share.
 *
 * @param named which files of this run got or may get a name, by their first addresses
 * @param helpers runs what fetches further segments of a file
 * @param scope the whole run's
 */
record Tools(
        Settings settings,
        Http http,
        Folder folder,
        ConcurrentMap<Path, URI> named,
        Hosts hosts,
        Pace pace,
        Backoff backoff,
        Saver saver,
        Progress progress,
        Executor helpers,
        Scope scope) {}
