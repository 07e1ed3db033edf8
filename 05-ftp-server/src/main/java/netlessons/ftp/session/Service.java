package netlessons.ftp.session;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import netlessons.ftp.FtpListener;
import netlessons.ftp.Limits;
import netlessons.ftp.Settings;
import netlessons.ftp.data.DataConnections;
import netlessons.ftp.user.Users;

/** What all sessions of a server share. Safe for threads. */
public record Service(
        Settings settings, Users users, DataConnections connections, Commands commands, FtpListener listener) {
    private static final InetAddress EVERYWHERE = new InetSocketAddress(0).getAddress();

    Limits limits() {
        return settings.limits();
    }

    /** Where clients are told to come who have reached us at this address. */
    InetAddress publicAddress(InetAddress here) {
        Inet4Address any = settings.masquerade().get(EVERYWHERE);
        return settings.masquerade().getOrDefault(here, any == null ? (Inet4Address) here : any);
    }
}
