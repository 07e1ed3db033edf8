import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;

/**
 * Lesson 02, the sender of files, before it sends anything: it connects, and closes the connection. Stage 0 passes.
 *
 * <p>To start it: java Sender.java 6542 photo.jpg (the chapter: docs/02-socket-upload.md)
 */
public class Sender {
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        Path path = Path.of(args[1]); // a file or, from stage 3 on, a folder
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000); // a receiver that says nothing is not waited for for ever
            if (send(socket, path)) {
                return; // exit status 0
            }
            System.err.println(path + " has not been received.");
        } catch (IOException e) {
            System.err.println(path + " could not be sent: " + e.getMessage());
        }
        System.exit(1);
    }

    /** Whether the receiver has said that all of it has arrived. */
    private static boolean send(Socket socket, Path path) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        // Stage 1: agree with your receiver on how a name, a length and the bytes of a file are told apart; send them.
        // Stage 2: from here on the bytes are those of docs/02-protocol.md: the frames, and that a read is not a frame.
        // Then: many files and clients, checksums, resume, hostile receivers: chapter 02 has a section for each.
        out.flush();
        return false;
    }
}
