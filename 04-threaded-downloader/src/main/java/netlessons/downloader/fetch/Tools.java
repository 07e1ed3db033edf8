package netlessons.downloader.fetch;

import java.util.concurrent.Executor;
import netlessons.downloader.file.Root;
import netlessons.downloader.http.Http;
import netlessons.downloader.progress.Progress;

/**
 * What all files of a run share.
 *
 * @param helpers runs what fetches further segments of a file
 * @param scope the whole run's
 */
record Tools(
        Settings settings,
        Http http,
        Root root,
        Hosts hosts,
        Pace pace,
        Buffers buffers,
        Backoff backoff,
        Saver saver,
        Progress progress,
        Executor helpers,
        Scope scope) {}
