package netlessons.downloader.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that knows CONNECT alone: it hands bytes on to a server on this machine. */
final class ConnectProxy implements Closeable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int target;
    private final String answer;

    /**
     * @param target the port to hand on to, whatever is asked for
     * @param answer to CONNECT; if it does not begin with HTTP/1.1 200 that is all
     */
    ConnectProxy(int target, String answer) throws IOException {
        this.target = target;
        this.answer = answer;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What clients asked for. */
    List<String> heads() {
        return heads;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = client.getInputStream().read();
                if (c < 0) {
                    return;
                }
                head.append((char) c);
            }
            heads.add(head.toString());
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            if (answer.startsWith("HTTP/1.1 200")) {
                try (Socket origin = new Socket("127.0.0.1", target)) {
                    sockets.add(origin);
                    start(() -> pass(client, origin));
                    pass(origin, client);
                }
            } else if (answer.isEmpty()) {
                pass(client, client); // says nothing as long as the client says nothing
            }
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        byte[] bytes = new byte[10_000];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            to.getOutputStream().write(bytes, 0, n);
        }
        to.shutdownOutput();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // one side has gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
