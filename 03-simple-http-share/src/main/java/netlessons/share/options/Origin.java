package netlessons.share.options;

import java.net.InetAddress;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.share.http.Request;

/**
 * How the address begins under which others reach what a request is about: whoever shows the page's QR code on the very
 * machine that shares asked for "localhost", which is another machine for everybody else. Safe for threads.
 */
public final class Origin implements Function<Request, String> {
    private static final Pattern HERE = Pattern.compile(
            "(?:localhost|.*\\.localhost|127\\.[0-9.]+|\\[::1])\\.?(:[0-9]+)?", Pattern.CASE_INSENSITIVE);

    private final InetAddress bound;

    /** @param bound where the server listens */
    public Origin(InetAddress bound) {
        this.bound = bound;
    }

    @Override
    public String apply(Request request) {
        String scheme = request.secure() ? "https://" : "http://";
        Matcher here = HERE.matcher(request.authority());
        if (bound == null || !bound.isAnyLocalAddress() || !here.matches()) {
            return scheme + request.authority();
        }
        String port = here.group(1) == null ? "" : here.group(1);
        return scheme + Addresses.inUrl(Addresses.of(bound).get(0)) + port;
    }
}
