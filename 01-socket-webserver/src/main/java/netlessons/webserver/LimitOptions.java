package netlessons.webserver;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@link Limits} as options. Sizes take K, M, G or T behind the number (1 K is 1024); times are seconds or fractions, or
 * have m, h or d behind the number.
 */
final class LimitOptions {
    /** Each of these may have to fit into memory. */
    private static final long LARGEST = 1 << 30;

    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

    @Option(
            names = "--max-request-line",
            defaultValue = "8K",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Longest request line, else 414" + DEFAULT + ".")
    private long requestLine;

    @Option(
            names = "--max-header",
            defaultValue = "32K",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Longest header section, else 431" + DEFAULT + ".")
    private long headerSection;

    @Option(
            names = "--max-fields",
            defaultValue = "100",
            paramLabel = "N",
            description = "Most header fields, else 431" + DEFAULT + ".")
    private int fields;

    @Option(
            names = "--max-body",
            defaultValue = "1M",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Longest request body, else 413" + DEFAULT + ".")
    private long body;

    @Option(
            names = "--max-bodies",
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Most bytes of all request bodies and long heads at once, else 503 (default: an eighth of Java's memory).")
    private Long bodies;

    @Option(
            names = "--max-drain",
            defaultValue = "256K",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most bytes of an unwanted body that are read to keep the connection" + DEFAULT + ".")
    private long drain;

    @Option(
            names = "--max-connections",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Most connections at once, else 503" + DEFAULT + ".")
    private int connections;

    @Option(
            names = "--header-timeout",
            defaultValue = "10",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a whole header section may take, else 408" + DEFAULT + ".")
    private Duration headerTimeout;

    @Option(
            names = "--idle-timeout",
            defaultValue = "30",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a connection may rest between two requests" + DEFAULT + ".")
    private Duration idleTimeout;

    @Option(
            names = "--transfer-timeout",
            defaultValue = "30",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a body may take, beside what --min-rate grants" + DEFAULT + ".")
    private Duration transferTimeout;

    @Option(
            names = "--min-rate",
            defaultValue = "1K",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Bytes of a body that earn another second" + DEFAULT + ".")
    private long minimumRate;

    @Option(
            names = "--linger",
            defaultValue = "2",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a refused client may take to read why" + DEFAULT + ".")
    private Duration linger;

    @Option(
            names = "--grace",
            defaultValue = "5",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long what is under way may take when the server stops" + DEFAULT + ".")
    private Duration grace;

    /** @throws ParameterException for a limit that would let nothing through, or more than fits into memory */
    Limits toLimits(CommandSpec command) {
        size(command, "--max-request-line", requestLine);
        size(command, "--max-header", headerSection);
        size(command, "--max-body", body);
        size(command, "--max-drain", drain);
        size(command, "--min-rate", minimumRate);
        check(command, bodies == null || bodies >= 1, "--max-bodies is 1 or more");
        check(command, fields >= 1, "--max-fields is 1 or more");
        check(command, connections >= 1, "--max-connections is 1 or more");
        check(command, !headerTimeout.isZero(), "--header-timeout is more than 0");
        check(command, !idleTimeout.isZero(), "--idle-timeout is more than 0");
        check(command, !transferTimeout.isZero(), "--transfer-timeout is more than 0");
        return new Limits(
                (int) requestLine,
                (int) headerSection,
                fields,
                body,
                bodies == null ? Limits.DEFAULT.bodies() : bodies,
                drain,
                connections,
                headerTimeout,
                idleTimeout,
                transferTimeout,
                (int) minimumRate,
                linger,
                grace);
    }

    private static void size(CommandSpec command, String option, long size) {
        check(command, size >= 1 && size <= LARGEST, option + " is 1 to 1G");
    }

    private static void check(CommandSpec command, boolean sensible, String otherwise) {
        if (!sensible) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }
}
