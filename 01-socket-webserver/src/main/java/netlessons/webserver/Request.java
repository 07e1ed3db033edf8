package netlessons.webserver;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * One request. Immutable but for its body, which can be read once, by one thread, while the handler runs.
 *
 * @param parameters what the route's pattern found in the path: for {@code /hello/{name}} the {@code name}
 * @param body the content without its framing; empty if there is none. Reading it may throw {@link HttpError} (the
 *     framing is broken, the body too large) or an IOException (the client is gone or too slow).
 */
public record Request(String method, Target target, Headers headers, Map<String, String> parameters, InputStream body) {

    public Request {
        parameters = Map.copyOf(parameters);
    }

    /** The same request with one parameter more. */
    Request with(String parameter, String value) {
        Map<String, String> more = new HashMap<>(parameters);
        more.put(parameter, value);
        return new Request(method, target, headers, more, body);
    }

    /**
     * What the route found in place of {@code {name}}.
     *
     * @throws IllegalArgumentException if the route has no such parameter
     */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("this route has no parameter " + name);
        }
        return value;
    }
}
