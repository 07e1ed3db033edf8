package netlessons.share.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.HttpError;
import netlessons.share.http.NotInMemory;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.Callback;

/** One request of Jetty's, translated into ours, and the way from there to its {@link Answer}. For one thread at a time. */
final class Exchange {
    private static final System.Logger LOGGER = System.getLogger(Exchange.class.getName());

    private final Site site;
    private final org.eclipse.jetty.server.Request in;
    private final org.eclipse.jetty.server.Response out;
    private final Callback callback;
    private final Fields fields;
    private final Body body;

    /** Nothing if it makes no sense. */
    private Optional<Request> request = Optional.empty();

    private Optional<HttpError> error = Optional.empty();

    /** @param callback told when the answer has been sent, or could not be */
    Exchange(
            Site site,
            Limits limits,
            org.eclipse.jetty.server.Request in,
            org.eclipse.jetty.server.Response out,
            Callback callback) {
        this.site = site;
        this.in = in;
        this.out = out;
        this.callback = callback;
        this.fields = fields(in);
        this.body = new Body(in, limits);
        try {
            this.request = Optional.of(request());
        } catch (HttpError e) {
            this.error = Optional.of(e);
        }
    }

    static Fields fields(org.eclipse.jetty.server.Request in) {
        List<Field> fields = new ArrayList<>(in.getHeaders().size());
        for (HttpField field : in.getHeaders()) {
            fields.add(new Field(field.getName(), field.getValue() == null ? "" : field.getValue()));
        }
        return new Fields(fields);
    }

    private Request request() {
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
                hasBody() ? in.getLength() : 0,
                client(in),
                in.isSecure());
    }

    static InetAddress client(org.eclipse.jetty.server.Request in) {
        return in.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** RFC 9112 section 6.3: a request has a body if it says so. */
    private boolean hasBody() {
        return in.getLength() > 0 || in.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** Whether it can be answered without waiting for anything. */
    boolean isQuick() {
        return !hasBody() && request.filter(site.quick()).isPresent();
    }

    /** @param workers for what turns out to take longer */
    void answerAtOnce(Executor workers) {
        orFail(() -> {
            Answer answer;
            try {
                answer = new Answer(in, out, respond(request.map(Request::askedAtOnce)));
            } catch (NotInMemory e) {
                workers.execute(this::answer);
                return;
            }
            if (answer.isInMemory()) {
                answer.sendFromMemory(callback);
            } else {
                workers.execute(() -> orFail(() -> send(answer)));
            }
        });
    }

    /** Waits for what has to be waited for. */
    void answer() {
        orFail(() -> {
            try (body) {
                Answer answer = new Answer(in, out, respond(request));
                boolean whole = !hasBody() || body.skip(false);
                if (whole && answer.isInMemory()) {
                    answer.sendFromMemory(callback);
                } else if (whole) {
                    send(answer);
                } else {
                    sendEarly(answer);
                }
            }
        });
    }

    private void send(Answer answer) throws IOException {
        answer.send();
        callback.succeeded();
    }

    /** While the request's body is still to come. */
    private void sendEarly(Answer answer) throws IOException {
        out.getHeaders().put(HttpHeader.CONNECTION, "close");
        answer.send();
        if (body.asked() || !in.getHeaders().contains(HttpHeader.EXPECT)) { // else nobody sends it
            body.skip(true);
        }
        callback.succeeded();
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Whatever happens, Jetty is told. */
    private void orFail(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException | Error e) {
            callback.failed(e);
        }
    }

    /** @throws NotInMemory if it was asked at once */
    private Response respond(Optional<Request> asked) {
        Response response;
        try {
            if (asked.isEmpty()) {
                throw error.orElseThrow();
            }
            response = site.handler().handle(asked.get());
        } catch (NotInMemory e) {
            throw e;
        } catch (HttpError e) {
            response = Response.text(e.status(), e.getMessage() + "\n");
        } catch (SpeedGuard.TooSlow e) {
            response = Response.text(408, "The request's body comes too slowly.\n");
        } catch (IOException | RuntimeException e) {
            if (e instanceof IOException && hasBody()) {
                // It broke off: whoever sent it is gone, or did not know how.
                response = Response.text(400, "The request's body broke off.\n");
            } else {
                LOGGER.log(System.Logger.Level.ERROR, "A fault of this server", e);
                response = Response.text(500, "The server has a fault.\n");
            }
        }
        return response.status() < 400 ? response : site.errors().shown(fields, request, response);
    }
}
