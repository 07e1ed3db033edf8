package netlessons.webserver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the handler by path and method, and answers by itself what follows from the list of routes: 404, 405 with
 * Allow, 501, OPTIONS. HEAD goes to the handler of GET. Immutable.
 *
 * <p>A pattern is a path whose segments are literal, or {@code {name}} for any one segment that is not empty, or, at
 * the end, {@code **} for all the rest, which may be nothing.
 */
public final class Routes implements Handler {
    /** RFC 9110 section 9.1 and RFC 5789. For others, and other spellings, 501 says more than 405 would. */
    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private record Route(String method, List<String> pattern, Handler handler) {}

    private final List<Route> routes;

    /** No routes: everything is a 404. */
    public Routes() {
        this(List.of());
    }

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    /**
     * These routes and one more; among several that match, the first counts.
     *
     * @param method any that this server knows but HEAD, which GET includes
     * @throws IllegalArgumentException for a route that no request could ever take
     */
    public Routes with(String method, String pattern, Handler handler) {
        if (!KNOWN_METHODS.contains(method) || method.equals("HEAD") || !pattern.startsWith("/")) {
            throw new IllegalArgumentException("no request could take " + method + " " + pattern);
        }
        List<Route> more = new ArrayList<>(routes);
        more.add(new Route(method, List.of(pattern.substring(1).split("/", -1)), handler));
        return new Routes(List.copyOf(more));
    }

    // @start region=handle
    @Override
    public Response handle(Request request) throws IOException {
        if (!KNOWN_METHODS.contains(request.method())) {
            return Response.error(501, "This server does not know the method.");
        }
        Set<String> allowed = new LinkedHashSet<>();
        for (Route route : routes) {
            if (matches(route.pattern(), request.target().segments())) {
                if (route.method().equals(method(request))) {
                    return route.handler().handle(withParameters(request, route.pattern()));
                }
                allowed.add(route.method());
            } else if (request.target().path().equals("*")) {
                allowed.add(route.method());
            }
        }
        return allowed.isEmpty()
                ? Response.error(404, "There is nothing at this address.")
                : otherMethod(request.method(), allowed);
    }
    // @end

    @Override
    public boolean mayBlock(Request request) {
        for (Route route : routes) {
            if (route.method().equals(method(request))
                    && matches(route.pattern(), request.target().segments())) {
                return route.handler().mayBlock(request);
            }
        }
        return false;
    }

    private static String method(Request request) {
        return request.method().equals("HEAD") ? "GET" : request.method();
    }

    private static Response otherMethod(String method, Set<String> allowed) {
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        String allow = String.join(", ", allowed);
        return method.equals("OPTIONS")
                ? Response.of(204).with("Allow", allow)
                : Response.error(405, "This address takes " + allow + ".").with("Allow", allow);
    }

    private static boolean matches(List<String> pattern, List<String> segments) {
        int last = pattern.size() - 1;
        boolean open = pattern.get(last).equals("**");
        if (open ? segments.size() < last : segments.size() != pattern.size()) {
            return false;
        }
        for (int i = 0; i < (open ? last : pattern.size()); i++) {
            boolean fits = isParameter(pattern.get(i))
                    ? !segments.get(i).isEmpty()
                    : pattern.get(i).equals(segments.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Request withParameters(Request request, List<String> pattern) {
        Request matched = request;
        for (int i = 0; i < pattern.size(); i++) {
            if (isParameter(pattern.get(i))) {
                String name = pattern.get(i).substring(1, pattern.get(i).length() - 1);
                matched = matched.with(name, request.target().segments().get(i));
            }
        }
        return matched;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
