package netlessons.webserver;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * {@link Limits} as options. Sizes take K, M, G or T behind the number (1 K is 1024); times are seconds or fractions, or
 * have m, h or d behind the number.
 */
final class LimitOptions {
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

    /** @throws ParameterException for a limit that would let nothing through */
    Limits toLimits(CommandSpec command) {
        try {
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
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    /** 1 B to 1 G: every one of these sizes may have to fit into memory. */
    static final class Size implements ITypeConverter<Long> {
        private static final long LARGEST = 1 << 30;

        @Override
        public Long convert(String text) {
            if (!text.matches("[0-9]{1,10}[KMGTkmgt]?")) {
                throw new TypeConversionException("'" + text + "' is not a size such as 500, 64K or 1M");
            }
            int unit = "KMGT".indexOf(Character.toUpperCase(text.charAt(text.length() - 1))) + 1;
            long number = Long.parseLong(unit == 0 ? text : text.substring(0, text.length() - 1));
            if (number < 1 || number > LARGEST >> 10 * unit) {
                throw new TypeConversionException("'" + text + "' is not between 1 and 1G");
            }
            return number << 10 * unit;
        }
    }

    static final class Seconds implements ITypeConverter<Duration> {
        private static final Map<Character, Integer> UNITS = Map.of('s', 1, 'm', 60, 'h', 3600, 'd', 86_400);

        @Override
        public Duration convert(String text) {
            if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]?")) {
                throw new TypeConversionException(
                        "'" + text + "' is not a number of seconds such as 10 or 0.5, or 24h");
            }
            Integer unit = UNITS.get(text.charAt(text.length() - 1));
            String number = unit == null ? text : text.substring(0, text.length() - 1);
            return Duration.ofMillis(Math.round(Double.parseDouble(number) * 1000 * (unit == null ? 1 : unit)));
        }
    }
}
