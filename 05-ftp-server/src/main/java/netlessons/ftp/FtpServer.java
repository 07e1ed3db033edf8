package netlessons.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netlessons.ftp.data.DataConnections;
import netlessons.ftp.folder.Sweeper;
import netlessons.ftp.session.Commands;
import netlessons.ftp.session.Service;
import netlessons.ftp.session.Session;
import netlessons.ftp.user.User;
import netlessons.ftp.user.Users;
import netlessons.ftp.wire.Control;
import netlessons.ftp.wire.Reply;

/** An FTP server while it runs. Safe for threads. */
public final class FtpServer implements Closeable {
    private static final int BACKLOG = 512;

    /** How often to look for clients that take nothing, while they may do so. */
    private static final int GLANCES = 8;

    /** How long sessions that were cut off may take to let go of their files. */
    private static final Duration PUT_AWAY = Duration.ofSeconds(1);

    private final ServerSocket socket = new ServerSocket();
    private final Settings settings;
    private final Executor threads;
    private final ScheduledThreadPoolExecutor clock;
    private final Service service;
    private final Map<Session, InetAddress> sessions = new ConcurrentHashMap<>();
    private volatile Closeable sweeper = () -> {}; // none before we listen
    private volatile boolean closed;

    private FtpServer(Settings settings, Executor threads, FtpListener listener) throws IOException {
        this.settings = settings;
        this.threads = threads;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true); // else it keeps what has ended until it would have looked at it
        DataConnections connections = new DataConnections(
                settings.passivePorts(), settings.tls(), settings.limits(), Threads.transfers(), clock);
        this.service = new Service(
                settings,
                new Users(settings.users()),
                connections,
                new Commands(settings.tls().isPresent()),
                listener);
    }

    /**
     * Starts to listen.
     *
     * @param threads for sessions, which wait most of the time: one for each connection
     * @throws StartupFailure if a folder is not there, or the port is taken
     */
    public static FtpServer start(Settings settings, Executor threads, FtpListener listener) throws IOException {
        for (User user : settings.users()) {
            if (!Files.isDirectory(user.home()) || !Files.isReadable(user.home())) {
                throw StartupFailure.folder(user.home());
            }
        }
        if (settings.address().isUnresolved()) {
            throw StartupFailure.host(settings.address().getHostString());
        }
        List<Path> inboxes = inboxes(settings.users());
        FtpServer server = new FtpServer(settings, threads, listener);
        try {
            server.socket.bind(settings.address(), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw StartupFailure.bind(settings.address(), e);
        }
        server.sweeper = Sweeper.start(inboxes, settings.limits().keepParts());
        Thread acceptor = new Thread(server::accept, "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
        long pause = Math.max(1, settings.limits().controlTimeout().toMillis() / GLANCES);
        server.clock.scheduleWithFixedDelay(
                () -> server.sessions.keySet().forEach(Session::cutIfStuck), pause, pause, TimeUnit.MILLISECONDS);
        return server;
    }

    /** The homes into which somebody may send files; none that lies in another one, and would be swept with it. */
    private static List<Path> inboxes(List<User> users) throws IOException {
        Set<Path> homes = new HashSet<>();
        for (User user : users) {
            if (user.sends()) {
                homes.add(user.home().toRealPath());
            }
        }
        return homes.stream()
                .filter(home -> homes.stream().noneMatch(other -> home.startsWith(other) && !home.equals(other)))
                .toList();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void accept() {
        while (!closed) {
            try {
                welcome(socket.accept());
            } catch (IOException
                    | RuntimeException
                    | OutOfMemoryError e) { // one client less is better than none any more
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // out of open files: some will be closed
            }
        }
    }

    /** Whoever is too many is told so before a thread is spent on him. */
    private void welcome(Socket client) throws IOException {
        Control control = control(client);
        InetAddress address = client.getInetAddress();
        Limits limits = settings.limits();
        if (sessions.size() >= limits.connections()) {
            refuse(control, "Too many connections. Service temporarily unavailable.");
        } else if (limits.connectionsPerAddress() > 0
                && sessions.values().stream().filter(address::equals).count() >= limits.connectionsPerAddress()) {
            refuse(control, "Too many connections from the same IP address.");
        } else {
            begin(new Session(service, control), address);
        }
    }

    private static Control control(Socket client) throws IOException {
        try {
            return new Control(client);
        } catch (IOException e) {
            client.close(); // it has gone already
            throw e;
        }
    }

    private void begin(Session session, InetAddress address) throws IOException {
        sessions.put(session, address);
        try {
            threads.execute(() -> {
                try {
                    session.run();
                } finally {
                    sessions.remove(session);
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            sessions.remove(session);
            session.cut();
            throw new IOException("There is no thread for one more client", e);
        }
        if (closed) {
            session.cut(); // it came between the last look and the end
        }
    }

    private static void refuse(Control control, String why) throws IOException {
        try (control) {
            control.send(Reply.of(421, why));
        }
    }

    /** Lets transfers come to their end, for a while; then cuts them. More than once does nothing. */
    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        sweeper.close();
        sessions.keySet().forEach(session -> threads.execute(session::stop)); // each may have to wait for its client
        awaitEnd(settings.limits().grace());
        sessions.keySet().forEach(Session::cut);
        awaitEnd(PUT_AWAY); // what has come is kept, or goes
        clock.shutdownNow();
    }

    private void awaitEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!sessions.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
