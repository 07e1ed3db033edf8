package netlessons.ftp.data;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadLocalRandom;

/** The ports for passive data connections, the last one included. Immutable. */
public record PortRange(int first, int last) {
    /**
     * Those that nobody owns (RFC 6335 section 6). To ask the system for one would be to ask for a port that nobody has used
     * in the last minute, of which there are none left after some thousand files; one that is named may rest from its last
     * connection.
     */
    public static final PortRange ANY = new PortRange(49152, 65535);

    public PortRange {
        if (first < 0 || last < first || last > 0xffff) {
            throw new IllegalArgumentException("Ports are two numbers up to 65535, the smaller one first");
        }
    }

    /**
     * Listens on a free one of them, for one client. Which one, cannot be guessed from the last.
     *
     * @throws BindException if none is free
     */
    ServerSocketChannel listen(InetAddress address) throws IOException {
        int count = last - first + 1;
        int start = ThreadLocalRandom.current().nextInt(count);
        for (int i = 0; i < count; i++) {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                return listener.bind(new InetSocketAddress(address, first + (start + i) % count), 4);
            } catch (IOException e) {
                listener.close();
                if (!(e instanceof BindException)) {
                    throw e;
                }
            }
        }
        throw new BindException("No passive port is free");
    }
}
