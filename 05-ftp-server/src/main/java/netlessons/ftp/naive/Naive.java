package netlessons.ftp.naive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The obvious first program: one client at a time, and paths joined as strings. Arguments: PORT DIR. */
public final class Naive {
    public static void main(String[] args) throws IOException {
        ServerSocket server = new ServerSocket(Integer.parseInt(args[0]));
        System.out.println("Serving " + args[1] + " at ftp://127.0.0.1:" + server.getLocalPort() + "/");
        serve(server, args[1]);
    }

    // @start region=naive
    static void serve(ServerSocket server, String root) throws IOException {
        while (true) {
            try (Socket client = server.accept()) {
                serve(client, root);
            }
        }
    }

    private static void serve(Socket client, String root) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8);
        ServerSocket passive = new ServerSocket(0);
        int port = passive.getLocalPort();
        out.print("220 ready\r\n");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Path path = Path.of(root + "/" + (line.length() > 5 ? line.substring(5) : ""));
            switch (line.split(" ")[0]) {
                case "USER" -> out.print("331 send password\r\n");
                case "PASS" -> out.print("230 welcome\r\n");
                case "TYPE" -> out.print("200 ok\r\n");
                case "PWD" -> out.print("257 \"/\"\r\n");
                case "PASV" -> out.print("227 (127,0,0,1," + port / 256 + "," + port % 256 + ")\r\n");
                case "LIST", "RETR" -> {
                    out.print("150 here it comes\r\n");
                    try (Socket data = passive.accept()) {
                        byte[] bytes = line.startsWith("RETR")
                                ? Files.readAllBytes(path)
                                : String.join("\r\n", path.toFile().list()).getBytes(StandardCharsets.UTF_8);
                        data.getOutputStream().write(bytes);
                    }
                    out.print("226 done\r\n");
                }
                case "QUIT" -> out.print("221 bye\r\n");
                default -> out.print("500 what?\r\n");
            }
        }
    }
    // @end
}
