package netlessons.downloader.fetch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import netlessons.downloader.file.Identity;
import netlessons.downloader.http.Response;

/** Which version of a file a response is about, and whether two may be joined (RFC 9110 section 15.3.7.3). */
final class Version {
    /** A date is a strong validator only if it lay so far back that two changes within its second are out of the way. */
    private static final Duration STRONG = Duration.ofSeconds(60);

    /** In a class of its own, since it takes long to get ready, and few origins have dates only. */
    private static final class HttpDate {
        private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                        "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }

    private Version() {}

    static Identity of(URI uri, Response response) {
        Optional<Instant> modified = response.modified();
        Optional<Instant> date = response.date();
        boolean dateable = modified.isPresent()
                && date.isPresent()
                && !modified.get().plus(STRONG).isAfter(date.get());
        return new Identity(uri, response.etag(), modified, dateable, total(response));
    }

    /** Of the whole file. */
    static OptionalLong total(Response response) {
        return response.contentRange().isPresent()
                ? response.contentRange().get().total()
                : response.length();
    }

    /** What to send as If-Range: a weak one must not be (RFC 9110 section 13.1.5). */
    static Optional<String> validator(Identity identity) {
        if (identity.etag().isPresent()) {
            return identity.etag().filter(Version::strong);
        }
        return identity.dateable() ? identity.modified().map(HttpDate.FORM::format) : Optional.empty();
    }

    // @start region=difference
    /** What shows that this part of a file belongs to another version; nothing if they may be joined. */
    static Optional<String> difference(Identity identity, Response response) {
        if (!identity.etag().equals(response.etag())) {
            return Optional.of(
                    "the file has changed: its ETag was " + identity.etag().orElse("none") + " and is "
                            + response.etag().orElse("none"));
        }
        if (identity.etag().isEmpty() && !identity.modified().equals(response.modified())) {
            return Optional.of("the file has changed since it was begun");
        }
        return size(identity, response);
    }
    // @end

    /** The same where only the size can be compared: at a mirror. */
    static Optional<String> size(Identity identity, Response response) {
        OptionalLong total = total(response);
        if (total.isEmpty()) {
            return Optional.of("the origin does not say how long the whole file is");
        }
        return identity.total().isEmpty() || identity.total().getAsLong() == total.getAsLong()
                ? Optional.empty()
                : Optional.of("the file has changed: it had " + identity.total().getAsLong() + " bytes and has "
                        + total.getAsLong());
    }

    private static boolean strong(String etag) {
        return etag.startsWith("\"");
    }
}
