package netlessons.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be configured, with -Dname=value for Maven or as configuration parameters of JUnit.
 *
 * @param stage the last stage to run
 * @param target the host:port of a running server to grade
 * @param dir the folder that the server serves; without it a temporary one, or none for a running server
 * @param command how to start the server to grade; {port} and {dir} are put in
 * @param start how long such a server may take until it listens
 * @param timeout how long to wait for the next byte
 * @param seed what the random data comes from
 * @param locked whether a failure locks the stages after it
 * @param log where the output of the student's program goes
 */
record Settings(
        int stage,
        Optional<String> target,
        Optional<Path> dir,
        Optional<String> command,
        Duration start,
        Duration timeout,
        long seed,
        boolean locked,
        Path log) {

    /** All names, for whoever passes them on. */
    static final List<String> NAMES = List.of(
            "stage",
            "target",
            "target.dir",
            "target.command",
            "target.start",
            "target.timeout",
            "seed",
            "stage.locked",
            "student.log");

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with a message for the student, if one makes no sense
     */
    static Settings of(Function<String, Optional<String>> lookup) {
        Settings settings = new Settings(
                lookup.apply("stage").map(v -> (int) number("stage", v, 1)).orElse(Integer.MAX_VALUE),
                lookup.apply("target"),
                lookup.apply("target.dir").map(Path::of),
                lookup.apply("target.command"),
                seconds("target.start", lookup, 30),
                seconds("target.timeout", lookup, 10),
                lookup.apply("seed").map(v -> number("seed", v, Long.MIN_VALUE)).orElseGet(System::nanoTime),
                lookup.apply("stage.locked").map(Boolean::parseBoolean).orElse(true),
                Path.of(lookup.apply("student.log").orElse("target/student.log")));
        if (settings.target.isPresent() && settings.command.isPresent()) {
            throw new IllegalArgumentException("Give -Dtarget or -Dtarget.command, not both.");
        }
        return settings;
    }

    private static Duration seconds(String name, Function<String, Optional<String>> lookup, int otherwise) {
        String value = lookup.apply(name).orElse(String.valueOf(otherwise));
        if (!value.matches("[0-9]{1,5}(\\.[0-9]{1,3})?") || Double.parseDouble(value) == 0) {
            throw new IllegalArgumentException("-D" + name + "=" + value + ": seconds are expected, such as 2.5.");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }

    private static long number(String name, String value, long least) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && (least == Long.MIN_VALUE || number <= 1000)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "-D" + name + "=" + value + ": a whole number is expected" + (least == 1 ? ", 1 or more." : "."));
    }
}
