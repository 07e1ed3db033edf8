package netlessons.share.engine;

import java.net.InetAddress;

/**
 * One request that has been answered, for a log. The texts are as the client sent them: they may be hostile. Immutable.
 *
 * @param authorization the field of that name; null if there was none
 * @param requestLine method, target and version; "" if it could not be read
 * @param bytes of the content that were sent
 * @param nanos from the first byte of the request to the last one of the answer
 */
public record Answered(
        InetAddress client, String authorization, String requestLine, int status, long bytes, long nanos) {
    /** With texts of so many characters at most; a password that is longer is nobody's. */
    public Answered shortened(int most) {
        boolean fits = requestLine.length() <= most && (authorization == null || authorization.length() <= most);
        return fits
                ? this
                : new Answered(
                        client,
                        authorization == null || authorization.length() > most ? null : authorization,
                        requestLine.substring(0, Math.min(requestLine.length(), most)),
                        status,
                        bytes,
                        nanos);
    }
}
