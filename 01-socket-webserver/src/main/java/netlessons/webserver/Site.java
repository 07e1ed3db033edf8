package netlessons.webserver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What this lesson's server has to offer. */
final class Site {
    private static final String WELCOME = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>It works</title>
            <h1>It works</h1>
            <p>This page came from a web server that you can read in an evening. It also has:</p>
            <ul>
            <li><a href="/hello/Ada">GET /hello/Ada</a>: a greeting</li>
            <li><a href="/headers">GET /headers</a>: what your browser sent</li>
            <li>GET /files/…: the files of the folder it was started with</li>
            <li>POST /echo: what you send comes back
            <form method="post" action="/echo"><input name="text" aria-label="text" value="Hello"> <button>Send</button></form></li>
            </ul>
            """;

    private Site() {}

    // @start region=routes
    /** @throws IOException if {@code root} is no folder that can be read */
    static Handler routes(Path root) throws IOException {
        return new Routes()
                .with("GET", "/", Handler.quick(request -> Response.html(200, WELCOME)))
                .with("GET", "/hello/{name}", Handler.quick(Site::hello))
                .with("POST", "/echo", Site::echo)
                .with("GET", "/headers", Handler.quick(Site::headers))
                .with("GET", "/files/**", new StaticFiles(root, 1));
    }

    private static Response hello(Request request) {
        return Response.text(200, "Hello, " + request.parameter("name") + "!\n");
    }

    private static Response echo(Request request) throws IOException {
        byte[] body = request.body().readAllBytes(); // at most Limits.body
        String type = request.headers().first("Content-Type").orElse("application/octet-stream");
        return Response.of(200)
                .with("Content-Type", type)
                .with("X-Content-Type-Options", "nosniff")
                .with(new Content.Bytes(body));
    }
    // @end

    private static Response headers(Request request) {
        return Response.text(
                200,
                request.headers().stream()
                        .map(field -> field.name() + ": " + field.value() + "\n")
                        .collect(Collectors.joining()));
    }
}
