import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/**
 * Lesson 01, a web server, before it says anything: it listens, takes connections, and closes them. Stage 0
 * passes.
 *
 * <p>To start it: java WebServer.java 8080 . (the chapter: docs/01-socket-webserver.md)
 */
public class WebServer {
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        Path dir = Path.of(args[1]);
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("Listening on http://127.0.0.1:" + port + "/ (Ctrl-C stops)");
            while (true) {
                Socket socket = server.accept(); // one client after the other, at first
                try (socket) {
                    serve(socket, dir);
                } catch (IOException | RuntimeException e) {
                    System.err.println("A connection ended: " + e.getMessage()); // and the next one is served
                }
            }
        }
    }

    /** All that is said on one connection, which is closed behind it. */
    private static void serve(Socket socket, Path dir) throws IOException {
        socket.setSoTimeout(10_000); // nobody may keep the others waiting for ever
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        // Stage 1: read the request up to its empty line; answer with a status line, Content-Type, Content-
        // Length, an empty line, and a page.
        // Stage 2: look at the request: its method, its path, its Host; answer GET /hello/{name}, GET /headers,
        // and all else with 404.
        // Stage 3: read the body of a request, by Content-Length or in chunks, and give it back: POST /echo.
        // Then: keep-alive, many clients, the files of the folder, hostile clients, the end: chapter 01 has a
        // section for each.
        out.flush();
    }
}
