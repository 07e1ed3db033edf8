package netlessons.share.http;

import java.io.InputStream;
import java.net.InetAddress;

/**
 * One request. Immutable but for its body, which can be read once, by one thread, while the handler runs.
 *
 * @param authority host and port as the client named them, from Host or the request target; "" if it named none
 * @param body the content without its framing; empty if there is none. A body that breaks off is an IOException, never
 *     a short one.
 * @param length of the body in bytes; -1 if it was not announced
 * @param secure whether it came over TLS
 * @param atOnce whether whoever asks may not wait: what is not in memory is {@link NotInMemory}
 */
public record Request(
        String method,
        Target target,
        String authority,
        Fields fields,
        InputStream body,
        long length,
        InetAddress client,
        boolean secure,
        boolean atOnce) {

    /** One that is asked by somebody who may wait. */
    public Request(
            String method,
            Target target,
            String authority,
            Fields fields,
            InputStream body,
            long length,
            InetAddress client,
            boolean secure) {
        this(method, target, authority, fields, body, length, client, secure, false);
    }

    /** The same, asked by somebody who may not wait. */
    public Request askedAtOnce() {
        return new Request(method, target, authority, fields, body, length, client, secure, true);
    }

    /** GET or HEAD: it changes nothing. */
    public boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
