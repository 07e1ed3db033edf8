package netlessons.share.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whether a request wants to be carried out at all, given the file as it is: RFC 9110 section 13. */
public final class Preconditions {
    public enum Outcome {
        HOLD,
        NOT_MODIFIED,
        FAILED
    }

    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"[!#-~\\x80-\\xff]*\"");

    private Preconditions() {}

    /** In the order of section 13.2.2: an entity tag, where there is one, says more than a date. */
    public static Outcome evaluate(Request request, FileVersion file) {
        Fields fields = request.fields();
        boolean reads = request.reads();
        if (fields.has("If-Match")) {
            if (!anyTag(fields, "If-Match", file.etag()::equals)) {
                return Outcome.FAILED;
            }
        } else if (date(fields, "If-Unmodified-Since")
                .filter(file.lastModified()::isAfter)
                .isPresent()) {
            return Outcome.FAILED;
        }
        if (fields.has("If-None-Match")) {
            if (anyTag(
                    fields, "If-None-Match", tag -> tag.replaceFirst("^W/", "").equals(file.etag()))) {
                return reads ? Outcome.NOT_MODIFIED : Outcome.FAILED;
            }
        } else if (reads
                && date(fields, "If-Modified-Since")
                        .filter(date -> !file.lastModified().isAfter(date))
                        .isPresent()) {
            return Outcome.NOT_MODIFIED;
        }
        return Outcome.HOLD;
    }

    /**
     * Whether a range may be sent, section 13.1.5: only a part of exactly the version that the client has begun with
     * fits to what it has. A date proves that only if the file had a second to rest (section 8.8.2.2).
     */
    public static boolean ifRange(Request request, FileVersion file) {
        Optional<String> condition = request.fields().first("If-Range");
        if (condition.isEmpty() || condition.get().equals(file.etag())) {
            return true;
        }
        boolean rested = file.lastModified().isBefore(Instant.now().minusSeconds(1));
        return rested
                && HttpDate.parse(condition.get())
                        .filter(file.lastModified()::equals)
                        .isPresent();
    }

    /** {@code "*"}, or a tag that passes, wherever in the field it stands. */
    private static boolean anyTag(Fields fields, String name, Predicate<String> test) {
        List<String> values = fields.all(name);
        return values.contains("*")
                || values.stream()
                        .flatMap(value -> ETAG.matcher(value).results())
                        .map(MatchResult::group)
                        .anyMatch(test);
    }

    private static Optional<Instant> date(Fields fields, String name) {
        return fields.first(name).flatMap(HttpDate::parse);
    }
}
