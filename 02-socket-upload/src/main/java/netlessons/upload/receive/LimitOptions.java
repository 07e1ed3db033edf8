package netlessons.upload.receive;

import java.time.Duration;
import netlessons.upload.text.Seconds;
import netlessons.upload.text.Size;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@link Limits} as options. Sizes take K, M, G or T behind the number (1 K is 1024); times are seconds or fractions, or
 * have m, h or d behind the number.
 */
final class LimitOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

    @Option(names = "--hidden", description = "Take files whose names begin with a dot, such as .bashrc.")
    private boolean hidden;

    @Option(
            names = "--max-file",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Largest file that is taken; 0 for no limit" + DEFAULT + ".")
    private long file;

    @Option(
            names = "--quota",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most bytes in the folder, with what is there already; 0 for no limit" + DEFAULT + ".")
    private long quota;

    @Option(
            names = "--min-free",
            defaultValue = "1M",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Space of the disk that uploads leave" + DEFAULT + ".")
    private long minFree;

    @Option(
            names = "--max-name",
            defaultValue = "1K",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Longest name, with its folders" + DEFAULT + ".")
    private long name;

    @Option(
            names = "--max-data",
            defaultValue = "256K",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most bytes in one DATA frame; each connection takes twice that of memory" + DEFAULT + ".")
    private long data;

    @Option(
            names = "--max-connections",
            defaultValue = "256",
            paramLabel = "N",
            description = "Most connections at once" + DEFAULT + ".")
    private int connections;

    @Option(
            names = {"--max-connections-per-ip", "--max-connections-per-address"},
            defaultValue = "64",
            paramLabel = "N",
            description = "Most connections at once from one address; 0 for no limit" + DEFAULT + ".")
    private int connectionsPerAddress;

    @Option(
            names = "--preamble-timeout",
            defaultValue = "5",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long the first six bytes of a connection may take" + DEFAULT + ".")
    private Duration preambleTimeout;

    @Option(
            names = "--idle-timeout",
            defaultValue = "30",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a connection may be silent" + DEFAULT + ".")
    private Duration idleTimeout;

    @Option(
            names = "--min-rate",
            defaultValue = "1K",
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Bytes a second that a transfer has to bring, over the time of --idle-timeout" + DEFAULT + ".")
    private long minimumRate;

    @Option(
            names = "--ping-timeout",
            defaultValue = "10m",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long PING frames alone keep a connection" + DEFAULT + ".")
    private Duration pingTimeout;

    @Option(
            names = "--linger",
            defaultValue = "2",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a refused sender may take to read why" + DEFAULT + ".")
    private Duration linger;

    @Option(
            names = "--grace",
            defaultValue = "5",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long what is under way may take when the receiver stops" + DEFAULT + ".")
    private Duration grace;

    @Option(
            names = {"--keep-parts", "--keep-partial"},
            defaultValue = "24h",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long uploads that broke off are kept, to be resumed" + DEFAULT + ".")
    private Duration keepParts;

    /** @throws ParameterException for a limit that would let nothing through */
    Limits toLimits(CommandSpec command) {
        check(command, connections >= 1, "--max-connections is 1 or more");
        check(command, connectionsPerAddress >= 0, "--max-connections-per-ip is 1 or more, or 0 for no limit");
        check(command, data >= 1, "--max-data is 1 or more");
        check(command, minimumRate >= 1, "--min-rate is 1 or more");
        check(command, !preambleTimeout.isZero(), "--preamble-timeout is more than 0");
        check(command, !idleTimeout.isZero(), "--idle-timeout is more than 0");
        check(command, !pingTimeout.isZero(), "--ping-timeout is more than 0");
        check(command, !keepParts.isZero(), "--keep-parts is more than 0");
        try {
            return new Limits(
                    (int) Math.min(name, Integer.MAX_VALUE),
                    (int) Math.min(data, Integer.MAX_VALUE),
                    file == 0 ? Limits.DEFAULT.file() : file,
                    quota == 0 ? Limits.DEFAULT.quota() : quota,
                    minFree,
                    hidden,
                    connections,
                    connectionsPerAddress == 0 ? connections : connectionsPerAddress,
                    preambleTimeout,
                    idleTimeout,
                    minimumRate,
                    pingTimeout,
                    linger,
                    grace,
                    keepParts);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private static void check(CommandSpec command, boolean sensible, String otherwise) {
        if (!sensible) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }
}
