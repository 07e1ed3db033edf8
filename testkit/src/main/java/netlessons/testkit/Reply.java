package netlessons.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One reply, parsed strictly: status line, field syntax and framing are right, or there is a failure with a caret at the
 * offending byte. The body has its transfer coding undone; there is none with HEAD, 1xx, 204 and 304. Immutable, apart
 * from the {@link #wire} that it came from. Each expect… method gives this reply back, or throws an AssertionError with
 * the transcript.
 */
public final class Reply {
    /** The status line and the fields; the offsets say where they begin and where the empty line stands. */
    record Head(
            int offset,
            String version,
            int statusOffset,
            int status,
            String reason,
            List<Field> fields,
            int emptyLine) {}

    private final Wire wire;
    private final Head head;
    private final Body body;
    private final int end;

    Reply(Wire wire, Head head, Body body, int end) {
        this.wire = wire;
        this.head = head;
        this.body = body;
        this.end = end;
    }

    public int status() {
        return head.status();
    }

    /** "HTTP/1.1" or "HTTP/1.0". */
    public String version() {
        return head.version();
    }

    /** The reason phrase, often "". */
    public String reason() {
        return head.reason();
    }

    /** The value of the first field of that name, in any case, without white space around it. */
    public Optional<String> header(String name) {
        return fields(name).stream().map(Field::value).findFirst();
    }

    /** The values of all fields of that name, in order. */
    public List<String> headers(String name) {
        return fields(name).stream().map(Field::value).toList();
    }

    /** Name and value of all fields, in order. */
    public List<Map.Entry<String, String>> allHeaders() {
        return head.fields().stream().map(f -> Map.entry(f.name(), f.value())).toList();
    }

    /** The content, a copy. */
    public byte[] body() {
        return body.bytes().clone();
    }

    /** The content as UTF-8. */
    public String text() {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    /** The connection that the reply came on, for the next request. */
    public Wire wire() {
        return wire;
    }

    public Reply expectStatus(int... anyOf) {
        if (IntStream.of(anyOf).noneMatch(s -> s == status())) {
            String list = IntStream.of(anyOf).mapToObj(String::valueOf).collect(Collectors.joining(" or "));
            throw wire.failure("a status line beginning " + version() + " " + list, head.statusOffset());
        }
        return this;
    }

    public Reply expectVersion(String version) {
        if (!version().equals(version)) {
            throw wire.failure("a status line beginning " + version, head.offset() + 7);
        }
        return this;
    }

    /** There is exactly one such field, with exactly this value. */
    public Reply expectHeader(String name, String value) {
        return expectHeader(name, Escape.of(value), value::equals);
    }

    /**
     * There is exactly one such field, and its value passes the test.
     *
     * @param description what the value should be, in words
     */
    public Reply expectHeader(String name, String description, Predicate<String> test) {
        List<Field> found = fields(name);
        String expected = "the field " + name + ": " + description;
        if (found.isEmpty()) {
            throw wire.failure(expected, head.emptyLine());
        } else if (!test.test(found.get(0).value())) {
            throw wire.failure(expected, found.get(0).valueOffset());
        } else if (found.size() > 1) {
            throw wire.failure(expected + ", once only", found.get(1).offset());
        }
        return this;
    }

    public Reply expectNoHeader(String name) {
        for (Field field : fields(name)) {
            throw wire.failure("no field " + name, field.offset());
        }
        return this;
    }

    /** The body is exactly this text, in UTF-8. */
    public Reply expectBody(String text) {
        return expectBody(text.getBytes(StandardCharsets.UTF_8));
    }

    public Reply expectBody(byte[] bytes) {
        int wrong = Arrays.mismatch(body.bytes(), bytes);
        if (wrong >= 0) {
            String expected = bytes.length == 0 ? "no body" : "a body of " + bytes.length + " bytes";
            String difference = wrong == bytes.length
                    ? ", which ends here"
                    : ", from here on " + shortly(Arrays.copyOfRange(bytes, wrong, bytes.length));
            throw wire.failure(expected + (bytes.length == 0 ? "" : difference), body.offset(wrong));
        }
        return this;
    }

    /** The body, read as UTF-8, contains this text. */
    public Reply expectBodyContaining(String text) {
        if (!text().contains(text)) {
            String expected = Escape.of(text.getBytes(StandardCharsets.UTF_8));
            throw wire.failure("a body that contains " + expected, body.offset(0));
        }
        return this;
    }

    /**
     * Makes a failure with the transcript, to be thrown.
     *
     * @param expected what should have come, in words
     * @param index of the first wrong byte of the body
     */
    public AssertionError failure(String expected, int index) {
        return wire.failure(expected, body.offset(index));
    }

    /** After this reply the server closes the connection; see {@link Wire#expectClosed}. */
    public Reply expectClosed() {
        wire.expectClosed();
        return this;
    }

    /** Where its body begins, or would. */
    int bodyStart() {
        return body.offset(0);
    }

    /** Where it ends in what the wire received, and the next one begins. */
    int end() {
        return end;
    }

    private List<Field> fields(String name) {
        return head.fields().stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .toList();
    }

    private static String shortly(byte[] bytes) {
        boolean all = bytes.length <= 60;
        return Escape.of(all ? bytes : Arrays.copyOf(bytes, 50))
                + (all ? "" : " ... and " + (bytes.length - 50) + " more");
    }
}
