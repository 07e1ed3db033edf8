package netlessons.share;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netlessons.share.access.Access;
import netlessons.share.access.CrossSite;
import netlessons.share.access.Downloads;
import netlessons.share.engine.Engine;
import netlessons.share.engine.Tls;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Handler;
import netlessons.share.page.Ending;

/** A shared folder while it is shared. Safe for threads. */
public final class ShareServer implements Closeable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Optional<Duration> most;
    private final long start = System.nanoTime();
    private volatile Downloads downloads;
    private final Routes routes;
    private final Engine engine;

    private ShareServer(ShareSettings settings) throws IOException {
        most = settings.stopAfter();
        Root root = Root.open(settings.dir(), settings.hidden());
        Optional<Uploads> uploads = settings.upload()
                ? Optional.of(new Uploads(
                        root,
                        settings.onConflict(),
                        settings.maxUpload(),
                        settings.quota(),
                        settings.minFree(),
                        java.time.Duration.ofDays(1)))
                : Optional.empty();
        // The last one is asked first.
        routes = new Routes(root, uploads, ending());
        Handler handler = routes;
        if (settings.downloads().isPresent()) {
            downloads = new Downloads(settings.downloads().getAsInt(), end::countDown, handler);
            handler = downloads;
        }
        handler = new Access(settings.accounts(), handler);
        handler = new CrossSite(settings.names(), handler);
        engine = Engine.start(
                settings.address(),
                settings.keyStore().isPresent()
                        ? Optional.of(Tls.of(
                                settings.keyStore().get().file(),
                                settings.keyStore().get().password()))
                        : Optional.empty(),
                settings.limits(),
                handler);
    }

    private Ending ending() {
        return new Ending() {
            @Override
            public Optional<Duration> timeLeft() {
                return most.map(time -> time.minusNanos(System.nanoTime() - start));
            }

            @Override
            public OptionalInt downloadsLeft() {
                return downloads == null ? OptionalInt.empty() : OptionalInt.of(downloads.left());
            }
        };
    }

    /** @throws IOException if there is no such folder, no such key store, or the port is taken */
    public static ShareServer start(ShareSettings settings) throws IOException {
        return new ShareServer(settings);
    }

    public InetSocketAddress address() {
        return engine.address();
    }

    /** Returns when the time is over, when all downloads are done, or when it is closed. */
    public void awaitEnd() throws InterruptedException {
        if (most.isEmpty()) {
            end.await();
        } else {
            end.await(most.get().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Lets what is under way come to its end, for a while. */
    @Override
    public void close() throws IOException {
        end.countDown();
        try {
            engine.close();
        } finally {
            routes.close();
        }
    }
}
