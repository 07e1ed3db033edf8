package netlessons.ftp.options;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.ftp.Settings;
import netlessons.ftp.Tls;
import netlessons.ftp.data.PortRange;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the command line, made into settings. */
public final class Options {
    static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
    private static final String PASSWORD = "FTP_TLS_PASSWORD";

    @Spec
    private CommandSpec command;

    @Option(names = "--root", defaultValue = ".", paramLabel = "DIR", description = "What guests see" + DEFAULT + ".")
    private Path root;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 0.0.0.0 for all" + DEFAULT + ".")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "2121",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one" + DEFAULT + ".")
    private int port;

    @Mixin
    private UserOptions users;

    @Option(
            names = "--banner",
            defaultValue = "netlessons 05-ftp-server ready.",
            paramLabel = "TEXT",
            description = "What is said first" + DEFAULT + ".")
    private String banner;

    @Option(
            names = "--masquerade-address",
            paramLabel = "IP[=PUBLIC]",
            description = "The address that PASV tells, behind a router; with =, only to those who came to IP. May be"
                    + " repeated.")
    private List<String> masquerade = new ArrayList<>();

    @Option(
            names = "--passive-ports",
            paramLabel = "A-B",
            description = "Ports for PASV and EPSV (default: 49152-65535).")
    private String passivePorts;

    @Option(
            names = "--tls",
            paramLabel = "KEYSTORE",
            description = "Use TLS for those who ask (AUTH TLS), with this key store (PKCS12).")
    private Path tls;

    @Option(
            names = "--tls-password",
            paramLabel = "PASSWORD",
            description = "Of the key store; better in the environment: " + PASSWORD + ".")
    private String tlsPassword;

    @Option(names = "--tls-implicit", description = "Use TLS from the first byte on, as on port 990.")
    private boolean implicit;

    @Option(names = "--tls-required", description = "No passwords and no files without TLS.")
    private boolean required;

    @Mixin
    private LimitOptions limits;

    /** @throws ParameterException for what makes no sense */
    public Settings settings() throws IOException {
        if ((implicit || required || tlsPassword != null) && tls == null) {
            String option = implicit ? "--tls-implicit" : required ? "--tls-required" : "--tls-password";
            throw wrong(option + " goes with --tls");
        } else if (port < 0 || port > 65535) {
            throw wrong("A port is a number from 0 to 65535, not " + port);
        } else if (banner.isBlank()) {
            throw wrong("--banner needs a word");
        }
        return new Settings(
                new InetSocketAddress(host, port),
                users.users(root),
                banner,
                masquerade(),
                Optional.ofNullable(passivePorts).map(this::range),
                tls == null ? Optional.empty() : Optional.of(Tls.open(tls, password())),
                implicit,
                required,
                limits.toLimits());
    }

    private char[] password() {
        String password = tlsPassword == null ? System.getenv().getOrDefault(PASSWORD, "") : tlsPassword;
        return password.toCharArray();
    }

    private Map<InetAddress, Inet4Address> masquerade() {
        Map<InetAddress, Inet4Address> addresses = new HashMap<>();
        for (String text : masquerade) {
            int equals = text.indexOf('=');
            addresses.put(
                    equals < 0 ? new InetSocketAddress(0).getAddress() : address(text.substring(0, equals)),
                    address(text.substring(equals + 1)));
        }
        return addresses;
    }

    private Inet4Address address(String text) {
        try {
            if (text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                    && InetAddress.getByName(text) instanceof Inet4Address address) {
                return address;
            }
        } catch (UnknownHostException e) {
            // it is none
        }
        throw wrong("'" + text + "' is no IPv4 address");
    }

    private PortRange range(String text) {
        try {
            if (text.matches("[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?")) {
                String[] ports = text.split("-");
                return new PortRange(Integer.parseInt(ports[0]), Integer.parseInt(ports[ports.length - 1]));
            }
        } catch (IllegalArgumentException e) {
            // beyond 65535, or the larger one first
        }
        throw wrong("'" + text + "' is no range of ports such as 50000-50100");
    }

    private ParameterException wrong(String words) {
        return new ParameterException(command.commandLine(), words);
    }
}
