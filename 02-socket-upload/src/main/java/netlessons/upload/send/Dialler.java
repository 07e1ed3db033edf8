package netlessons.upload.send;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/** Connects to the receiver: at the first of its addresses that answers. */
final class Dialler {
    private final SendSettings settings;

    Dialler(SendSettings settings) {
        this.settings = settings;
    }

    /** @throws Fault.Refused if there is no connection, with the reason in plain words */
    SocketChannel connect() throws Fault.Refused {
        IOException failure = null;
        try {
            for (InetAddress address : InetAddress.getAllByName(settings.host())) {
                try {
                    return connect(new InetSocketAddress(address, settings.port()));
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
        } catch (UnknownHostException e) {
            failure = e;
        }
        boolean again = !(failure instanceof UnknownHostException); // most likely a slip of the pen
        throw new Fault(Fault.CONNECTION, again, reason(failure)).asException();
    }

    private SocketChannel connect(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // we gather by ourselves
            channel.socket().connect(address, (int) settings.connectTimeout().toMillis());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "No machine is known by the name " + settings.host() + ".";
        } else if (e instanceof SocketTimeoutException) {
            return settings.address() + " did not answer within " + Units.seconds(settings.connectTimeout()) + ".";
        }
        return "No connection to " + settings.address() + ": " + e.getMessage() + ".";
    }
}
