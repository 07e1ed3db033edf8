package netlessons.downloader.fetch;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.downloader.file.Root;
import netlessons.downloader.http.Http;
import netlessons.downloader.http.HttpSettings;
import netlessons.downloader.progress.Progress;
import netlessons.downloader.progress.Summary;
import netlessons.downloader.progress.Track;

/**
 * Fetches files, some at once, each over some connections. Threads: one for each file that is under way, one for each
 * further segment, one that saves. {@link #download} is for one thread and one time, {@link #stop} for any.
 */
public final class Downloader implements AutoCloseable {
    private final Tools tools;
    private final ReentrantLock next = new ReentrantLock();
    private volatile RuntimeException listFault;

    /** @throws IOException if the folder cannot be made, or the settings for HTTP cannot be used */
    public Downloader(Settings settings, HttpSettings httpSettings, Progress progress) throws IOException {
        Root root = Root.open(
                settings.folder(), settings.onConflict(), settings.limits().minFree());
        tools = new Tools(
                settings,
                new Http(httpSettings),
                root,
                new Hosts(settings.perHost()),
                new Pace(settings.limitRate()),
                new Buffers((long) settings.files() * settings.segments()),
                new Backoff(settings.retryWait(), settings.maxRetryWait(), Math::random),
                new Saver(),
                progress,
                task -> daemon(task, "segment").start(), // files × (segments - 1) at most: no file asks for more
                new Scope());
    }

    /**
     * Fetches all of them.
     *
     * @param items taken one by one, as they are needed: {@code next} may block for as long as it likes, and what it
     *     throws is thrown here, when the files that were begun are done
     * @return once all is over, or soon after {@link #stop}
     */
    public Summary download(Iterable<Item> items) throws InterruptedException {
        int number = items instanceof Collection<Item> all ? all.size() : 0;
        Tally tally = new Tally(number);
        tools.scope().onEnd(tally::interrupt);
        Iterator<Item> iterator = items.iterator();
        int files = tools.settings().files();
        for (int i = number == 0 ? files : Math.min(files, number); i > 0; i--) {
            daemon(() -> work(iterator, tally), "file").start();
        }
        tally.awaitEnd();
        Summary summary = tally.summary(tools.settings().folder());
        tools.progress().finished(summary);
        if (listFault != null) {
            throw listFault;
        }
        return summary;
    }

    /** Soon {@link #download} returns; what can be resumed is kept. */
    public void stop() {
        tools.scope().end();
    }

    private void work(Iterator<Item> items, Tally tally) {
        try {
            for (Download one = next(items, tally); one != null; one = next(items, tally)) {
                Outcome outcome = new Outcome(Outcome.Kind.FAILED, false);
                try {
                    outcome = one.run();
                } finally {
                    tally.end(one.track(), outcome);
                }
            }
        } finally {
            tally.noMore(); // since there is none, or since something is so wrong that this thread ends
        }
    }

    /** The next one, begun; null if there is none. */
    private Download next(Iterator<Item> items, Tally tally) {
        next.lock();
        try {
            if (listFault == null && items.hasNext()) {
                Item item = items.next();
                int number = tally.begin();
                return number == 0
                        ? null
                        : new Download(
                                tools, item, new Track(number, item.uris().get(0)));
            }
        } catch (RuntimeException e) {
            listFault = e;
        } finally {
            next.unlock();
        }
        return null;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Ends all connections and threads. */
    @Override
    public void close() throws IOException {
        stop();
        tools.saver().close();
        tools.http().close();
    }
}
