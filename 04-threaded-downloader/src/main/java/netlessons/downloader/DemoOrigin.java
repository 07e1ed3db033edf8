package netlessons.downloader;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the demonstration fetches from: three files on loopback, not faster than a slow network brings them over each
 * connection, and one connection that breaks. A lesson in itself it is not: the JDK's own server does the work.
 */
final class DemoOrigin implements Closeable {
    private static final int PIECE = 32 << 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, DemoFile> files;
    private final long rate;
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger requests = new AtomicInteger();

    /** @param rate bytes a second, for each connection */
    DemoOrigin(List<DemoFile> files, long rate) throws IOException {
        this.files = files.stream().collect(Collectors.toMap(DemoFile::name, Function.identity()));
        this.rate = rate;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri(DemoFile file) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + file.name());
    }

    int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) { // which ends the connection if something is missing from the body
            requests.incrementAndGet();
            DemoFile file = files.get(exchange.getRequestURI().getPath().substring(1));
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String tag = "\"" + file.seed() + "\"";
            String range = exchange.getRequestHeaders().getFirst("Range");
            String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
            boolean part = range != null && range.startsWith("bytes=") && (ifRange == null || ifRange.equals(tag));
            int dash = part ? range.indexOf('-') : 0;
            long from = part ? Long.parseLong(range.substring("bytes=".length(), dash)) : 0;
            long to = part && dash < range.length() - 1 ? Long.parseLong(range.substring(dash + 1)) + 1 : file.size();
            exchange.getResponseHeaders().set("ETag", tag);
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            if (part) {
                String content = "bytes " + from + "-" + (to - 1) + "/" + file.size();
                exchange.getResponseHeaders().set("Content-Range", content);
            }
            exchange.sendResponseHeaders(part ? 206 : 200, to - from);
            boolean breaks = file.breaks() && !broken.getAndSet(true);
            send(file, from, breaks ? from + (to - from) / 2 : to, exchange.getResponseBody());
        }
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
