package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.IntSupplier;
import netlessons.testkit.ftp.Ftp;

/**
 * Looks whether a port is closed that a server had open. Another server on this machine, of another test, may have got that
 * very port meanwhile: so who finds it open tries the same with one more.
 */
final class ClosedPort {
    /** So often in a row nobody else gets it. */
    private static final int TRIES = 3;

    private ClosedPort() {}

    /**
     * The port is closed.
     *
     * @param ftp any client of the server
     * @param closed has a port opened and closed again, and tells which; 0: there was none to be closed
     */
    static void expect(Ftp ftp, IntSupplier closed) {
        int port = 0;
        boolean open = true;
        for (int i = 0; open && i < TRIES; i++) {
            port = closed.getAsInt();
            open = port > 0 && isOpen(ftp, port);
        }
        assertThat(open).as("whether port %d is still open", port).isFalse();
    }

    /** Looks as a stranger, where there is one: another server that has the port by now does not take him for its client. */
    static boolean isOpen(Ftp ftp, int port) {
        InetAddress here = ftp.wire().beside().here();
        boolean strangers = System.getProperty("os.name").equals("Linux")
                && here instanceof Inet4Address
                && here.isLoopbackAddress();
        return (strangers
                        ? ftp.data().connectFromIfAllowed(stranger(), port)
                        : ftp.data().connectIfAllowed(port))
                .isPresent();
    }

    private static InetAddress stranger() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
