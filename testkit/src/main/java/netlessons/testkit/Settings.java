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
 * @param only the one test to run, as class and method
 * @param target the host:port of a running server to grade
 * @param dir the folder that the server serves; without it a temporary one, or none for a running server
 * @param command how to start the server to grade; {port} and {dir} are put in. Or the downloader: {url} or {list},
 *     and {dir}
 * @param send how to start the sender to grade; {port} and {path} are put in
 * @param start how long such a server may take until it listens
 * @param timeout how long to wait for the next byte
 * @param parallel how many tests of a downloader run at one time
 * @param seed what the random data comes from
 * @param locked whether a failure locks the stages after it
 * @param log where the output of the student's program goes
 */
record Settings(
        int stage,
        Optional<String> only,
        Optional<String> target,
        Optional<Path> dir,
        Optional<String> command,
        Optional<String> send,
        Duration start,
        Duration timeout,
        int parallel,
        long seed,
        boolean locked,
        Path log) {

    static final String NO_SERVER = "no receiver was given: -Dtarget.command=\"…\"";
    static final String NO_SENDER = "no sender was given: -Dtarget.send=\"…\"";

    /** All names, for whoever passes them on. */
    static final List<String> NAMES = List.of(
            "stage",
            "only",
            "target",
            "target.dir",
            "target.command",
            "target.send",
            "target.start",
            "target.timeout",
            "target.parallel",
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
                checked("stage", "0|[1-9][0-9]{0,2}", "a whole number is expected, such as 4", lookup)
                        .map(Integer::valueOf)
                        .orElse(Integer.MAX_VALUE),
                checked("only", "\\w+[.]\\w+", "a class and a method are expected, such as Stage1ListIT.file", lookup),
                lookup.apply("target"),
                lookup.apply("target.dir").map(Path::of),
                lookup.apply("target.command"),
                lookup.apply("target.send"),
                seconds("target.start", lookup).orElse(Duration.ofSeconds(30)),
                seconds("target.timeout", lookup).orElse(Duration.ofSeconds(10)),
                checked("target.parallel", "[1-9][0-9]?", "a whole number is expected, such as 4", lookup)
                        .map(Integer::valueOf)
                        .orElse(4),
                checked("seed", "-?[0-9]{1,19}", "a whole number is expected", lookup)
                        .map(Long::valueOf)
                        .orElseGet(() -> Math.floorMod(System.nanoTime(), 1_000_000L)),
                checked("stage.locked", "true|false", "true or false is expected", lookup)
                        .map(Boolean::valueOf)
                        .orElse(true),
                log(lookup));
        if (settings.target.isPresent() && settings.command.isPresent()) {
            throw new IllegalArgumentException("Give -Dtarget or -Dtarget.command, not both.");
        }
        settings.send
                .filter(line -> !line.contains("{port}") || !line.contains("{path}"))
                .ifPresent(line -> {
                    throw new IllegalArgumentException("-Dtarget.send=" + line
                            + ": {port} and {path} are expected in it, where the port and the file are to be put in.");
                });
        return settings;
    }

    static Path log(Function<String, Optional<String>> lookup) {
        return Path.of(lookup.apply("student.log").orElse("target/student.log"));
    }

    /** For a lesson that downloads. @throws IllegalArgumentException with a message for the student */
    void checkDownloader() {
        if (target.isPresent()) {
            throw new IllegalArgumentException("-Dtarget: this lesson has no server. Use -Dtarget.command.");
        }
        command.filter(line -> !line.contains("{dir}") || line.contains("{url}") == line.contains("{list}"))
                .ifPresent(line -> {
                    throw new IllegalArgumentException("-Dtarget.command=" + line
                            + ": {dir} is expected in it, where the folder is to be put in, and either {url}, where the"
                            + " addresses are, or {list}, the name of a file that has them.");
                });
    }

    /** Why tests of this side are not run; "" if they are: that side was given, or neither was. */
    String notGiven(Side side) {
        boolean server = target.isPresent() || command.isPresent();
        if (side == Side.SERVER && send.isPresent() && !server) {
            return NO_SERVER;
        }
        return side == Side.SENDER && server && send.isEmpty() ? NO_SENDER : "";
    }

    /** A path as seen from here. */
    static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return (there.startsWith(here) ? here.relativize(there) : there)
                .toString()
                .replace('\\', '/');
    }

    private static Optional<Duration> seconds(String name, Function<String, Optional<String>> lookup) {
        return checked(name, "(?=.*[1-9])[0-9]{1,5}([.][0-9]{1,3})?", "seconds are expected, such as 2.5", lookup)
                .map(v -> Duration.ofMillis(Math.round(Double.parseDouble(v) * 1000)));
    }

    private static Optional<String> checked(
            String name, String pattern, String expected, Function<String, Optional<String>> lookup) {
        Optional<String> value = lookup.apply(name);
        value.filter(v -> !v.matches(pattern)).ifPresent(v -> {
            throw new IllegalArgumentException("-D" + name + "=" + v + ": " + expected + ".");
        });
        return value;
    }
}
