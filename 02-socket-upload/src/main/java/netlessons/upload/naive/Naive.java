package netlessons.upload.naive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The obvious first program: size and name as text, an answer, the bytes. Arguments: receive PORT DIR, send PORT FILE... */
public final class Naive {
    private Naive() {}

    public static void main(String[] args) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        int port = Integer.parseInt(args[1].replace("127.0.0.1:", ""));
        if (args[0].equals("send")) {
            for (int i = 2; i < args.length; i++) {
                send(new Socket(here, port), Path.of(args[i]));
            }
        } else {
            receive(new ServerSocket(port, 50, here), Path.of(args[2]));
        }
    }

    // @start region=naive
    static void send(Socket socket, Path file) throws IOException {
        try (socket) {
            String first = Files.size(file) + " " + file.getFileName();
            socket.getOutputStream().write(first.getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().read(new byte[2]); // or else all would arrive as one: "5 hello.txtHello"
            Files.copy(file, socket.getOutputStream());
        }
    }

    static void receive(ServerSocket listener, Path dir) throws IOException {
        System.out.println("Listening on 127.0.0.1:" + listener.getLocalPort());
        while (true) {
            Socket client = listener.accept();
            try (client) {
                InputStream in = client.getInputStream();
                byte[] buffer = new byte[8192];
                int n = in.read(buffer);
                String[] first = new String(buffer, 0, n, StandardCharsets.UTF_8).split(" ", 2);
                client.getOutputStream().write("ok".getBytes(StandardCharsets.UTF_8));
                try (OutputStream file = Files.newOutputStream(dir.resolve(first[1]))) {
                    for (long left = Long.parseLong(first[0]); left > 0; left -= n) {
                        n = in.read(buffer);
                        file.write(buffer, 0, n);
                    }
                }
            } catch (IOException | RuntimeException e) {
                System.err.println(e);
            }
        }
    }
    // @end
}
