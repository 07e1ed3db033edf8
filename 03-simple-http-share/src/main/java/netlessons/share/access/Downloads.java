package netlessons.share.access;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.share.http.Handler;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/**
 * Lets so many files be fetched and no more. What counts is a whole file, or a whole archive, that was sent to its end: no
 * part, no HEAD, none that was given up.
 */
public final class Downloads implements Handler {
    private final AtomicInteger left;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Runnable whenOver;
    private final Handler next;

    /** @param whenOver run once, after the last one */
    public Downloads(int most, Runnable whenOver, Handler next) {
        this.left = new AtomicInteger(most);
        this.whenOver = whenOver;
        this.next = next;
    }

    /** How many may still be fetched. */
    public int left() {
        return left.get();
    }

    @Override
    public Response handle(Request request) throws IOException {
        Response response = next.handle(request);
        if (!request.method().equals("GET") || !response.download()) {
            return response;
        } else if (underWay.incrementAndGet() > left.get()) {
            underWay.decrementAndGet();
            response.content().close();
            return left.get() == 0
                    ? Response.text(410, "It has been fetched as often as it may be.\n")
                    : Response.text(503, "Somebody else is fetching the last one.\n")
                            .with("Retry-After", "5");
        }
        return response.whenOver(this::over);
    }

    private void over(boolean complete) {
        if (complete && left.decrementAndGet() == 0) {
            whenOver.run();
        }
        underWay.decrementAndGet();
    }
}
