package netlessons.downloader.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import netlessons.downloader.text.Printable;

/** Why a request did not bring what was asked for, and whether it makes sense to ask again. */
public final class HttpFault extends IOException {
    /** What to do about it. */
    public enum Kind {
        /** Ask again after a while: the network failed, or the origin broke off. */
        TRANSIENT,
        /** The origin, or what is behind it, is overloaded (429, 503): nobody is to ask it for a while. */
        BUSY,
        /** Asking again would bring the same answer. */
        PERMANENT,
        /** It was {@link Call#cut} by ourselves. */
        CUT
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    /**
     * @param message what is wrong, for people; begins with a small letter and has no full stop
     * @param status of the response; 0 if there was none or it does not matter
     * @param retryAfter what the origin asked for; not negative
     */
    public HttpFault(Kind kind, String message, int status, Optional<Duration> retryAfter, Throwable cause) {
        super(Printable.of(message), cause); // some of it may be the origin's own words
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public HttpFault(Kind kind, String message) {
        this(kind, message, 0, Optional.empty(), null);
    }

    static HttpFault permanent(String message, int status) {
        return new HttpFault(Kind.PERMANENT, message, status, Optional.empty(), null);
    }

    public Kind kind() {
        return kind;
    }

    /** Of the response; 0 if there was none or it does not matter. */
    public int status() {
        return status;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
