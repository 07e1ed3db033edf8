package netlessons.share.options;

import io.nayuki.qrcodegen.QrCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is said at the start: where the folder can be reached, and how. */
public final class Greeting {
    private static final int QUIET = 2; // a QR code is read only with a margin around it

    private Greeting() {}

    /** All addresses, those first that others on the network can use. */
    public static List<String> urls(InetSocketAddress address, boolean tls) {
        List<InetAddress> addresses = new ArrayList<>();
        if (address.getAddress().isAnyLocalAddress()) {
            try {
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(one -> !one.isLinkLocalAddress())
                        .forEach(addresses::add);
            } catch (SocketException e) {
                addresses.add(InetAddress.getLoopbackAddress());
            }
        } else {
            addresses.add(address.getAddress());
        }
        return addresses.stream()
                .sorted(Comparator.comparing(InetAddress::isLoopbackAddress)
                        .thenComparing(one -> one.getAddress().length))
                .map(one -> (tls ? "https://" : "http://") + shown(one) + ":" + address.getPort() + "/")
                .toList();
    }

    private static String shown(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return text.contains(":") ? "[" + text + "]" : text;
    }

    // @start region=qr
    /** For a terminal: two rows of the code in one line, dark on light whatever the terminal's colours are. */
    public static String qrCode(String url) {
        QrCode code = QrCode.encodeText(url, QrCode.Ecc.LOW);
        StringBuilder lines = new StringBuilder();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                boolean above = code.getModule(x, y);
                boolean below = code.getModule(x, y + 1);
                lines.append(above ? below ? ' ' : '\u2584' : below ? '\u2580' : '\u2588');
            }
            lines.append('\n');
        }
        return lines.toString();
    }
    // @end
}
