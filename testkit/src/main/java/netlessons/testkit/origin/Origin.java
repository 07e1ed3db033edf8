package netlessons.testkit.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP server on the loopback address whose answers a test chooses, one by one. It remembers what it was asked, counts
 * the bytes of files that it sent, and ends all its connections when it is closed. Safe for threads.
 */
public final class Origin implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 512;
    private static final int BACKLOG = 200;

    private final ServerSocket server;
    private final Optional<SSLContext> tls;
    private final ExecutorService threads = Executors.newCachedThreadPool(Origin::thread);
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final Set<Line> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Speaker> speakers = new ArrayList<>(); // its lock is for the next two as well
    private final Map<String, Integer> turns = new HashMap<>();
    private final Map<String, int[]> under = new HashMap<>();

    private Origin(Optional<SSLContext> tls) {
        this.tls = tls;
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** On a free port of 127.0.0.1. */
    public static Origin start() {
        return new Origin(Optional.empty());
    }

    /** The same with TLS. @param context with a key and a certificate for localhost or 127.0.0.1 */
    public static Origin startTls(SSLContext context) {
        return new Origin(Optional.of(context));
    }

    public int port() {
        return server.getLocalPort();
    }

    /** @param path begins with a slash; may have a query, and is percent-encoded where it has to be */
    public URI uri(String path) {
        return URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + port() + path);
    }

    /**
     * Sets what becomes of requests for a path: the first one gets the first answer, and so on, all later ones the last.
     * HEAD has turns of its own, so that a client that asks for the head first finds the same as one that does not.
     *
     * @param path with the query; or a method, a blank and a target, for other methods than GET and HEAD
     */
    public Origin at(String path, Answer... inTurn) {
        answers.put(path, List.of(inTurn));
        return this;
    }

    /** All requests by now, as they came. */
    public List<Asked> asked() {
        return snapshot().stream().map(Speaker::asked).toList();
    }

    /** The same for one path, with the query. */
    public List<Asked> asked(String path) {
        return asked().stream().filter(asked -> asked.target().equals(path)).toList();
    }

    /** All requests by now, and what became of them, as they came. */
    public List<Exchange> exchanges() {
        return snapshot().stream().map(Speaker::told).toList();
    }

    /** How many bytes of the file were sent by now, over all requests for this path. */
    public long sent(String path) {
        return snapshot().stream()
                .filter(speaker -> speaker.asked().target().equals(path))
                .mapToLong(Speaker::body)
                .sum();
    }

    /** The most requests for this path that were under way at one time. */
    public int mostAtOnce(String path) {
        return most(path);
    }

    /** The most requests that were under way at one time. */
    public int mostAtOnce() {
        return most("");
    }

    /** How many requests are under way: their answer has not been sent, and the connection is not over. */
    public int running() {
        synchronized (speakers) {
            return under.getOrDefault("", new int[2])[0];
        }
    }

    /** How many connections have been accepted by now. */
    public int connections() {
        return connections.get();
    }

    /** How many of them are open. */
    public int openConnections() {
        return open.size();
    }

    private int most(String path) {
        synchronized (speakers) {
            return under.getOrDefault(path, new int[2])[1];
        }
    }

    private List<Speaker> snapshot() {
        synchronized (speakers) {
            return List.copyOf(speakers);
        }
    }

    private void accept() {
        try (server) {
            while (true) {
                room.acquire();
                begin(server.accept());
            }
        } catch (IOException | InterruptedException | RejectedExecutionException e) {
            // it has been closed
        }
    }

    private void begin(Socket socket) throws IOException {
        int number = connections.incrementAndGet();
        try {
            threads.execute(() -> serve(socket, number));
        } catch (RejectedExecutionException e) {
            socket.close(); // else the client would wait for ever: nobody else knows of it
            throw e;
        }
    }

    private void serve(Socket raw, int number) {
        Line line = null;
        try (raw) {
            raw.setTcpNoDelay(true);
            line = new Line(raw, talking(raw), this::ended);
            open.add(line);
            if (!server.isClosed()) {
                new Visit(line, number, this::begins, this::answer).run();
            }
        } catch (IOException e) {
            // the client has gone, or the origin is closed: what was said is known
        } finally {
            if (line != null) {
                line.end();
                open.remove(line);
            }
            room.release();
        }
    }

    private Socket talking(Socket raw) throws IOException {
        if (tls.isEmpty()) {
            return raw;
        }
        SSLSocket socket =
                (SSLSocket) tls.get().getSocketFactory().createSocket(raw, null, true); // null: the server's side
        socket.setUseClientMode(false);
        return socket;
    }

    private void begins(Speaker speaker) {
        synchronized (speakers) {
            speakers.add(speaker);
            for (String key : List.of("", speaker.asked().target())) {
                int[] now = under.computeIfAbsent(key, k -> new int[2]);
                now[0]++;
                now[1] = Math.max(now[0], now[1]);
            }
        }
    }

    private void ended(Asked asked) {
        synchronized (speakers) {
            under.get("")[0]--;
            under.get(asked.target())[0]--;
        }
    }

    private Answer answer(Asked asked) {
        String full = asked.method() + " " + asked.target();
        boolean get = asked.method().equals("GET") || asked.isHead();
        String key = answers.containsKey(full) || !get ? full : asked.target();
        List<Answer> inTurn = answers.get(key);
        if (inTurn == null) {
            return get ? Answers.status(404) : Answers.status(405, "Allow: GET, HEAD");
        }
        synchronized (speakers) {
            int turn = turns.merge(asked.isHead() ? "HEAD " + key : key, 1, Integer::sum);
            return inTurn.get(Math.min(turn, inTurn.size()) - 1);
        }
    }

    /** Ends all connections, and waits until nothing of it runs any more, for a few seconds. */
    @Override
    public void close() {
        try {
            server.close(); // first: a client that loses its connection may come again at once
            threads.shutdownNow();
            open.forEach(Line::end);
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "origin");
        thread.setDaemon(true);
        return thread;
    }
}
