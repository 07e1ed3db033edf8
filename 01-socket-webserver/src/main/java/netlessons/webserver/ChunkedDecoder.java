package netlessons.webserver;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body in chunks, RFC 9112 section 7.1.
 *
 * <pre>
 *   chunked-body = *chunk last-chunk trailer-section CRLF
 *   chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
 *   chunk-size   = 1*HEXDIG
 *   last-chunk   = 1*("0") [ chunk-ext ] CRLF
 * </pre>
 */
final class ChunkedDecoder implements BodyDecoder {
    /** Longest chunk-size line with its extensions: they mean nothing to us, so they get little room. */
    private static final int SIZE_LINE = 256;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String QUOTED = "\"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t !-~\\x80-\\xff])*+\"";
    private static final String EXTENSION =
            "[ \\t]*+;[ \\t]*+" + TOKEN + "(?:[ \\t]*+=[ \\t]*+(?:" + TOKEN + "|" + QUOTED + "))?+";
    private static final Pattern SIZE_AND_EXTENSIONS = Pattern.compile("([0-9A-Fa-f]{1,15}+)(?:" + EXTENSION + ")*+");

    // @start region=states
    private enum State {
        SIZE,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        DONE
    }
    // @end

    private final Limits limits;
    private final LineCutter lines = new LineCutter();
    private State state = State.SIZE;
    private long chunk;
    private long total;
    private int trailerLength;

    ChunkedDecoder(Limits limits) {
        this.limits = limits;
    }

    // @start region=decode
    @Override
    public void decode(ByteBuffer in, ByteBuffer out) {
        State before;
        int available;
        do {
            before = state;
            available = in.remaining();
            switch (state) {
                case SIZE ->
                    Optional.ofNullable(lines.next(in, SIZE_LINE, 400, "The size of a chunk"))
                            .ifPresent(this::startChunk);
                case DATA -> {
                    chunk -= BodyDecoder.move(in, out, chunk);
                    state = chunk == 0 ? State.DATA_CR : State.DATA;
                }
                case DATA_CR -> expect('\r', State.DATA_LF, in);
                case DATA_LF -> expect('\n', State.SIZE, in);
                case TRAILERS ->
                    Optional.ofNullable(
                                    lines.next(in, limits.headerSection() - trailerLength, 431, "The trailer section"))
                            .ifPresent(this::onTrailer);
                case DONE -> {}
            }
        } while (state != before || in.remaining() != available);
    }
    // @end

    /** Data that runs over its size is where smuggled requests hide. */
    private void expect(char end, State next, ByteBuffer in) {
        if (in.hasRemaining()) {
            if (in.get() != end) {
                throw new HttpError(400, "A chunk's data does not end where its size says.");
            }
            state = next;
        }
    }

    private void startChunk(String line) {
        Matcher size = SIZE_AND_EXTENSIONS.matcher(line);
        if (!size.matches()) {
            throw new HttpError(400, "A chunk must begin with its size in hexadecimal digits.");
        }
        chunk = Long.parseLong(size.group(1), 16);
        if (chunk > limits.body() - total) {
            throw BodyDecoder.tooLarge(limits);
        }
        total += chunk;
        state = chunk == 0 ? State.TRAILERS : State.DATA;
    }

    /** Trailers are checked and dropped: merged into the header they could change what was already decided on. */
    private void onTrailer(String line) {
        if (line.isEmpty()) {
            state = State.DONE;
        } else {
            HeadParser.parseField(line);
            trailerLength += line.length();
        }
    }

    @Override
    public boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public long remaining() {
        return chunk;
    }
}
