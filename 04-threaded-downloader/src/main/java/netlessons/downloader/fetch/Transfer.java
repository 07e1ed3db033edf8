package netlessons.downloader.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.file.Taken;
import netlessons.downloader.http.HttpFault;

/**
 * Fetches what is missing of a file from one address. One thread leads; when the origin has shown that it does ranges,
 * helpers join it. All of them are workers that take a piece, fetch it, and take the next. A helper that cannot go on
 * leaves the rest to the others; what the leader cannot do fails.
 */
final class Transfer {
    private final Tools tools;
    private final URI uri;
    private final Incoming incoming;
    private final Scope scope = new Scope();
    private final List<FutureTask<Void>> helpers = new ArrayList<>();
    /** Restart or DiskFault of a helper: it ends all that is under way, and so the leader, too, who then throws it. */
    private volatile Exception helperFault;

    Transfer(Tools tools, URI uri, Incoming incoming) {
        this.tools = tools;
        this.uri = uri;
        this.incoming = incoming;
    }

    /**
     * Returns when nothing is missing. Whatever happens, nobody writes the file any more then.
     *
     * @param tries what failed before counts
     */
    void run(Tries tries) throws HttpFault, DiskFault, Taken, Restart, There {
        Runnable hook = tools.scope().onEnd(scope::end);
        try {
            work(new Requests(tools, uri, incoming, scope, true, this::callHelpers), tries, true);
        } catch (HttpFault e) {
            if (helperFault instanceof Restart restart) {
                throw restart;
            } else if (helperFault instanceof DiskFault fault) {
                throw fault;
            }
            throw e;
        } finally {
            tools.scope().forget(hook);
            scope.end();
            for (FutureTask<Void> helper : helpers) {
                join(helper);
            }
        }
    }

    private void work(Requests requests, Tries tries, boolean leads)
            throws HttpFault, DiskFault, Taken, Restart, There {
        Pieces pieces = incoming.pieces();
        for (Piece piece = pieces.take(scope); piece != null; piece = pieces.take(scope)) {
            HttpFault fault = null;
            try {
                requests.fetch(piece);
            } catch (HttpFault e) {
                fault = e;
            } finally {
                pieces.give(piece);
            }
            if (fault != null) {
                again(fault, requests.host(), tries, leads);
            }
        }
    }

    private void again(HttpFault fault, Host host, Tries tries, boolean leads) throws HttpFault {
        Duration wait = tries.failed(fault, incoming.track().bytes());
        if (fault.kind() == HttpFault.Kind.BUSY) {
            if (host.pause(wait)) {
                tools.progress().paused(host.name(), wait);
            }
            if (!leads) {
                throw fault; // the origin wants fewer connections
            }
        }
        tools.progress().retrying(incoming.track(), fault.getMessage(), wait, tries.number(), tries.most());
        scope.sleep(wait);
    }

    private void callHelpers() {
        int number = Math.min(tools.settings().segments() - 1, incoming.pieces().waiting());
        for (int i = 0; i < number; i++) {
            FutureTask<Void> helper = new FutureTask<>(this::help, null);
            try {
                tools.helpers().execute(helper);
            } catch (OutOfMemoryError e) { // the system has no thread left for us: then fewer have to do
                return;
            }
            helpers.add(helper); // not before: nobody would ever run what is waited for
        }
    }

    private void help() {
        try {
            Requests requests = new Requests(tools, uri, incoming, scope, false, () -> {});
            work(requests, incoming.tries(), false);
        } catch (HttpFault | Taken | There e) {
            // the others do the rest; if nobody can, the leader says why
        } catch (Restart | DiskFault e) {
            helperFault = e;
            scope.end();
        }
    }

    /** Waits until it writes no more: what it works in has ended, so that is soon. */
    private static void join(FutureTask<Void> helper) {
        try {
            helper.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
