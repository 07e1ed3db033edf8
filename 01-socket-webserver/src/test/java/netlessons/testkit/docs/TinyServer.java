package netlessons.testkit.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A lesson in miniature, for the tests of DocsTest: says a line to whoever connects. */
final class TinyServer {
    private TinyServer() {}

    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args);
        if (words.contains("--help")) {
            System.out.println("Usage: tiny [--port N] [--say WORD]");
            return;
        }
        if (words.contains("--bad")) {
            System.err.println("Unknown option: --bad");
            System.exit(2);
        }
        int port = words.contains("--port") ? Integer.parseInt(args[words.indexOf("--port") + 1]) : 8080;
        String say = words.contains("--say") ? args[words.indexOf("--say") + 1] : "hello";
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("Listening on http://127.0.0.1:" + server.getLocalPort() + "/ (Ctrl-C stops it)");
            while (true) {
                try (Socket client = server.accept()) {
                    String line = say + " from localhost:" + server.getLocalPort() + "\n";
                    client.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (java.net.BindException e) {
            System.err.println("Port " + port + " is in use");
            System.exit(1);
        }
    }
}
