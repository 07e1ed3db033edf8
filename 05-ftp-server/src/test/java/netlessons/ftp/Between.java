package netlessons.ftp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Stands between clients and the control connections of a server, and makes a fault of what they say to each other. Data
 * connections go past it: both ends are on this machine, and each client keeps its address.
 */
final class Between implements Closeable {
    /** Of one connection. Lines have their ends with them, and a char for each byte. */
    static class Fault {
        /** @return what the server is told instead; nothing if it has been answered */
        String toServer(String line) throws InterruptedException {
            return line;
        }

        /** @return what the client is told instead */
        String toClient(String line) {
            return line;
        }

        /** The server has hung up. */
        void ended() {}
    }

    private final ServerSocket here = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final Supplier<Fault> faults;
    private final Optional<SSLContext> tls;

    /** @param tls for the control connection, and for nothing else */
    Between(InetSocketAddress server, Supplier<Fault> faults, Optional<SSLContext> tls) throws IOException {
        this.server = server;
        this.faults = faults;
        this.tls = tls;
        start(() -> {
            while (true) {
                new Connection(here.accept()).begin();
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) here.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        here.close();
    }

    private final class Connection {
        private final Socket beyond = new Socket();
        private final Fault fault = faults.get();
        private volatile Socket client;

        Connection(Socket client) {
            this.client = client;
        }

        void begin() throws IOException {
            try {
                client.setOOBInline(true);
                beyond.bind(new InetSocketAddress(client.getInetAddress(), 0));
                beyond.connect(server);
            } catch (IOException e) {
                client.close();
                return;
            }
            start(this::hear);
            start(this::answer);
        }

        private void hear() throws IOException, InterruptedException {
            try (beyond) {
                InputStream in = new BufferedInputStream(client.getInputStream());
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (tls.isEmpty()) {
                        write(beyond, fault.toServer(line));
                    } else if (line.matches("AUTH TLS\r\n")) {
                        in = new BufferedInputStream(cover().getInputStream());
                    } else if (line.matches("(PBSZ|PROT) .*\r\n")) {
                        write(client, "200 As you like.\r\n");
                    } else {
                        write(beyond, line);
                    }
                }
            }
        }

        private SSLSocket cover() throws IOException {
            write(client, "234 Go ahead.\r\n");
            SSLSocket covered = (SSLSocket) tls.get().getSocketFactory().createSocket(client, null, true);
            covered.setUseClientMode(false);
            covered.startHandshake();
            client = covered;
            return covered;
        }

        private void answer() throws IOException {
            try {
                InputStream in = new BufferedInputStream(beyond.getInputStream());
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    write(client, fault.toClient(line));
                }
            } finally {
                fault.ended();
                client.close();
            }
        }
    }

    /** Up to LF, or to the end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // one of the two has gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
