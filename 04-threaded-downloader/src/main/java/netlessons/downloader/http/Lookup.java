package netlessons.downloader.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of a host. The system may take a minute to say that it knows none, and cannot be interrupted: it is
 * asked in a thread of its own, which is left alone if the call is cut meanwhile.
 */
final class Lookup {
    private Lookup() {}

    static InetAddress[] of(String host, Call call, int millis) throws IOException {
        if (isAddress(host) || host.equals("localhost")) {
            return InetAddress.getAllByName(host);
        }
        CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
        call.hold(() -> found.cancel(false));
        Thread thread = new Thread(() -> ask(host, found), "look-up of " + host);
        thread.setDaemon(true);
        thread.start();
        try {
            return found.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (CancellationException | InterruptedException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw Call.cutFault();
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no address of " + host + " was found in time");
        }
    }

    private static void ask(String host, CompletableFuture<InetAddress[]> found) {
        try {
            found.complete(InetAddress.getAllByName(host));
        } catch (UnknownHostException | RuntimeException e) {
            found.completeExceptionally(e);
        }
    }

    /** No top-level domain ends in a digit. */
    static boolean isAddress(String host) {
        char last = host.charAt(host.length() - 1);
        return last >= '0' && last <= '9' || host.indexOf(':') >= 0;
    }
}
