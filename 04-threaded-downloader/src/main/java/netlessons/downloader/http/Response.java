package netlessons.downloader.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** An answer that can be used: its head is checked, its body is to be read. For one thread. */
public final class Response implements Closeable {
    private final Exchange exchange;
    private final Head head;
    private final URI uri;
    private final Framing framing;
    private final Optional<ContentRange> part;
    private final OptionalLong length;
    private final Body body;
    private long done;
    private boolean complete;
    private boolean closed;

    /** @throws HttpFault if the answer cannot be used */
    Response(Exchange exchange, URI uri, boolean ranged) throws HttpFault {
        this.exchange = exchange;
        this.head = exchange.head();
        this.uri = uri;
        Verdict.check(head, ranged);
        this.framing = Framing.of(head);
        this.part = Verdict.part(head);
        this.length = bodyLength();
        this.body = exchange.connection().body(framing);
    }

    private OptionalLong bodyLength() throws HttpFault {
        OptionalLong framed =
                framing.kind() == Framing.Kind.LENGTH ? OptionalLong.of(framing.length()) : OptionalLong.empty();
        if (status() != 206) {
            return framed;
        }
        long expected = part.orElseThrow().to() - part.orElseThrow().from();
        if (framed.isPresent() && framed.getAsLong() != expected) {
            throw HttpFault.permanent("a part of the file came, and it is not as long as it says", 206);
        }
        return OptionalLong.of(expected);
    }

    /** 200, 206 or 416. */
    public int status() {
        return head.status();
    }

    /** After redirects; without names and passwords if there were any. */
    public URI uri() {
        return uri;
    }

    /** Of this body. */
    public OptionalLong length() {
        return length;
    }

    /** What part of the file this is; there always with 206, and with 416 if the origin says how long the file is. */
    public Optional<ContentRange> contentRange() {
        return part;
    }

    /** As it came, with quotes and perhaps W/. */
    public Optional<String> etag() {
        Optional<String> tag = head.first("ETag");
        return tag.isPresent() && tag.get().isBlank() ? Optional.empty() : tag;
    }

    public Optional<Instant> modified() {
        return instant("Last-Modified");
    }

    public Optional<Instant> date() {
        return instant("Date");
    }

    private Optional<Instant> instant(String name) {
        Optional<String> field = head.first(name);
        return field.isEmpty() ? Optional.empty() : HttpDate.parse(field.get());
    }

    /** Whether the origin says that it can bring parts. */
    public boolean ranges() {
        return status() == 206 || head.has("Accept-Ranges", "bytes");
    }

    /** Content-Disposition as it came: each character stands for a byte (ISO-8859-1). */
    public Optional<String> disposition() {
        return head.first("Content-Disposition");
    }

    /** False if the body ends with the connection: then one that broke looks like one that is complete. */
    public boolean endIsCertain() {
        return framing.kind() != Framing.Kind.UNTIL_CLOSE || status() == 206;
    }

    /**
     * Reads what is there, at least one byte.
     *
     * @return how many bytes; -1 at the end, and only if the body is complete
     */
    public int read(ByteBuffer into) throws HttpFault {
        if (complete) {
            return -1;
        }
        try {
            if (closed) {
                throw new IOException("closed");
            }
            exchange.connection().expect();
            int limit = into.limit();
            into.limit(into.position() + most(into.remaining()));
            int read = body.read(into);
            into.limit(limit);
            if (read < 0) {
                end();
            } else {
                done += read;
                if (status() == 206 && done > length.orElse(0)) {
                    throw HttpFault.permanent("a part of the file came, and it is longer than it says", 206);
                }
            }
            return read;
        } catch (IOException e) {
            HttpFault fault =
                    exchange.call().cutOr(Failures.body(e, exchange.connection().ended()));
            close();
            throw fault;
        }
    }

    /** A part without a length of its own is not to be longer than it says; one byte more shows that it is. */
    private int most(int count) {
        return status() != 206 || length.isEmpty() ? count : (int) Math.min(count, length.getAsLong() - done + 1);
    }

    private void end() throws IOException {
        if (framing.kind() == Framing.Kind.UNTIL_CLOSE && exchange.connection().wasTorn()) {
            throw new EOFException("TLS was closed without a word");
        } else if (length.isPresent() && done != length.getAsLong()) {
            throw new EOFException("a part that is too short");
        }
        complete = true;
    }

    /** Keeps the connection if the whole body was read; else ends it at once. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (complete || framing.kind() == Framing.Kind.LENGTH && done == framing.length()) {
            complete = true;
            exchange.finish(framing);
        } else {
            exchange.abort();
        }
    }
}
