package netlessons.testkit.origin;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One answer of a {@link ServedFile}. */
final class Serving {
    private static final int CHUNK = 1 << 14;
    private static final Span UNASKED = new Span(0, 1000);

    private final ServedFile file;
    private final Asked asked;
    private final Speaker speaker;
    private final long total;

    Serving(ServedFile file, Asked asked, Speaker speaker) {
        this.file = file;
        this.asked = asked;
        this.speaker = speaker;
        this.total = file.content.size();
    }

    /** In the order of RFC 9110 section 13.2.2. */
    void run() throws IOException {
        speaker.pause(file.wait);
        Optional<Span> range = range();
        if (asked.header("If-Match").filter(tags -> !matches(tags, true)).isPresent()
                || modifiedSince("If-Unmodified-Since").orElse(false)) {
            Answers.status(412).to(asked, speaker);
        } else if (asked.header("If-None-Match")
                        .filter(tags -> matches(tags, false))
                        .isPresent()
                || asked.header("If-None-Match").isEmpty()
                        && !modifiedSince("If-Modified-Since").orElse(true)) {
            Answers.status(304, file.etag.map(tag -> "ETag: " + tag).orElse("Vary: Accept-Encoding"))
                    .to(asked, speaker);
        } else if (range.isEmpty()) {
            send(200, new Span(0, total));
        } else if (range.get().within(total).size() <= 0) {
            Answers.status(416, "Content-Range: bytes */" + total).to(asked, speaker);
        } else {
            send(206, file.given.apply(range.get().within(total)).within(total));
        }
    }

    private Optional<Span> range() {
        if (file.ranges == ServedFile.Ranges.UNASKED) {
            return asked.range().or(() -> Optional.of(UNASKED));
        }
        return file.ranges == ServedFile.Ranges.HONEST && !asked.isHead() && ifRange()
                ? asked.range()
                : Optional.empty();
    }

    /** Whether the file is still the one that the client has a part of (RFC 9110 section 13.1.5). */
    private boolean ifRange() {
        Optional<String> validator = asked.header("If-Range");
        if (validator.isEmpty() || file.ifRangeIgnored) {
            return true;
        } else if (file.ifRangeRefused) {
            return false;
        }
        String value = validator.get();
        return value.endsWith("\"")
                ? !value.startsWith("W/") && file.etag.equals(validator)
                : file.modified.map(Answers::date).equals(validator);
    }

    private boolean matches(String tags, boolean strongly) {
        String own = file.etag.orElse("");
        for (String tag : tags.split(",")) {
            String other = tag.strip();
            boolean equal = strongly
                    ? other.equals(own) && !own.startsWith("W/")
                    : other.replaceFirst("^W/", "").equals(own.replaceFirst("^W/", ""));
            if (other.equals("*") || equal && !own.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the file was changed later than a field says; none if there is no such field or no such time. */
    private Optional<Boolean> modifiedSince(String field) {
        Optional<Instant> since = asked.header(field).flatMap(Answers::time);
        return since.isEmpty() ? Optional.empty() : file.modified.map(time -> time.isAfter(since.get()));
    }

    private void send(int status, Span span) throws IOException {
        speaker.send(head(status, span));
        speaker.rate(file.rate);
        long end = Math.min(span.to(), span.from() + file.until.orElse(Long.MAX_VALUE - span.from()));
        if (file.framing == ServedFile.Framing.CHUNKED && !asked.isHead()) {
            for (long at = span.from(); at < end; at += CHUNK) {
                long next = Math.min(end, at + CHUNK);
                speaker.frame(Answers.bytes(Long.toHexString(next - at) + "\r\n"));
                speaker.send(file.content, at, next);
                speaker.frame(Answers.bytes("\r\n"));
            }
        } else {
            speaker.send(file.content, span.from(), end);
        }
        if (file.until.isPresent() && span.size() >= file.until.getAsLong() && !asked.isHead()) {
            file.fault.strike(speaker);
            return;
        } else if (file.framing == ServedFile.Framing.CHUNKED && !asked.isHead()) {
            speaker.frame(Answers.bytes("0\r\n\r\n"));
        }
        if (!asked.isHead()) {
            speaker.send(Content.random(1, file.surplus));
        }
        if (file.closes || file.framing == ServedFile.Framing.CLOSE) {
            speaker.close();
        }
    }

    private String head(int status, Span span) {
        List<String> fields = new ArrayList<>(List.of("Content-Type: application/octet-stream"));
        file.etag.ifPresent(tag -> fields.add("ETag: " + tag));
        file.modified.ifPresent(time -> fields.add("Last-Modified: " + Answers.date(time)));
        if (file.ranges != ServedFile.Ranges.NONE) {
            fields.add("Accept-Ranges: bytes");
        }
        if (status == 206) {
            file.contentRange.apply(span, total).ifPresent(range -> fields.add("Content-Range: " + range));
        }
        if (file.framing == ServedFile.Framing.CHUNKED) {
            fields.add("Transfer-Encoding: chunked");
        }
        boolean length = file.framing == ServedFile.Framing.LENGTH;
        file.lengths
                .orElse(length ? List.of("" + span.size()) : List.of())
                .forEach(value -> fields.add("Content-Length: " + value));
        return Answers.head(file.version, status, fields, file.fields);
    }
}
