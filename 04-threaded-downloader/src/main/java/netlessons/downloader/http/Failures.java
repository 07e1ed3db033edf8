package netlessons.downloader.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Says in one sentence what went wrong on the wire, and whether it may go right the next time. */
final class Failures {
    private Failures() {}

    /** @param place for people: host and port */
    static HttpFault connecting(Exception e, String place) {
        if (e instanceof HttpFault fault) {
            return fault;
        } else if (e instanceof UnknownHostException) {
            return fault(HttpFault.Kind.PERMANENT, "no host is known by the name of " + place, e);
        } else if (e instanceof SocketTimeoutException) {
            return fault(HttpFault.Kind.TRANSIENT, place + " did not answer in time", e);
        } else if (e instanceof ConnectException
                && String.valueOf(e.getMessage()).contains("refused")) {
            return fault(HttpFault.Kind.TRANSIENT, place + " refused the connection", e);
        } else if (e instanceof NoRouteToHostException) {
            return fault(HttpFault.Kind.TRANSIENT, "no way leads to " + place, e);
        }
        return fault(HttpFault.Kind.TRANSIENT, "no connection to " + place + ": " + e.getMessage(), e);
    }

    /** With a certificate that is not to be trusted it makes no sense to try again; with a broken connection it does. */
    static HttpFault tls(IOException e, String place) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return fault(HttpFault.Kind.TRANSIENT, place + " did not finish the TLS handshake in time", e);
            } else if (cause instanceof EOFException || cause instanceof SocketException) {
                return fault(HttpFault.Kind.TRANSIENT, place + " broke off the TLS handshake", e);
            }
        }
        return fault(HttpFault.Kind.PERMANENT, "no TLS with " + place + ": " + e.getMessage(), e);
    }

    static HttpFault head(Exception e) {
        if (e instanceof HttpFault fault) {
            return fault;
        } else if (e instanceof SocketTimeoutException) {
            return fault(HttpFault.Kind.TRANSIENT, "no response came in time", e);
        } else if (e instanceof EOFException) {
            return fault(HttpFault.Kind.TRANSIENT, "the connection was closed without a response", e);
        } else if (e instanceof Inlet.TooMuch || e instanceof MessageConstraintException) {
            return fault(HttpFault.Kind.PERMANENT, "the head of the response is too long", e);
        } else if (e instanceof HttpException) {
            return fault(HttpFault.Kind.PERMANENT, "the answer is no HTTP: " + e.getMessage(), e);
        }
        return fault(HttpFault.Kind.TRANSIENT, "the connection broke: " + e.getMessage(), e);
    }

    /** @param ended whether the origin has closed the connection */
    static HttpFault body(IOException e, boolean ended) {
        if (e instanceof HttpFault fault) {
            return fault;
        } else if (e instanceof SocketTimeoutException) {
            return fault(HttpFault.Kind.TRANSIENT, "nothing came for too long", e);
        } else if (e instanceof MalformedChunkCodingException || e instanceof MessageConstraintException) {
            return fault(HttpFault.Kind.PERMANENT, "the body of the response is badly chunked: " + e.getMessage(), e);
        } else if (ended) {
            return fault(HttpFault.Kind.TRANSIENT, "the connection was closed before the end of the file", e);
        }
        return fault(HttpFault.Kind.TRANSIENT, "the connection broke: " + e.getMessage(), e);
    }

    private static HttpFault fault(HttpFault.Kind kind, String message, Exception e) {
        return new HttpFault(kind, message, 0, Optional.empty(), e);
    }
}
