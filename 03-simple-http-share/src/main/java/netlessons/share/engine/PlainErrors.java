package netlessons.share.engine;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Words for requests that Jetty itself refuses: without what the client sent, which could be a script. */
final class PlainErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String words = HttpStatus.getMessage(response.getStatus()) + "\n";
        response.getHeaders().put("Content-Type", "text/plain; charset=utf-8");
        response.write(true, StandardCharsets.UTF_8.encode(words), callback);
        return true;
    }
}
