package netlessons.share.naive;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shares a folder: lists what is in it, sends what is asked for. Arguments: DIR PORT. */
public final class Naive {
    private Naive() {}

    // @start region=naive
    public static void main(String[] args) throws IOException {
        HttpServer server = start(args[0], Integer.parseInt(args[1]));
        System.out.println("Sharing " + args[0] + " at http://127.0.0.1:"
                + server.getAddress().getPort() + "/");
    }

    static HttpServer start(String dir, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", exchange -> {
            Path path = Path.of(dir + exchange.getRequestURI().getPath());
            byte[] body;
            int status = 200;
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    body = files.map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                            .map(name -> "<li><a href='" + name + "'>" + name + "</a>")
                            .collect(Collectors.joining("\n"))
                            .getBytes(StandardCharsets.UTF_8);
                }
                exchange.getResponseHeaders().set("Content-Type", "text/html");
            } else if (Files.exists(path)) {
                body = Files.readAllBytes(path);
            } else {
                body = "There is no such file.".getBytes(StandardCharsets.UTF_8);
                status = 404;
            }
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
    // @end
}
