package netlessons.share.engine;

import java.nio.ByteBuffer;
import java.util.Optional;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses looks like all other errors: without what the client sent, which could be a script. */
final class PlainErrors extends ErrorHandler {
    private final Site.Errors errors;

    PlainErrors(Site.Errors errors) {
        this.errors = errors;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        netlessons.share.http.Response shown = errors.shown(
                Exchange.fields(request),
                Optional.empty(),
                netlessons.share.http.Response.text(status, HttpStatus.getMessage(status) + ".\n"));
        for (Field field : shown.fields()) {
            response.getHeaders().put(field.name(), field.value());
        }
        Security.addTo(response.getHeaders(), status);
        byte[] body = shown.content() instanceof Content.Bytes bytes ? bytes.bytes() : new byte[0];
        boolean head = "HEAD".equals(request.getMethod());
        response.getHeaders().put("Content-Length", body.length);
        response.write(true, head ? null : ByteBuffer.wrap(body), callback);
        return true;
    }
}
