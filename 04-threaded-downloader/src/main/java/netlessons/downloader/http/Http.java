package netlessons.downloader.http;

import java.io.Closeable;

/**
 * Asks origins for files. Keeps connections; has no threads, and does not try again: that is for others. Safe for
 * threads.
 */
public final class Http implements Closeable {
    private final HttpSettings settings;
    private final Kept kept;
    private final Dialler dialler;

    /** @throws HttpFault if the settings cannot be used; nothing is sent yet */
    public Http(HttpSettings settings) throws HttpFault {
        this.settings = settings;
        this.kept = new Kept(settings.connections());
        this.dialler = new Dialler(settings);
    }

    /** Does nothing yet. */
    public Call call(Get get) {
        return new Call(this, get);
    }

    HttpSettings settings() {
        return settings;
    }

    Kept kept() {
        return kept;
    }

    Dialler dialler() {
        return dialler;
    }

    Route route(Endpoint endpoint) throws HttpFault {
        return new Route(endpoint, null);
    }

    /** Closes what is kept. Calls that are under way go on; cut them first. */
    @Override
    public void close() {
        kept.close();
    }
}
