package netlessons.ftp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import netlessons.ftp.data.PortRange;
import netlessons.ftp.user.User;

/**
 * What a server is started with. Immutable.
 *
 * @param banner what it says first
 * @param masquerade the address that clients are told to come to, by the address that they have reached us at; for all
 *     others, the one behind the unspecified address 0.0.0.0
 * @param passivePorts nothing: any that is free
 * @param tls nothing: no TLS
 * @param implicitTls whether it begins at once, without AUTH
 * @param tlsRequired whether nobody may log in, and nothing be transferred, without it
 */
public record Settings(
        InetSocketAddress address,
        List<User> users,
        String banner,
        Map<InetAddress, Inet4Address> masquerade,
        Optional<PortRange> passivePorts,
        Optional<SSLContext> tls,
        boolean implicitTls,
        boolean tlsRequired,
        Limits limits) {
    public Settings {
        users = List.copyOf(users);
        masquerade = Map.copyOf(masquerade);
    }
}
