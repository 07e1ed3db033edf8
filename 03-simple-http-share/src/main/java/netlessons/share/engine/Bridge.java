package netlessons.share.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;

/** Translates between Jetty's requests and responses and ours. */
final class Bridge extends org.eclipse.jetty.server.Handler.Abstract {
    private static final System.Logger LOGGER = System.getLogger(Bridge.class.getName());

    /**
     * How long a client may go on to send what nobody wants any more. To close at once would be a reset, which takes the
     * answer away from a client that has not read it yet (RFC 9112 section 9.6).
     */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private final Site site;
    private final Limits limits;
    private final LongAdder working = new LongAdder();

    Bridge(Site site, Limits limits) {
        this.site = site;
        this.limits = limits;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request in, org.eclipse.jetty.server.Response out, Callback callback) {
        Connection connection = in.getConnectionMetaData().getConnection();
        working.increment();
        setBusy(connection, true);
        try {
            answer(in, out, callback);
        } finally {
            setBusy(connection, false);
            if (in.getConnectionMetaData().getConnector().isShutdown()) {
                GuardedConnector.maySoonEnd(connection.getEndPoint());
            }
            working.decrement();
        }
        return true;
    }

    private static void setBusy(Connection connection, boolean busy) {
        if (connection instanceof PromptHeads.Prompt prompt) {
            prompt.setBusy(busy);
        }
    }

    private void answer(org.eclipse.jetty.server.Request in, org.eclipse.jetty.server.Response out, Callback callback) {
        try (Body body = new Body(in, limits)) {
            Response response = respond(in, body);
            boolean whole = !hasBody(in) || body.skip(Duration.ZERO);
            if (!whole) {
                out.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            boolean complete = false;
            try (Content content = response.content()) {
                send(in, response, content, out);
                complete = true;
            } finally {
                response.end().accept(complete);
            }
            if (!whole && (body.asked() || !in.getHeaders().contains(HttpHeader.EXPECT))) {
                body.skip(LINGER);
            }
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            callback.failed(e);
        }
    }

    /** Waits, for a while, until no handler is at work. */
    void awaitEnd(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (working.sum() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Response respond(org.eclipse.jetty.server.Request in, Body body) {
        Fields fields = fields(in);
        Request request = null;
        Response response;
        try {
            request = request(in, fields, body);
            response = site.handler().handle(request);
        } catch (HttpError e) {
            response = Response.text(e.status(), e.getMessage() + "\n");
        } catch (Pace.TooSlow e) {
            response = Response.text(408, "The request's body comes too slowly.\n");
        } catch (IOException | RuntimeException e) {
            if (e instanceof IOException && hasBody(in)) {
                // It broke off: whoever sent it is gone, or did not know how.
                response = Response.text(400, "The request's body broke off.\n");
            } else {
                LOGGER.log(System.Logger.Level.ERROR, "A fault of this server", e);
                response = Response.text(500, "The server has a fault.\n");
            }
        }
        return response.status() < 400 ? response : site.errors().shown(fields, Optional.ofNullable(request), response);
    }

    static Fields fields(org.eclipse.jetty.server.Request in) {
        List<Field> fields = new ArrayList<>(in.getHeaders().size());
        for (HttpField field : in.getHeaders()) {
            fields.add(new Field(field.getName(), field.getValue() == null ? "" : field.getValue()));
        }
        return new Fields(fields);
    }

    private static Request request(org.eclipse.jetty.server.Request in, Fields fields, Body body) {
        HttpURI uri = in.getHttpURI();
        // RFC 9110 section 9.3.7: "OPTIONS *" asks for what the server can do; here that is the same everywhere.
        boolean everywhere = in.getMethod().equals("OPTIONS") && "*".equals(uri.getPath());
        return new Request(
                in.getMethod(),
                Target.parse(
                        everywhere ? "/" : String.valueOf(uri.getPath()), uri.getQuery() == null ? "" : uri.getQuery()),
                uri.getAuthority() == null ? "" : uri.getAuthority(),
                fields,
                body,
                hasBody(in) ? in.getLength() : 0,
                client(in),
                in.isSecure());
    }

    /** RFC 9112 section 6.3: a request has a body if it says so. */
    private static boolean hasBody(org.eclipse.jetty.server.Request in) {
        return in.getLength() > 0 || in.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    static InetAddress client(org.eclipse.jetty.server.Request in) {
        return in.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private static void send(
            org.eclipse.jetty.server.Request in,
            Response response,
            Content content,
            org.eclipse.jetty.server.Response out)
            throws IOException {
        out.setStatus(response.status());
        for (Field field : response.fields()) {
            out.getHeaders().add(field.name(), field.value());
        }
        Security.addTo(out.getHeaders(), response.status());
        boolean none = response.status() == 204 || response.status() == 304;
        if (content.length() >= 0 && !none) {
            out.getHeaders().put("Content-Length", content.length());
        } else if (!none && in.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            // Jetty would let the end of the connection be the end of the body where it is the last one: what broke off
            // would look whole (RFC 9112 section 8).
            out.getHeaders().put("Transfer-Encoding", "chunked");
        }
        if (response.status() == 304) {
            // Else Jetty says Content-Length: 0, which is the length of no file that it stands for (section 8.6).
            org.eclipse.jetty.io.Content.Sink.write(out, false, null);
        }
        if (none || in.getMethod().equals("HEAD")) {
            org.eclipse.jetty.io.Content.Sink.write(out, true, null);
        } else if (content instanceof Content.Bytes bytes) {
            org.eclipse.jetty.io.Content.Sink.write(out, true, ByteBuffer.wrap(bytes.bytes()));
        } else if (content instanceof Content.FileParts parts) {
            FileSender.send(parts, out);
        } else if (content instanceof Content.Written written) {
            OutputStream body = org.eclipse.jetty.server.Response.asBufferedOutputStream(in, out);
            written.writer().writeTo(body);
            body.close(); // only now: a body that broke off must not look whole, and this is what ends it
        }
    }
}
