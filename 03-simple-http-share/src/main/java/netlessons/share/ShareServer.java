package netlessons.share;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import netlessons.share.access.Access;
import netlessons.share.access.AccessLog;
import netlessons.share.access.Countdown;
import netlessons.share.access.CrossSite;
import netlessons.share.access.Downloads;
import netlessons.share.engine.Answered;
import netlessons.share.engine.Engine;
import netlessons.share.engine.Site;
import netlessons.share.engine.StartupFailure;
import netlessons.share.engine.Tls;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Handler;
import netlessons.share.page.Errors;
import netlessons.share.page.Pages;

/** A shared folder while it is shared. Safe for threads. */
public final class ShareServer implements Closeable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Countdown countdown;
    private final Optional<Tls> tls;
    private final Routes routes;
    private final Optional<AccessLog> log;
    private final Engine engine;

    private ShareServer(ShareSettings settings, PrintStream out, UnaryOperator<Handler> first) throws IOException {
        Root root = root(settings);
        tls = settings.keyStore().isPresent()
                ? Optional.of(Tls.of(
                        settings.keyStore().get().file(),
                        settings.keyStore().get().password()))
                : Optional.empty();
        Optional<Uploads> uploads = settings.upload()
                ? Optional.of(new Uploads(
                        root,
                        settings.onConflict(),
                        settings.maxUpload(),
                        settings.quota(),
                        settings.minFree(),
                        settings.keepParts()))
                : Optional.empty();
        countdown = new Countdown(settings.stopAfter(), settings.downloads());
        routes = new Routes(root, uploads, countdown, settings);
        // The last one is asked first.
        Handler handler = routes;
        if (settings.downloads().isPresent()) {
            handler = new Downloads(countdown, end::countDown, handler);
        }
        handler = new Access(settings.accounts(), handler);
        handler = new CrossSite(settings.names(), handler);
        log = settings.log() ? Optional.of(new AccessLog(settings.accounts(), out)) : Optional.empty();
        Consumer<Answered> listener = log.isPresent() ? log.get() : answered -> {};
        try {
            Site site = new Site(first.apply(handler), routes::isQuick, new Errors(new Pages())::shown, listener);
            engine = Engine.start(settings.address(), tls, settings.limits(), site);
        } catch (IOException | RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    private static Root root(ShareSettings settings) throws StartupFailure {
        if (settings.upload() && Files.isDirectory(settings.dir()) && !Files.isWritable(settings.dir())) {
            throw StartupFailure.notWritable(settings.dir());
        }
        try {
            return Root.open(settings.dir(), settings.hidden());
        } catch (IOException e) {
            throw StartupFailure.folder(settings.dir());
        }
    }

    /**
     * Starts to share.
     *
     * @param out where the log goes, if the settings want one
     * @throws IOException if there is no such folder, no such key store, or the port is taken: a {@link StartupFailure},
     *     whose message says what to do
     */
    public static ShareServer start(ShareSettings settings, PrintStream out) throws IOException {
        return start(settings, out, UnaryOperator.identity());
    }

    /** The same, with a handler before all others: for tests, which spoil something there. */
    static ShareServer start(ShareSettings settings, PrintStream out, UnaryOperator<Handler> first) throws IOException {
        return new ShareServer(settings, out, first);
    }

    public InetSocketAddress address() {
        return engine.address();
    }

    /** When it ends by itself. */
    public Countdown countdown() {
        return countdown;
    }

    /** SHA-256 of the certificate, as browsers show it; nothing without TLS. */
    public Optional<String> fingerprint() {
        return tls.map(Tls::fingerprint);
    }

    /** Returns when the time is over, when all downloads are done, or when it is closed. */
    public void awaitEnd() throws InterruptedException {
        if (countdown.timeLeft().isEmpty()) {
            end.await();
        } else {
            end.await(countdown.timeLeft().get().toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** Lets what is under way come to its end, for a while. More than once does nothing. */
    @Override
    public void close() throws IOException {
        end.countDown();
        try {
            engine.close();
        } finally {
            closeParts();
        }
    }

    private void closeParts() {
        routes.close();
        log.ifPresent(AccessLog::close);
    }
}
