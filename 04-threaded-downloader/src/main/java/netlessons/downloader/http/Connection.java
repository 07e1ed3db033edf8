package netlessons.downloader.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/** One connection, on which one request follows the other. For one thread at a time, but {@link #close}. */
final class Connection implements Closeable {
    /** A small file with its head comes with one read; a big body goes past the buffer. */
    private static final int BUFFER = 32 << 10;

    private static final int DIRECT = 512;
    private static final int HEAD = 64 << 10;
    private static final int FIELDS = 200;

    /** Interim responses (1xx) before the one that counts. */
    private static final int INTERIM = 16;

    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(HEAD)
            .setMaxHeaderCount(FIELDS + 1)
            .setMaxEmptyLineCount(1)
            .build();

    private final Route route;
    private final Line line;
    private final Inlet in;
    private final OutputStream out;
    private final SessionInputBufferImpl buffer =
            new SessionInputBufferImpl(new BasicHttpTransportMetrics(), BUFFER, DIRECT, HEAD, null);
    private final HeadParser parser;
    private final Detour detour = new Detour();
    private boolean used;
    private long before;
    private long kept;

    /** @param socket the line itself, or TLS on it */
    Connection(Route route, Line line, Socket socket) throws IOException {
        this.route = route;
        this.line = line;
        InputStream stream = socket.getInputStream();
        this.in = new Inlet(stream, socket == line ? line::read : into -> detour.read(stream::read, into));
        this.out = socket.getOutputStream();
        this.parser = new HeadParser(LIMITS, buffer, in);
    }

    Route route() {
        return route;
    }

    Line line() {
        return line;
    }

    /** Asks, and reads the head of the answer: all of it within so many milliseconds. */
    Head ask(String head, int millis) throws IOException, HttpException {
        before = in.received();
        line.until(System.nanoTime() + millis * 1_000_000L);
        in.atMost(HEAD + BUFFER);
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        Head answer = parser.next();
        for (int i = 0; answer.status() < 200; i++) {
            if (i == INTERIM || answer.status() == 101) {
                throw new HttpException("an answer that nobody asked for: " + answer.statusText());
            }
            answer = parser.next();
        }
        if (answer.size() > HEAD) {
            throw new Inlet.TooMuch();
        }
        in.unbounded();
        line.unlessSilentFor(millis);
        return answer;
    }

    Body body(Framing framing) {
        return switch (framing.kind()) {
            case LENGTH -> new FixedLength(buffer, in, detour, framing.length());
            case CHUNKED -> through(new Chunks(buffer, in)::read);
            case UNTIL_CLOSE -> through(new IdentityInputStream(buffer, in)::read);
        };
    }

    private Body through(Detour.Source source) {
        return into -> detour.read(source, into);
    }

    /** Nothing at all came in answer to the last request, on a connection that was kept: it was closed meanwhile. */
    boolean wasStale() {
        return used && in.received() == before && !buffer.hasBufferedData();
    }

    boolean ended() {
        return in.ended();
    }

    /** Some of a body is to be read now: see {@link Line#expect}. */
    void expect() {
        line.expect();
    }

    /**
     * Whether TLS ended without its close_notify: then anybody on the way may have ended it (RFC 8446 section 6.1). The
     * JDK takes that for an end like any other.
     */
    boolean wasTorn() {
        return route.target().secure() && line.ended();
    }

    /** An answer was read to its end. */
    void done() {
        used = true;
        kept = System.nanoTime();
    }

    long keptFor() {
        return System.nanoTime() - kept;
    }

    /** Whether nothing came that nobody asked for, as far as we can see without waiting. */
    boolean isClean() {
        try {
            return !buffer.hasBufferedData() && !in.ended() && in.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** At once, from any thread; no farewell of TLS, which might have to wait. */
    @Override
    public void close() {
        Quietly.close(line);
    }
}
