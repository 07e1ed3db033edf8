package netlessons.share;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Shares a folder over HTTP. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args.length > 0 ? args[0] : ".");
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 8000;
        try (ShareServer server = ShareServer.start(dir, true, new InetSocketAddress(port))) {
            System.out.println("Listening on " + server.address());
            new CountDownLatch(1).await();
        }
    }
}
