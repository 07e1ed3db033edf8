package netlessons.ftp.data;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import netlessons.ftp.Limits;
import netlessons.ftp.wire.Reply;

/**
 * A data connection from PASV or PORT to its end. A thread of its own opens it, waits for a transfer and runs that, so that
 * the session can answer other commands meanwhile. Safe for threads.
 */
public final class DataConnection implements Runnable, Closeable {
    /** The session that it belongs to. */
    public interface Owner {
        void send(Reply reply) throws IOException;

        /** Ends the session. */
        void end();
    }

    private static final System.Logger LOG = System.getLogger(DataConnection.class.getName());

    /** How long to wait for the thread to notice that it has been told to end. */
    private static final int NOTICE_SECONDS = 10;

    private final Opening opening;
    private final Optional<SSLContext> tls;
    private final Limits limits;
    private final ScheduledExecutorService clock;
    private final Owner owner;
    private final Handover transfer = new Handover();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Optional<SocketChannel> peer = Optional.empty();
    private volatile Optional<Counted> stream = Optional.empty();
    private volatile Optional<Reply> verdict = Optional.empty();
    private volatile boolean closed;
    private volatile boolean done; // only the client has to be told

    DataConnection(
            Opening opening, Optional<SSLContext> tls, Limits limits, ScheduledExecutorService clock, Owner owner) {
        this.opening = opening;
        this.tls = tls;
        this.limits = limits;
        this.clock = clock;
        this.owner = owner;
    }

    // @start region=begin
    /**
     * Hands it something to do, once.
     *
     * @return what the client is told, and what is to be done after that; nothing if it is closed, or has been given
     *     something already
     */
    public Optional<Reply> begin(Transfer wanted) {
        if (!transfer.give(wanted)) {
            return Optional.empty();
        }
        Reply reply = stream.isPresent()
                ? Reply.of(125, "Data connection already open. Transfer starting.")
                : Reply.of(150, "File status okay. About to open data connection.");
        return Optional.of(reply.then(transfer::start));
    }

    @Override
    public void run() {
        Optional<Reply> reply = Optional.empty();
        try {
            reply = serve();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(System.Logger.Level.ERROR, "A transfer failed", e);
            reply = Optional.of(Reply.of(451, "Requested action aborted: local error in processing."));
        } finally {
            tell(reply); // whatever has happened: the session waits for it
        }
    }

    private Optional<Reply> serve() throws InterruptedException {
        boolean open = opened();
        Optional<Transfer> wanted = transfer.take(open ? limits.dataTimeout() : Duration.ZERO);
        if (wanted.isEmpty()) {
            return closed ? Optional.empty() : Optional.of(open ? timedOut() : nobodyCame());
        } else if (!open) {
            wanted.get().drop();
            return Optional.of(verdict.orElse(Reply.of(425, "Can't open data connection.")));
        }
        return Optional.of(carryOut(wanted.get()));
    }

    private void tell(Optional<Reply> reply) {
        done = true;
        try {
            if (reply.isPresent()) {
                owner.send(reply.get());
                reply.get().then().run();
            }
        } catch (IOException e) {
            owner.end(); // the control connection is broken
        } finally {
            close();
            transfer.left().ifPresent(Transfer::drop);
            end.countDown();
        }
    }
    // @end

    /** Whether the client is there. */
    private boolean opened() {
        try {
            SocketChannel channel = opening.open();
            peer = Optional.of(channel);
            if (closed) {
                channel.close();
            }
            stream = Optional.of(new Counted(stream(channel), limits.downloadRate(), limits.uploadRate()));
            return !closed;
        } catch (IOException e) {
            peer.ifPresent(DataConnection::quietly);
            if (!(e instanceof SocketTimeoutException)) {
                closed = true;
            }
            return false;
        }
    }

    private DataStream stream(SocketChannel channel) throws IOException {
        if (tls.isEmpty()) {
            return new PlainStream(channel);
        }
        // A client could begin with TLS, and go on byte by byte.
        Future<?> alarm =
                clock.schedule(() -> quietly(channel), limits.dataTimeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return new SecureStream(channel, tls.get(), limits.dataTimeout());
        } finally {
            alarm.cancel(false);
        }
    }

    private Reply carryOut(Transfer wanted) {
        Counted bytes = stream.orElseThrow();
        try (Watch watch = new Watch(bytes, limits.dataTimeout(), () -> cut(timedOut()))) {
            watch.start(clock);
            return wanted.run(bytes);
        } catch (IOException e) {
            return verdict.orElse(Reply.of(426, "Connection closed; transfer aborted."));
        }
    }

    /** Nobody asks for anything yet, so nobody waits for this reply; but the client should know. */
    private static Reply nobodyCame() {
        return Reply.of(421, "Passive data channel timed out.");
    }

    private Reply timedOut() {
        return Reply.of(421, "Data connection timed out.").then(owner::end);
    }

    private void cut(Reply why) {
        verdict = Optional.of(why);
        close();
    }

    /**
     * Ends it, and waits for that: ABOR. Nobody hears of it if there was nothing to do.
     *
     * @return whether there was something to do, whose end the client has been told
     */
    public boolean abort() throws IOException {
        boolean busy = isBusy();
        cut(Reply.of(426, "Transfer aborted via ABOR."));
        try {
            end.await(NOTICE_SECONDS, TimeUnit.SECONDS);
            return busy;
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    /** Waits until it has come to its end. */
    public void awaitEnd() throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    private static IOException stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("The server stops", e);
    }

    /** Whether it has something to do. */
    public boolean isBusy() {
        return transfer.isGiven() && !done;
    }

    /** Whether it is closed, and the client has been told what there was to tell. */
    public boolean isEnded() {
        return end.getCount() == 0;
    }

    /** The bytes that pass, once it is open. */
    public Optional<Counted> stream() {
        return stream;
    }

    /** Cuts it off. */
    @Override
    public void close() {
        closed = true;
        // Once it is open, the stream knows how to wake whoever sends: its socket must not be closed behind its back.
        if (stream.isPresent()) {
            quietly(stream.get());
        } else {
            quietly(opening);
            peer.ifPresent(DataConnection::quietly);
        }
        transfer.close();
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }
}
