package netlessons.share.access;

import java.io.IOException;
import netlessons.share.http.Handler;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/**
 * Lets so many files be fetched and no more. What counts is a whole file, or a whole archive, that was sent to its end: no
 * part, no HEAD, none that was given up. Safe for threads.
 */
public final class Downloads implements Handler {
    private final Countdown countdown;
    private final Runnable whenOver;
    private final Handler next;

    /** @param whenOver run once, after the last one */
    public Downloads(Countdown countdown, Runnable whenOver, Handler next) {
        this.countdown = countdown;
        this.whenOver = whenOver;
        this.next = next;
    }

    @Override
    public Response handle(Request request) throws IOException {
        Response response = next.handle(request);
        if (!request.method().equals("GET") || !response.download()) {
            return response;
        } else if (!countdown.begin()) {
            response.content().close();
            response.end().accept(false);
            return Response.text(
                    410,
                    countdown.downloadsLeft().orElse(0) == 0
                            ? "It has been fetched as often as it may be.\n"
                            : "Somebody else is fetching the last one. If they give up, you can have it.\n");
        }
        return response.whenOver(complete -> {
            if (countdown.end(complete)) {
                whenOver.run();
            }
        });
    }
}
