package netlessons.testkit.ftp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the data connections of one client, step by step, for tests that want something other than the usual. */
public final class Data {
    /** RFC 1123 section 4.1.2.6: a client looks for the digits, whatever stands around them. */
    private static final Pattern NUMBERS =
            Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");

    private static final Pattern EXTENDED = Pattern.compile("\\(([!-~])\\1\\1(\\d{1,5})\\1\\)");

    private final Ftp ftp;
    private String told = "";

    Data(Ftp ftp) {
        this.ftp = ftp;
    }

    /** Where a 227 sends the client. */
    public record Place(String address, int port) {}

    /** PASV, and what its 227 says. */
    public Place pasvPlace() {
        FtpReply reply = ftp.say("PASV").expect(227).expectOneLine();
        Matcher numbers = reply.find(NUMBERS, "227 with h1,h2,h3,h4,p1,p2, an address and a port in six numbers");
        for (int i = 1; i <= 6; i++) {
            if (Integer.parseInt(numbers.group(i)) > 255) {
                throw reply.failure("six numbers from 0 to 255");
            }
        }
        told = "which 227 tells (p1 * 256 + p2)";
        return new Place(
                numbers.group(1) + "." + numbers.group(2) + "." + numbers.group(3) + "." + numbers.group(4),
                Integer.parseInt(numbers.group(5)) * 256 + Integer.parseInt(numbers.group(6)));
    }

    /** PASV, and the port that its 227 tells. */
    public int pasvPort() {
        return pasvPlace().port();
    }

    /** EPSV, and the port that its 229 tells. */
    public int epsvPort() {
        FtpReply reply = ftp.say("EPSV").expect(229);
        told = "which 229 tells";
        return Integer.parseInt(reply.find(EXTENDED, "229 with (|||port|)").group(2));
    }

    /** Connects to a port of the server. */
    public DataWire connect(int port) {
        return new DataWire(ftp.wire().beside().connect(port, told));
    }

    /** The same for a client that will be slow to read: little room here, so that the server has to wait soon. */
    public DataWire connectSlowly(int port) {
        return new DataWire(ftp.wire().beside().connectSlowly(port, told));
    }

    /** The same from another address of this machine, such as 127.0.0.2: a stranger. */
    public DataWire connectFrom(InetAddress stranger, int port) {
        return new DataWire(ftp.wire().beside().connectFrom(stranger, port, told));
    }

    /** The same, or nothing if nobody listens there any more. */
    public Optional<DataWire> connectIfAllowed(int port) {
        return ftp.wire().beside().connectIfAllowed(port).map(DataWire::new);
    }

    /** The same from another address of this machine. */
    public Optional<DataWire> connectFromIfAllowed(InetAddress stranger, int port) {
        return ftp.wire().beside().connectFromIfAllowed(stranger, port).map(DataWire::new);
    }

    /** Opens a port here, and tells nobody. */
    public DataPort listen() {
        return new DataPort(ftp.wire().beside().listen());
    }

    /** PORT with this port, and the address of the control connection. */
    public String portCommand(DataPort port) {
        return portCommand(ftp.wire().beside().here().getHostAddress(), port.number());
    }

    public static String portCommand(String address, int port) {
        return "PORT " + address.replace('.', ',') + "," + port / 256 + "," + port % 256;
    }

    /** EPRT with this port, and the address of the control connection. */
    public String eprtCommand(DataPort port) {
        return eprtCommand(port.number());
    }

    /** The same for a port that is not the kit's. */
    public String eprtCommand(int port) {
        InetAddress here = ftp.wire().beside().here();
        String address = here.getHostAddress().replaceFirst("%.*", "");
        return "EPRT |" + (here instanceof Inet6Address ? 2 : 1) + "|" + address + "|" + port + "|";
    }
}
