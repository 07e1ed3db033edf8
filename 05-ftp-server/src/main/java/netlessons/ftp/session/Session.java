package netlessons.ftp.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netlessons.ftp.FtpListener;
import netlessons.ftp.data.DataConnection;
import netlessons.ftp.folder.Root;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.listing.Fact;
import netlessons.ftp.user.User;
import netlessons.ftp.wire.Control;
import netlessons.ftp.wire.Reply;

/**
 * One client, from its first line to its last: reads commands, has them carried out, answers. What it remembers from one
 * command to the next is here. For its own thread, but for what {@link DataConnection.Owner} asks.
 */
public final class Session implements Runnable, DataConnection.Owner {
    final Service service;
    final Control control;
    final Dtp dtp;
    private final Interpreter interpreter = new Interpreter(this);
    private long nobodySince = System.nanoTime(); // nobody is logged in
    private final CountDownLatch ended = new CountDownLatch(1);

    Optional<User> user = Optional.empty();
    String name = "";
    boolean named; // USER came, and PASS may follow
    int wrongPasswords;
    Root root;
    VirtualPath folder = VirtualPath.ROOT;
    boolean binary;
    long restart;
    Optional<VirtualPath> renameFrom = Optional.empty();
    List<Fact> facts = Fact.DEFAULT;
    boolean extendedOnly; // after EPSV ALL
    boolean bufferSizeSet; // PBSZ
    private volatile long answered = System.nanoTime();
    private boolean ends;
    private volatile boolean stops;
    private volatile boolean broken;

    public Session(Service service, Control control) {
        this.service = service;
        this.control = control;
        this.dtp = new Dtp(service.connections(), this);
    }

    @Override
    public void run() {
        service.listener().connected(client());
        try {
            if (service.settings().implicitTls()) {
                control.secure(
                        service.settings().tls().orElseThrow(), service.limits().controlTimeout());
            }
            send(Reply.of(220, service.settings().banner().lines().toList()));
            while (!ends) {
                Reply reply = answerNext();
                try {
                    send(reply);
                } finally {
                    reply.then().run(); // a data connection waits for it, even if the client has gone
                }
            }
            dtp.drop();
            dtp.awaitEnd(); // QUIT lets a transfer come to its end: RFC 959 section 4.1.1
        } catch (IOException | UncheckedIOException e) {
            broken = true;
        } finally {
            end();
            endData();
            logOut();
            service.listener().disconnected(client());
        }
    }

    private void endData() {
        try {
            dtp.end();
        } catch (IOException e) {
            // nobody has to know any more
        }
    }

    /** The reply to the next line, or to none. */
    private Reply answerNext() throws IOException {
        Duration patience = user.isPresent() ? service.limits().controlTimeout() : left(nobodySince);
        while (true) {
            try {
                return interpreter.answer(control.read(patience));
            } catch (SocketTimeoutException e) {
                if (dtp.isBusy()) {
                    patience = service.limits().controlTimeout(); // it waits for its file, as it should
                    nobodySince = System.nanoTime();
                } else if (user.isPresent() && !left(answered).isNegative()) {
                    patience = left(answered); // its file has come meanwhile
                } else {
                    return Reply.of(421, "Control connection timed out.").then(this::quit);
                }
            }
        }
    }

    /** Of the patience with a client, since a moment of {@link System#nanoTime}. */
    private Duration left(long since) {
        return service.limits().controlTimeout().minusNanos(System.nanoTime() - since);
    }

    @Override
    public void send(Reply reply) throws IOException {
        control.send(reply);
        answered = System.nanoTime();
        if (stops && reply.code() >= 200 && !dtp.isBusy()) {
            end();
        }
    }

    /** The server stops: says so, but not before a transfer that is under way has come to its end. Any thread may. */
    public void stop() {
        stops = true;
        try {
            dtp.awaitEnd();
            send(Reply.of(421, "The server stops."));
        } catch (IOException e) {
            // nobody listens any more
        } finally {
            end();
        }
    }

    /** Ends it at once. Any thread may. */
    public void cut() {
        dtp.close();
        try {
            control.cut();
        } catch (IOException e) {
            // it is closed now
        }
    }

    /** Ends it if the client has not taken what it was sent for as long as it may say nothing. Any thread may. */
    public void cutIfStuck() {
        try {
            control.cutIfStuck(service.limits().controlTimeout());
        } catch (IOException e) {
            // it is closed now
        }
    }

    /** Whether the control connection has ended without QUIT. Any thread may ask. */
    boolean isBroken() {
        return broken;
    }

    /** After the reply that is on its way. */
    void quit() {
        ends = true;
    }

    /** Waits so long, or until the session is ended from outside. */
    void pause(Duration time) throws InterruptedException {
        ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void end() {
        ended.countDown();
        try {
            control.close();
        } catch (IOException e) {
            // it is closed now
        }
    }

    void logOut() {
        if (user.isPresent()) {
            service.listener().loggedOut(client());
            nobodySince = System.nanoTime();
        }
        user = Optional.empty();
        name = "";
        named = false;
        folder = VirtualPath.ROOT;
        restart = 0;
        renameFrom = Optional.empty();
        binary = false;
    }

    FtpListener.Client client() {
        return new FtpListener.Client(control.remote(), name);
    }
}
