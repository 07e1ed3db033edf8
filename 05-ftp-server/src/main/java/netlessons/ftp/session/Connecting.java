package netlessons.ftp.session;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.ftp.wire.Reply;

/** How data connections come about: RFC 959 section 4.1.2, RFC 2428; how not: RFC 2577. */
final class Connecting {
    private static final Pattern PORT =
            Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");
    private static final Pattern EPRT = Pattern.compile("([!-~])(\\d{1,5})\\1(.{0,45}?)\\1(\\d{1,5})\\1");

    /** Below it are the ports of services that a client could have us talk to in our name. */
    private static final int FIRST_FREE_PORT = 1024;

    private Connecting() {}

    static Reply pasv(Session session, String argument) throws IOException {
        if (session.extendedOnly) {
            return Reply.of(501, "PASV not allowed after EPSV ALL.");
        } else if (!isIpv4(session)) {
            return Reply.of(425, "You cannot use PASV on IPv6 connections. Use EPSV instead.");
        }
        return passive(session, port -> {
            InetAddress here = session.control.local().getAddress();
            String host = session.service.publicAddress(here).getHostAddress().replace('.', ',');
            return Reply.of(227, "Entering passive mode (" + host + "," + (port >> 8) + "," + (port & 0xff) + ").");
        });
    }

    /** RFC 2428 section 3: only the port is told, so no router in between has to change an address. */
    static Reply epsv(Session session, String argument) throws IOException {
        int own = isIpv4(session) ? 1 : 2;
        if (argument.equalsIgnoreCase("ALL")) {
            session.extendedOnly = true;
            return Reply.of(200, "Other commands other than EPSV are now disabled.");
        } else if (!argument.matches("\\d*")) {
            return Reply.of(501, "Unknown network protocol, use (" + own + ").");
        } else if (!argument.isEmpty() && !argument.equals(Integer.toString(own))) {
            return Reply.of(522, "Network protocol not supported, use (" + own + ").");
        }
        return passive(session, port -> Reply.of(229, "Entering extended passive mode (|||" + port + "|)."));
    }

    private interface Told {
        Reply at(int port);
    }

    private static Reply passive(Session session, Told told) throws IOException {
        try {
            return told.at(session.dtp.listen(session.control.local().getAddress(), peer(session)));
        } catch (BindException e) {
            return Reply.of(425, "No free passive port.");
        }
    }

    static Reply port(Session session, String argument) {
        Matcher parts = PORT.matcher(argument);
        if (session.extendedOnly) {
            return Reply.of(501, "PORT not allowed after EPSV ALL.");
        } else if (!parts.matches()) {
            return Reply.of(501, "Invalid PORT format.");
        }
        byte[] address = new byte[4];
        int[] numbers = new int[6];
        for (int i = 0; i < numbers.length; i++) {
            String number = parts.group(i + 1);
            numbers[i] = Integer.parseInt(number);
            if (numbers[i] > 255 || number.length() > 1 && number.startsWith("0")) {
                return Reply.of(501, "Invalid PORT format.");
            }
        }
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) numbers[i];
        }
        return active(session, address, numbers[4] << 8 | numbers[5]);
    }

    static Reply eprt(Session session, String argument) {
        Matcher parts = EPRT.matcher(argument);
        int own = isIpv4(session) ? 1 : 2;
        if (session.extendedOnly) {
            return Reply.of(501, "EPRT not allowed after EPSV ALL.");
        } else if (!parts.matches() || Integer.parseInt(parts.group(4)) > 0xffff) {
            return Reply.of(501, "Invalid EPRT format.");
        } else if (!parts.group(2).equals(Integer.toString(own))) {
            return Reply.of(522, "Network protocol not supported, use (" + own + ").");
        }
        Optional<byte[]> address = Numeric.address(parts.group(3));
        return address.isEmpty()
                ? Reply.of(501, "Invalid EPRT format.")
                : active(session, address.get(), Integer.parseInt(parts.group(4)));
    }

    // @start region=active
    /** Only to the client itself, and to no port that a service may have: else we could be sent to attack others. */
    private static Reply active(Session session, byte[] address, int port) {
        try {
            InetSocketAddress there = new InetSocketAddress(InetAddress.getByAddress(address), port);
            if (!there.getAddress().equals(peer(session))) {
                return Reply.of(
                        501,
                        "Rejected data connection to foreign address "
                                + there.getAddress().getHostAddress() + ":" + port + ".");
            } else if (port < FIRST_FREE_PORT) {
                return Reply.of(501, "PORT against the privileged port \"" + port + "\" refused.");
            }
            session.dtp.connect(there, session.control.local().getAddress());
            return Reply.of(200, "Active data connection established.");
        } catch (IOException e) {
            return Reply.of(425, "Can't connect to specified address.");
        }
    }
    // @end

    static Reply abor(Session session, String argument) throws IOException {
        boolean open = session.dtp.isReady();
        session.dtp.drop();
        if (session.dtp.abort()) {
            return Reply.of(226, "ABOR command successful.");
        }
        session.dtp.awaitTold();
        return open
                ? Reply.of(225, "ABOR command successful; data channel closed.")
                : Reply.of(225, "No transfer to abort.");
    }

    private static boolean isIpv4(Session session) {
        return session.control.local().getAddress() instanceof Inet4Address;
    }

    private static InetAddress peer(Session session) {
        return session.control.remote().getAddress();
    }
}
