import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Lesson 04, a downloader, before it fetches anything: it connects, and closes the connection. Stage 0 passes.
 *
 * <p>To start it: java Downloader.java http://127.0.0.1:8080/ . (the chapter: docs/04-threaded-downloader.md)
 */
public class Downloader {
    public static void main(String[] args) {
        List<String> urls = List.of(args).subList(0, args.length - 1);
        Path dir = Path.of(args[args.length - 1]);
        int fetched = 0;
        for (String url : urls) { // one after the other; the chapter takes several at a time
            try {
                fetched += fetch(URI.create(url), dir) ? 1 : 0;
            } catch (IOException | IllegalArgumentException e) {
                System.err.println(url + ": " + e.getMessage()); // and the next one is fetched
            }
        }
        System.out.println(fetched + " of " + urls.size() + " fetched into " + dir);
        System.exit(fetched == urls.size() ? 0 : fetched > 0 ? 1 : 3); // stage 2 tells which exit status means what
    }

    /** Whether the file is in the folder, all of it, under its own name. */
    private static boolean fetch(URI url, Path dir) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort()), 2_000);
            socket.setSoTimeout(2_000); // the servers of stage 2 are silent on purpose
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            // Stage 1: ask with GET, or let java.net.http.HttpClient do it; write the body into a file in the folder.
            // Stage 2: no half file under the file's own name, whatever happens: the status, the length, time-outs.
            // Stage 3: try again what may go well the next time, and wait before it.
            // Then: segments and resume, checksums, hostile servers: chapter 04 has a section for each.
            out.flush();
            return false;
        }
    }
}
