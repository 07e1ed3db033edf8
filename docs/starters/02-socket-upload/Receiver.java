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
 * Lesson 02, the receiver of files, before it says anything: it listens, takes connections, and closes them.
 * Stage 0 passes.
 *
 * <p>To start it: java Receiver.java 6542 . (the chapter: docs/02-socket-upload.md)
 */
public class Receiver {
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        Path dir = Path.of(args[1]);
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("Listening on 127.0.0.1:" + port + " (Ctrl-C stops)");
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
        // Stage 1: agree with your sender on how a name, a length and the bytes of a file are told apart; write
        // the file into the folder.
        // Stage 2: from here on the bytes are those of docs/02-protocol.md: the frames, and that a read is not
        // a frame.
        // Then: many files and clients, checksums, resume, hostile senders, a full disk: chapter 02 has a
        // section for each.
        out.flush();
    }
}
