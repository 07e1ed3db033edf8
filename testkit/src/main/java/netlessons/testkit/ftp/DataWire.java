package netlessons.testkit.ftp;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import netlessons.testkit.Wire;

/**
 * A data connection (RFC 959 section 3.2): bytes one way, and its end is the end of the file. Closed after the test. For
 * one thread at a time.
 */
public final class DataWire implements Closeable {
    /** More than that no test asks for. */
    private static final int MOST = 200 << 20;

    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final Wire wire;

    DataWire(Wire wire) {
        this.wire = wire;
    }

    /** The connection itself. */
    public Wire wire() {
        return wire;
    }

    /** All that comes until the server ends the connection in order (FIN). */
    public byte[] readAll() {
        return wire.readToEnd(MOST, "a file, and then the end of the data connection");
    }

    /** The same as text, a line a line; each has to end with CR LF (RFC 959 section 3.1.1.1). */
    public List<String> readLines() {
        int start = wire.position();
        byte[] bytes = readAll();
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                if (i == from || bytes[i - 1] != '\r') {
                    throw wire.malformed("CR LF (\\r\\n) at the end of each line", start + i);
                }
                lines.add(new String(bytes, from, i - 1 - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        if (from < bytes.length) {
            throw wire.malformed("CR LF (\\r\\n) at the end of the last line", start + bytes.length);
        }
        return lines;
    }

    /** So many bytes; what comes behind them is taken from the system, too. */
    public byte[] read(int count) {
        return wire.read(count, count + " bytes of a file");
    }

    /** So many bytes, and not one more is taken from the system, so that the server has to wait soon. */
    public byte[] sip(int count) {
        return wire.sip(count, count + " bytes of a file");
    }

    public DataWire send(byte[] bytes) {
        wire.send(bytes);
        return this;
    }

    public DataWire send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends what this side sends (FIN), and can still read. */
    public DataWire finish() {
        wire.finish();
        return this;
    }

    /** The server closes it (FIN or RST), and sends not a byte. */
    public DataWire expectClosed() {
        wire.gulp().expectClosed();
        return this;
    }

    /** Not a byte comes, whether the server closes it or, for now, leaves it open. */
    public DataWire expectNothing() {
        if (wire.hasWord(A_MOMENT) && wire.awaitMore("the end, or nothing")) {
            throw wire.failure("not a byte: the transfer was refused", wire.position());
        }
        return this;
    }

    /** Nothing comes for that long, and it stays open. */
    public DataWire expectSilence(Duration time) {
        wire.expectSilence(time);
        return this;
    }

    /** Ends it with a reset (RST), as if a cable had been pulled. */
    public void reset() {
        wire.reset();
    }

    @Override
    public void close() {
        wire.close();
    }
}
