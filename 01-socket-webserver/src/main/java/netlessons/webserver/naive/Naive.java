package netlessons.webserver.naive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The obvious first web server. It works, until somebody uses it: see the chapter. */
public final class Naive {
    private Naive() {}

    public static void main(String[] args) throws IOException {
        int port = args.length == 1 ? Integer.parseInt(args[0]) : 8080;
        try (ServerSocket listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("Listening on http://localhost:" + listener.getLocalPort() + "/");
            serve(listener);
        }
    }

    // @start region=serve
    static void serve(ServerSocket listener) throws IOException {
        while (true) {
            try (Socket client = listener.accept()) {
                answer(client.getInputStream(), client.getOutputStream());
            }
        }
    }

    private static void answer(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1024];
        int length = in.read(buffer);
        String request = new String(buffer, 0, length, StandardCharsets.UTF_8);
        String path = request.lines().findFirst().get().split(" ")[1];

        if (path.equals("/")) {
            respond(out, "200 OK", "<!doctype html><h1>Welcome</h1>\n");
        } else {
            respond(out, "404 Not Found", "<!doctype html><h1>404: no " + path + " here</h1>\n");
        }
    }

    private static void respond(OutputStream out, String status, String page) throws IOException {
        String response = "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\n\r\n" + page;
        out.write(response.getBytes(StandardCharsets.UTF_8));
    }
    // @end
}
