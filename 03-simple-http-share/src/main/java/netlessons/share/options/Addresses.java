package netlessons.share.options;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The addresses of this machine, those first that others on the network most likely can use. */
final class Addresses {
    /** Networks between this machine and others that live in it: containers, virtual machines. */
    private static final String INSIDE = "(docker|br-|veth|virbr|vmnet|vboxnet|podman|cni|lxc).*";

    private record Candidate(InetAddress address, boolean inside) {}

    private Addresses() {}

    /** @param bound where the server listens: one address, or all of them */
    static List<InetAddress> of(InetAddress bound) {
        if (!bound.isAnyLocalAddress()) {
            return List.of(bound);
        }
        List<Candidate> all = new ArrayList<>();
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                boolean inside = network.getName().matches(INSIDE);
                network.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress()) // of no use without the name of the interface
                        .forEach(address -> all.add(new Candidate(address, inside)));
            }
        } catch (SocketException e) {
            all.add(new Candidate(InetAddress.getLoopbackAddress(), false));
        }
        Optional<InetAddress> main = ofDefaultRoute();
        return all.stream()
                .sorted(Comparator.comparing((Candidate one) -> !one.address().equals(main.orElse(null)))
                        .thenComparing(one -> one.address().isLoopbackAddress())
                        .thenComparing(Candidate::inside)
                        .thenComparing(one -> one.address() instanceof Inet6Address))
                .map(Candidate::address)
                .distinct()
                .toList();
    }

    /**
     * The address that this machine uses to reach the world. To connect a UDP socket sends nothing: the system only looks
     * up the route. The other side is an address that nobody has (RFC 5737).
     */
    private static Optional<InetAddress> ofDefaultRoute() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress("203.0.113.1", 9));
            return Optional.of(socket.getLocalAddress()).filter(address -> !address.isAnyLocalAddress());
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // there is no such route
        }
    }

    /** As it stands in a URL. */
    static String inUrl(InetAddress address) {
        return address instanceof Inet6Address ? "[" + shortened(address.getAddress()) + "]" : address.getHostAddress();
    }

    /** RFC 5952: the longest run of zeros, of two at least, becomes two colons. */
    private static String shortened(byte[] address) {
        int[] groups = new int[8];
        int start = 0;
        int most = 1;
        for (int i = 0, run = 0; i < 8; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
            run = groups[i] == 0 ? run + 1 : 0;
            if (run > most) {
                most = run;
                start = i - run + 1;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (most > 1 && i == start) {
                text.append("::");
                i += most - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
