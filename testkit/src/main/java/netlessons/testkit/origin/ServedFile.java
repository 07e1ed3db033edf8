package netlessons.testkit.origin;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A file on a good origin: ranges, validators and conditions are as RFC 9110 wants them, until one of the methods here
 * gives it a fault. Each of those returns another one and leaves this as it is. Immutable.
 */
public final class ServedFile implements Answer, Cloneable {
    /** An hour is more than the minute after which Last-Modified is a strong validator (RFC 9110 section 8.8.2.2). */
    private static final Instant LONG_AGO =
            Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

    Content content;
    Optional<String> etag;
    Optional<Instant> modified = Optional.of(LONG_AGO);
    Ranges ranges = Ranges.HONEST;
    boolean ifRangeIgnored;
    boolean ifRangeRefused;
    UnaryOperator<Span> given = span -> span;
    BiFunction<Span, Long, Optional<String>> contentRange = (span, total) -> Optional.of("bytes " + span + "/" + total);
    Framing framing = Framing.LENGTH;
    Optional<List<String>> lengths = Optional.empty();
    String version = "HTTP/1.1";
    List<String> fields = List.of();
    Duration wait = Duration.ZERO;
    long rate;
    long surplus;
    boolean closes;
    OptionalLong until = OptionalLong.empty();
    Fault fault = Speaker::close;

    /** What it makes of the field Range. */
    enum Ranges {
        HONEST,
        /** As if it had never heard of it. */
        NONE,
        /** It claims to honour it, and sends the whole. */
        IGNORED,
        /** It sends a part, asked or not. */
        UNASKED
    }

    /** How the end of the body is told. */
    enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /** What happens in the middle of the body. */
    public interface Fault {
        /** @throws IOException if the other side has gone */
        void strike(Speaker speaker) throws IOException;
    }

    private ServedFile(Content content) {
        this.content = content;
        // Not one of the whole content, which may be big: two that differ at all differ at their beginning, here.
        Content begin = Content.of(content.bytes(0, (int) Math.min(1024, content.size())));
        this.etag = Optional.of("\"" + Long.toHexString(content.size()) + "-"
                + begin.digest("SHA-256").substring(0, 16) + "\"");
    }

    public static ServedFile of(Content content) {
        return new ServedFile(content);
    }

    public static ServedFile of(byte[] bytes) {
        return new ServedFile(Content.of(bytes));
    }

    public static ServedFile of(String text) {
        return new ServedFile(Content.of(text));
    }

    public Content content() {
        return content;
    }

    @Override
    public void to(Asked asked, Speaker speaker) throws IOException {
        new Serving(this, asked, speaker).run();
    }

    /** @param value with its quotes, and W/ if it is weak */
    public ServedFile etag(String value) {
        return with(f -> f.etag = Optional.of(value));
    }

    public ServedFile noEtag() {
        return with(f -> f.etag = Optional.empty());
    }

    public ServedFile modified(Instant time) {
        return with(f -> f.modified = Optional.of(time));
    }

    public ServedFile noModified() {
        return with(f -> f.modified = Optional.empty());
    }

    /** It knows no ranges, and does not say that it does: 200 and the whole. */
    public ServedFile noRanges() {
        return with(f -> f.ranges = Ranges.NONE);
    }

    /** It says that it knows ranges, and answers 200 and the whole when asked for one. */
    public ServedFile ignoringRange() {
        return with(f -> f.ranges = Ranges.IGNORED);
    }

    /** It sends the range 0-999 with 206 to whoever asks for no range. */
    public ServedFile unasked206() {
        return with(f -> f.ranges = Ranges.UNASKED);
    }

    /** It sends the range whatever If-Range says, as if that was not there. */
    public ServedFile ignoringIfRange() {
        return with(f -> f.ifRangeIgnored = true);
    }

    /** It answers 200 and the whole whenever there is an If-Range, even the right one. */
    public ServedFile refusingIfRange() {
        return with(f -> f.ifRangeRefused = true);
    }

    /** Of a range that it is asked for, it gives this one, and says so: shorter, or another one. */
    public ServedFile giving(UnaryOperator<Span> span) {
        return with(f -> f.given = span);
    }

    /** What the field Content-Range says, which need not be true. @param field of what is sent and the real total; none: no such field */
    public ServedFile contentRange(BiFunction<Span, Long, Optional<String>> field) {
        return with(f -> f.contentRange = field);
    }

    public ServedFile chunked() {
        return with(f -> f.framing = Framing.CHUNKED);
    }

    /** No length: the body ends with the connection. */
    public ServedFile untilClose() {
        return with(f -> f.framing = Framing.CLOSE);
    }

    /** In place of the right one, these lengths, a field each; they need not be numbers. Also where it is chunked. */
    public ServedFile contentLength(String... values) {
        return with(f -> f.lengths = Optional.of(List.of(values)));
    }

    /** Answers in HTTP/1.0, without chunks and ranges, and closes. */
    public ServedFile http10() {
        return with(f -> {
            f.version = "HTTP/1.0";
            f.ranges = Ranges.NONE;
            f.closes = true;
        });
    }

    /** Says Connection: close, and closes. */
    public ServedFile closing() {
        return with(f -> {
            f.closes = true;
            f.fields = plus(f.fields, "Connection: close");
        });
    }

    /** No answer carries more of the body than that: then the connection is closed (FIN). */
    public ServedFile cutAfter(long bytes) {
        return struck(bytes, Speaker::cut);
    }

    /** The same with a reset (RST). It waits for a moment, so that what was sent arrives. */
    public ServedFile resetAfter(long bytes) {
        return struck(bytes, speaker -> speaker.pause(Duration.ofMillis(100)).reset());
    }

    /** The same, but nothing more is said, and the connection stays open. */
    public ServedFile silentAfter(long bytes) {
        return struck(bytes, Speaker::silence);
    }

    /** After so many bytes comes a chunk whose size is none. */
    public ServedFile badChunkAfter(long bytes) {
        return chunked().struck(bytes, speaker -> speaker.send("zz\r\nzz\r\n0\r\n\r\n"));
    }

    /** After so many bytes something else happens. */
    public ServedFile struck(long bytes, Fault what) {
        return with(f -> {
            f.until = OptionalLong.of(bytes);
            f.fault = what;
        });
    }

    /** More bytes than were promised follow the body. */
    public ServedFile surplus(long bytes) {
        return with(f -> f.surplus = bytes);
    }

    /** The body comes as slowly as that, on each connection. */
    public ServedFile rate(long bytesPerSecond) {
        return with(f -> f.rate = bytesPerSecond);
    }

    /** The answer begins after a while. */
    public ServedFile after(Duration time) {
        return with(f -> f.wait = time);
    }

    public ServedFile disposition(String value) {
        return field("Content-Disposition", value);
    }

    /** One more field. */
    public ServedFile field(String name, String value) {
        return with(f -> f.fields = plus(f.fields, name + ": " + value));
    }

    private static List<String> plus(List<String> list, String last) {
        List<String> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }

    private interface Change {
        void to(ServedFile file);
    }

    private ServedFile with(Change change) {
        try {
            ServedFile copy = (ServedFile) clone();
            change.to(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
