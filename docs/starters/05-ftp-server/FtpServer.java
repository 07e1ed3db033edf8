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
 * Lesson 05, an FTP server, before it says anything: it listens, takes connections, and closes them. Stage 0
 * passes.
 *
 * <p>To start it: java FtpServer.java 2121 . (the chapter: docs/05-ftp-server.md)
 */
public class FtpServer {
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        Path dir = Path.of(args[1]);
        List<String> options = List.of(args).subList(2, args.length); // such as --user user:12345:elradfmwMT
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("Listening on 127.0.0.1:" + port + " (Ctrl-C stops)");
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
        // Stage 1: speak first: 220. Then read lines and answer each: USER and PASS (of the users in the
        // options), PWD, QUIT; 500 for what is no command.
        // Stage 2: CWD and lists; what a client sees as / is the folder, and nothing outside of it.
        // Stage 3: data connections: PASV and EPSV, PORT and EPRT; RETR and STOR.
        // Then: rights, resume, limits, TLS, hostile clients: chapter 05 has a section for each.
        out.flush();
    }
}
