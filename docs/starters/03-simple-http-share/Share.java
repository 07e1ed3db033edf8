import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/**
 * Lesson 03, a folder shared over HTTP, before it says anything: it listens, takes connections, and closes
 * them. Stage 0 passes.
 *
 * <p>To start it: java Share.java 8000 . (the chapter: docs/03-simple-http-share.md)
 */
public class Share {
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        Path dir = Path.of(args[1]);
        List<String> options = List.of(args).subList(2, args.length); // such as --upload
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("Listening on http://127.0.0.1:" + port + "/ (Ctrl-C stops)");
            while (true) {
                Socket socket = server.accept(); // one client after the other, at first
                try (socket) {
                    serve(socket, dir, options);
                } catch (IOException | RuntimeException e) {
                    System.err.println("A connection ended: " + e.getMessage()); // and the next one is served
                }
            }
        }
    }

    /** All that is said on one connection, which is closed behind it. */
    private static void serve(Socket socket, Path dir, List<String> options) throws IOException {
        socket.setSoTimeout(10_000); // nobody may keep the others waiting for ever
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        // Stage 1: read the request up to its empty line; GET and HEAD of a file, and of a folder as a page or
        // as JSON.
        // Stage 2: conditions and ranges: ETag, If-None-Match, Range; the answers 304, 206, 416.
        // Stage 3: PUT and POST, where the options have --upload; a file appears whole or not at all.
        // Then: pictures, passwords, hostile clients, the page in a browser: docs/03-contract.md has all of it.
        out.flush();
    }
}
