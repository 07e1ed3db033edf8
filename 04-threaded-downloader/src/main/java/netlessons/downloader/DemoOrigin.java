package netlessons.downloader;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import netlessons.downloader.DemoFile.Habit;

/**
 * An origin to practise with: files on loopback, not faster than a slow network brings them over each connection, and with
 * faults. A lesson in itself it is not: the JDK's own server does the work.
 */
public final class DemoOrigin implements Closeable {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})-([0-9]{1,15})?");
    private static final int PIECE = 32 << 10;
    private static final int BREAK = 1 << 20;
    private static final int BUSY_ANSWERS = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, DemoFile> files;
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final long rate;
    private final Consumer<String> log;

    /**
     * @param port 0 for any
     * @param rate bytes a second, for each connection
     * @param log gets a line for each request
     */
    DemoOrigin(int port, List<DemoFile> files, long rate, Consumer<String> log) throws IOException {
        this.files = files.stream().collect(Collectors.toMap(DemoFile::name, Function.identity()));
        this.rate = rate;
        this.log = log;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** A program of its own, until Ctrl-C. Argument: the port. */
    public static void main(String[] args) throws IOException {
        List<DemoFile> files = List.of(
                new DemoFile("steady.bin", 16 << 20, 1, Habit.STEADY),
                new DemoFile("flaky.bin", 4 << 20, 2, Habit.BREAKS),
                new DemoFile("busy.bin", 1 << 20, 3, Habit.BUSY),
                new DemoFile("changing.bin", 12 << 20, 4, Habit.CHANGES),
                new DemoFile("plain.bin", 4 << 20, 5, Habit.PLAIN));
        if (args.length != 1 || !args[0].matches("[0-9]{1,5}")) {
            System.err.println("One argument is expected: the port to listen on, such as 8080.");
            System.exit(2);
        }
        DemoOrigin origin;
        try {
            origin = new DemoOrigin(Integer.parseInt(args[0]), files, 4 << 20, System.out::println);
        } catch (BindException | IllegalArgumentException e) {
            System.err.println(
                    "Cannot listen on port " + args[0] + " of 127.0.0.1: " + e.getMessage() + ". Choose another.");
            System.exit(1);
            return;
        }
        System.out.println("Listening on " + origin.uri("") + " (4 MiB a second for each connection; Ctrl-C stops)");
        files.forEach(file ->
                System.out.println("  " + file.name() + ", " + (file.size() >> 20) + " MiB: " + file.habit().words));
    }

    URI uri(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }

    int requests() {
        return answers.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) { // which ends the connection if something is missing from the body
            String name = exchange.getRequestURI().getPath().substring(1);
            DemoFile file = files.get(name);
            int before = answers.computeIfAbsent(file == null ? "" : name, n -> new AtomicInteger())
                    .getAndIncrement();
            if (file == null) {
                page(exchange, 404, "There is no such file.");
            } else if (file.habit() == Habit.BUSY && before < BUSY_ANSWERS) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                page(exchange, 503, "Too much to do.");
            } else {
                file(exchange, file, before);
            }
        }
    }

    private void page(HttpExchange exchange, int status, String words) throws IOException {
        byte[] page = ("<html><body>" + status + ": " + words + "</body></html>\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        log(exchange, status);
        exchange.sendResponseHeaders(status, page.length);
        exchange.getResponseBody().write(page);
    }

    /** @param before how many answers it had */
    private void file(HttpExchange exchange, DemoFile file, int before) throws IOException {
        int version = file.habit() == Habit.CHANGES ? before + 1 : 1;
        String tag = "\"" + file.seed() + "-" + version + "\"";
        Matcher range = RANGE.matcher(field(exchange, "Range").orElse(""));
        boolean part = file.habit() != Habit.PLAIN
                && field(exchange, "If-Range").orElse(tag).equals(tag)
                && range.matches()
                && Long.parseLong(range.group(1)) < file.size();
        long from = part ? Long.parseLong(range.group(1)) : 0;
        long to = part && range.group(2) != null
                ? Math.min(file.size(), Long.parseLong(range.group(2)) + 1)
                : file.size();
        Headers head = exchange.getResponseHeaders();
        if (file.habit() != Habit.PLAIN) {
            head.set("ETag", tag);
            head.set("Accept-Ranges", "bytes");
        }
        if (part) {
            head.set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + file.size());
        }
        log(exchange, part ? 206 : 200);
        exchange.sendResponseHeaders(part ? 206 : 200, to - from);
        long end = switch (file.habit()) {
            case BREAKS -> Math.min(to, from + BREAK);
            case BREAKS_ONCE -> before == 0 ? from + (to - from) / 2 : to;
            default -> to;
        };
        send(file.version(version), from, end, exchange.getResponseBody());
    }

    private static Optional<String> field(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private void log(HttpExchange exchange, int status) {
        log.accept(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                + field(exchange, "Range").map(range -> " " + range).orElse("") + ": " + status);
    }

    private void send(DemoFile file, long from, long to, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        long start = System.nanoTime();
        for (long at = from; at < to; ) {
            int length = (int) Math.min(PIECE, to - at);
            file.read(at, piece, length);
            out.write(piece, 0, length);
            at += length;
            long due = start + (at - from) * TimeUnit.SECONDS.toNanos(1) / rate;
            try {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            } catch (InterruptedException e) {
                return; // it is being closed
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
