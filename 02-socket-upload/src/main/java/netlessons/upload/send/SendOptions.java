package netlessons.upload.send;

import java.net.InetSocketAddress;
import java.time.Duration;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.text.Seconds;
import netlessons.upload.text.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@link SendSettings} as options. Sizes take K, M or G behind the number (1 K is 1024), times are seconds or fractions. */
final class SendOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";
    private static final int USUAL_PORT = 6542;
    private static final int MOST_CONNECTIONS = 64;

    /** Slower than this receivers do not wait: docs/02-protocol.md, section 7. */
    private static final long LEAST_RATE = 2 << 10;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "HOST:PORT",
            converter = To.class,
            description = "The receiver; an IPv6 address in brackets (default port: " + USUAL_PORT + ").")
    private InetSocketAddress to;

    @Option(
            names = "--connections",
            defaultValue = "1",
            paramLabel = "N",
            description = "Most connections at once, over which the files are shared out" + DEFAULT)
    private int connections;

    @Option(
            names = "--digest",
            defaultValue = "crc",
            paramLabel = "KIND",
            converter = Kind.class,
            description = "How files are checked: crc against accidents, sha-256 also against people" + DEFAULT)
    private DigestKind digest;

    @Option(
            names = "--retries",
            defaultValue = "8",
            paramLabel = "N",
            description = "How often to try again what does not come any farther" + DEFAULT)
    private int retries;

    @Option(
            names = "--connect-timeout",
            defaultValue = "10",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a connection may take to be made" + DEFAULT)
    private Duration connectTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            converter = Seconds.class,
            description =
                    "How long the receiver may owe an answer and say nothing (default: 30, or more if it asks for that).")
    private Duration idleTimeout;

    @Option(
            names = "--limit-rate",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most bytes a second, all connections together; 0 for no limit" + DEFAULT)
    private long limitRate;

    /** @throws ParameterException for a number that makes no sense */
    SendSettings toSettings(CommandSpec command) {
        check(
                command,
                connections >= 1 && connections <= MOST_CONNECTIONS,
                "--connections is 1 to " + MOST_CONNECTIONS);
        check(command, retries >= 0, "--retries is 0 or more");
        check(command, !connectTimeout.isZero(), "--connect-timeout is more than 0");
        check(command, idleTimeout == null || !idleTimeout.isZero(), "--idle-timeout is more than 0");
        check(command, limitRate == 0 || limitRate >= LEAST_RATE, "--limit-rate is 2K or more, or 0 for no limit");
        SendSettings settings = SendSettings.to(to.getHostString(), to.getPort());
        return settings.withConnections(connections)
                .withDigest(digest)
                .withRetries(retries, settings.backoff())
                .withTimeouts(connectTimeout, idleTimeout == null ? Duration.ZERO : idleTimeout)
                .withLimitRate(limitRate);
    }

    private static void check(CommandSpec command, boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    static final class To implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            boolean bare = colon < 0 || text.endsWith("]");
            String host = bare ? text : text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.indexOf(':') >= 0) {
                throw new TypeConversionException("'" + text + "' is not HOST:PORT; an IPv6 address needs brackets");
            }
            String port = bare ? Integer.toString(USUAL_PORT) : text.substring(colon + 1);
            if (host.isBlank() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
                throw new TypeConversionException("'" + text + "' is not HOST:PORT such as 127.0.0.1:" + USUAL_PORT);
            }
            return InetSocketAddress.createUnresolved(host, Integer.parseInt(port));
        }
    }

    static final class Kind implements ITypeConverter<DigestKind> {
        @Override
        public DigestKind convert(String text) {
            for (DigestKind kind : DigestKind.values()) {
                if (kind.toString().equals(text)) {
                    return kind;
                }
            }
            throw new TypeConversionException("'" + text + "' is not one of crc, sha-256");
        }
    }
}
