package netlessons.ftp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.ftp.user.Password;
import netlessons.ftp.user.Right;
import netlessons.ftp.user.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who fetches a file and does not read holds up nobody else, however many of them there are. */
class SlowClientsIT {
    /** More than the threads below virtual ones, of which there is one for each processor. */
    private static final int CLIENTS = Runtime.getRuntime().availableProcessors() + 4;

    private static final long MORE_THAN_SOCKETS_HOLD = 64L << 20;
    private static final int PATIENCE_MILLIS = 10_000;

    private final List<Socket> sockets = new ArrayList<>();

    @Test
    void aFileThatNobodyReadsStopsNobody(@TempDir Path dir) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(dir.resolve("big").toFile(), "rw")) {
            file.setLength(MORE_THAN_SOCKETS_HOLD);
        }
        try (FtpServer server = FtpServer.start(settings(dir), Threads.executor(), new FtpListener() {})) {
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client(server.address());
                client.ask("TYPE I");
                String[] parts = client.ask("EPSV").split("\\|");
                connect(new InetSocketAddress(server.address().getAddress(), Integer.parseInt(parts[3])));
                String reply = client.ask("RETR big");
                assertTrue(reply.startsWith("125 ") || reply.startsWith("150 "), reply);
            }
            assertTrue(new Client(server.address()).ask("NOOP").startsWith("200 "));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Settings settings(Path dir) {
        User guest = new User(User.ANONYMOUS, Password.ANY, Right.parse("elr"), Map.of(), dir);
        Limits limits = Limits.DEFAULT;
        return new Settings(
                new InetSocketAddress("127.0.0.1", 0),
                List.of(guest),
                "Hello",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                new Limits(
                        limits.connections(),
                        limits.connectionsPerAddress(),
                        limits.controlTimeout(),
                        limits.dataTimeout(),
                        limits.passiveTimeout(),
                        limits.activeTimeout(),
                        limits.loginAttempts(),
                        limits.loginDelay(),
                        limits.downloadRate(),
                        limits.uploadRate(),
                        Duration.ZERO,
                        limits.keepParts()));
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** A guest who has logged in. */
    private final class Client {
        private final Socket socket;
        private final BufferedReader replies;

        Client(InetSocketAddress server) throws IOException {
            socket = connect(server);
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            replies.readLine();
            ask("USER anonymous");
            assertTrue(ask("PASS guest").startsWith("230 "));
        }

        String ask(String command) throws IOException {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return replies.readLine();
        }
    }
}
