package netlessons.share.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content.Sink;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/** Our answer, translated into Jetty's. Whatever becomes of it, its content is closed and its end is told. */
final class Answer {
    private final Request in;
    private final Response out;
    private final netlessons.share.http.Response response;

    Answer(Request in, Response out, netlessons.share.http.Response response) {
        this.in = in;
        this.out = out;
        this.response = response;
    }

    boolean isInMemory() {
        return response.content() instanceof Content.Bytes;
    }

    /** Sends what is in memory: whoever does so does not wait until it has gone. */
    void sendFromMemory(Callback callback) {
        Callback sent = Callback.from(
                () -> {
                    response.end().accept(true);
                    callback.succeeded();
                },
                failure -> {
                    response.end().accept(false);
                    callback.failed(failure);
                });
        try {
            head();
        } catch (RuntimeException e) {
            sent.failed(e);
            return;
        }
        write((Content.Bytes) response.content(), sent);
    }

    /** Sends it, and waits until it has gone. */
    void send() throws IOException {
        boolean complete = false;
        try (Content content = response.content()) {
            head();
            write(content);
            complete = true;
        } finally {
            response.end().accept(complete);
        }
    }

    private void head() {
        out.setStatus(response.status());
        for (Field field : response.fields()) {
            out.getHeaders().add(field.name(), field.value());
        }
        Security.addTo(out.getHeaders(), response.status());
        long length = response.content().length();
        boolean none = response.status() == 204 || response.status() == 304;
        if (length >= 0 && !none) {
            out.getHeaders().put("Content-Length", length);
        } else if (!none && in.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            // Jetty would let the end of the connection be the end of the body where it is the last one: what broke off
            // would look whole (RFC 9112 section 8).
            out.getHeaders().put("Transfer-Encoding", "chunked");
        }
    }

    private void write(Content content) throws IOException {
        if (content instanceof Content.Bytes bytes) {
            try (Blocker.Callback written = Blocker.callback()) {
                write(bytes, written);
                written.block();
            }
        } else if (isHead()) {
            Sink.write(out, true, null);
        } else if (content instanceof Content.FileParts parts) {
            FileSender.send(parts, out);
        } else if (content instanceof Content.Written written) {
            OutputStream stream = Response.asBufferedOutputStream(in, out);
            written.writer().writeTo(stream);
            stream.close(); // only now: a body that broke off must not look whole, and this is what ends it
        }
    }

    private void write(Content.Bytes content, Callback written) {
        if (response.status() == 304) {
            // Else Jetty says Content-Length: 0, which is the length of no file that it stands for (section 8.6).
            out.write(false, null, Callback.from(() -> out.write(true, null, written), written::failed));
        } else {
            boolean none = response.status() == 204 || isHead();
            out.write(true, none ? null : ByteBuffer.wrap(content.bytes()), written);
        }
    }

    private boolean isHead() {
        return in.getMethod().equals("HEAD");
    }
}
