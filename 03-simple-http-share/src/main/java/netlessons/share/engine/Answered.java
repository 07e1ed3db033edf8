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
        InetAddress client, String authorization, String requestLine, int status, long bytes, long nanos) {}
