package netlessons.share.options;

import io.nayuki.qrcodegen.QrCode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netlessons.share.ShareServer;
import netlessons.share.ShareSettings;
import netlessons.share.access.Accounts;
import netlessons.share.access.Right;
import netlessons.share.text.Printable;

/** What is said at the start: where the folder can be reached, how, and until when. */
public final class Greeting {
    private static final int QUIET = 2; // a QR code is read only with a margin around it

    private Greeting() {}

    public static List<String> lines(ShareSettings settings, ShareServer server) {
        List<String> urls = urls(settings, server);
        List<String> lines = new ArrayList<>();
        lines.add("Listening on " + urls.get(0) + " (Ctrl-C stops)");
        urls.stream().skip(1).forEach(url -> lines.add("         and " + url));
        lines.add("Sharing    " + Printable.of(settings.dir().toAbsolutePath().normalize()));
        lines.addAll(commands(urls.get(0), settings));
        server.fingerprint().ifPresent(digest -> lines.add("Certificate (SHA-256) " + digest));
        server.countdown().words().ifPresent(words -> lines.add("It " + words + "."));
        return lines;
    }

    /** All addresses, those first that others on the network can use. */
    public static List<String> urls(ShareSettings settings, ShareServer server) {
        return urls(server.address(), settings.keyStore().isPresent());
    }

    static List<String> urls(InetSocketAddress address, boolean tls) {
        String scheme = tls ? "https://" : "http://";
        return Addresses.of(address.getAddress()).stream()
                .map(one -> scheme + Addresses.inUrl(one) + ":" + address.getPort() + "/")
                .toList();
    }

    /** For those who sit at a terminal, too. */
    static List<String> commands(String url, ShareSettings settings) {
        String insecure = settings.keyStore().isPresent() ? "-k " : "";
        String read = insecure + login(settings.accounts(), Right.read);
        String wget = (settings.keyStore().isPresent() ? "--no-check-certificate " : "")
                + name(settings.accounts(), Right.read)
                        .map(name -> "--user=" + name + " --ask-password ")
                        .orElse("");
        List<String> lines = new ArrayList<>();
        lines.add("One file   curl " + read + "-O " + url + "NAME");
        // Without the queries: they are the same lists in another order, and everything once more as an archive.
        lines.add("All files  wget " + wget + "-r -np -nH --reject-regex '[?]' " + url);
        if (settings.upload()) {
            lines.add("Send       curl " + insecure + login(settings.accounts(), Right.upload) + "-T NAME " + url);
        }
        return lines;
    }

    private static String login(Accounts accounts, Right right) {
        return name(accounts, right).map(name -> "-u " + name + " ").orElse("");
    }

    /** A name that a shell leaves as it is; nothing where nobody needs one. */
    private static Optional<String> name(Accounts accounts, Right right) {
        if (accounts.isFree(right)) {
            return Optional.empty();
        }
        String name = accounts.example(right);
        return Optional.of(name.matches("[\\w.@-]+") ? name : "NAME");
    }

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
}
