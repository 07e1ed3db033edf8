package netlessons.downloader.http;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * A chunked body (RFC 9112 section 7.1). HttpCore has a class for that, too; but it takes -0 for the last chunk, +5 for a
 * size, and a body that breaks off in its last line for a whole one.
 */
final class Chunks {
    private static final int SIZE_DIGITS = 15;
    private static final int TRAILERS = 200;

    private final SessionInputBufferImpl buffer;
    private final Inlet in;
    private final CharArrayBuffer line = new CharArrayBuffer(32);
    private long left; // of this chunk
    private boolean first = true;
    private boolean over;
    private IOException failure;

    Chunks(SessionInputBufferImpl buffer, Inlet in) {
        this.buffer = buffer;
        this.in = in;
    }

    /** Of as many chunks as are here already: some servers send small ones. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        int done = 0;
        try {
            do {
                int count = part(bytes, offset + done, length - done);
                if (count < 0) {
                    return done == 0 ? -1 : done;
                }
                done += count;
            } while (done < length && buffer.hasBufferedData());
        } catch (IOException e) {
            if (done == 0) {
                throw e;
            }
            failure = e; // what is before it is good
        }
        return done;
    }

    private int part(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !over) {
            begin();
        }
        if (over) {
            return -1;
        }
        int count = buffer.read(bytes, offset, (int) Math.min(length, left), in);
        if (count < 0) {
            throw new EOFException("a chunk breaks off");
        }
        left -= count;
        return count;
    }

    private void begin() throws IOException {
        if (!first) {
            line();
            if (!line.isEmpty()) {
                throw new MalformedChunkCodingException("a chunk is longer than its size");
            }
            checkEnd();
        }
        first = false;
        line();
        left = line.isEmpty() && in.ended() ? -1 : size(line);
        checkEnd();
        if (left == 0) {
            skipTrailers();
            over = true;
        }
    }

    private void skipTrailers() throws IOException {
        int fields = 0;
        do {
            line();
            checkEnd();
            if (fields++ > TRAILERS) {
                throw new MalformedChunkCodingException("too many fields behind the last chunk");
            }
        } while (!line.isEmpty());
    }

    /** Hex digits and nothing else; what is behind a semicolon is for others. */
    private static long size(CharArrayBuffer line) throws IOException {
        int end = line.indexOf(';') < 0 ? line.length() : line.indexOf(';');
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--; // "bad white space", which has to be understood
        }
        long size = 0;
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0 || size >> (4 * SIZE_DIGITS - 4) != 0) {
                end = 0;
            }
            size = size << 4 | digit;
        }
        if (end == 0) {
            throw new MalformedChunkCodingException("a chunk without a size");
        }
        return size;
    }

    private void line() throws IOException {
        line.clear();
        buffer.readLine(line, in);
    }

    /** What was read last was a whole line, not what is left of one. */
    private void checkEnd() throws IOException {
        if (in.ended()) {
            throw new EOFException("no last chunk");
        }
    }
}
