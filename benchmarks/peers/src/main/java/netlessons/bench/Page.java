package netlessons.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The page that every peer serves, the same as the lesson's, and where. */
final class Page {
    static final String PATH = "/hello/Ada";
    static final String TYPE = "text/plain; charset=utf-8";

    /** Pending connections that the kernel keeps for the server: enough that no client ever waits for it. */
    static final int BACKLOG = 4096;

    private Page() {}

    /** A new array each time: who wraps it may also move in it. */
    static byte[] body() {
        return "Hello, Ada!\n".getBytes(StandardCharsets.UTF_8);
    }

    /** 127.0.0.1 and the port that is the first argument. */
    static InetSocketAddress address(String[] args) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    }
}
