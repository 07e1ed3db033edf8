package netlessons.downloader.options;

import java.io.InputStream;
import java.net.PasswordAuthentication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.downloader.Limits;
import netlessons.downloader.fetch.Settings;
import netlessons.downloader.http.HttpSettings;
import netlessons.downloader.progress.Kind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * All that people type, turned into what the downloader takes. What is not given is as {@link Settings}, {@link Limits}
 * and {@link HttpSettings} have it; a test holds the descriptions to that.
 */
public final class Choices {
    private static final Duration LEAST_TIME = Duration.ofMillis(1);

    @Mixin
    final Source source = new Source();

    @Mixin
    final Placing placing = new Placing();

    @Mixin
    final Amount amount = new Amount();

    @Mixin
    final Patience patience = new Patience();

    @Mixin
    final Requests requests = new Requests();

    @Option(
            names = "--progress",
            paramLabel = "KIND",
            description =
                    "What is shown: auto, bar, plain, json, none. auto is bar on a terminal, else plain; json is an object a line"
                            + " (see below); none tells only of what does not work (default: auto).")
    Kind progress = Kind.auto;

    /** How to tell what is going on. */
    public Kind progress() {
        return progress;
    }

    /**
     * @param standardInput where lists are that come line by line
     * @throws Wrong if there is something among it that cannot be fetched
     */
    public Items items(InputStream standardInput) {
        return source.items(standardInput);
    }

    /** @throws Wrong for a number that makes no sense */
    public Settings settings() {
        Settings usual = Settings.into(placing.dir);
        return new Settings(
                usual.folder(),
                or(placing.onConflict, usual.onConflict()),
                placing.hidden,
                count("--jobs", amount.files, usual.files(), 1, Amount.MOST_FILES),
                count("--segments", amount.segments, usual.segments(), 1, Amount.MOST_SEGMENTS),
                count("--per-host", amount.perHost, usual.perHost(), 1, Amount.MOST_FILES * Amount.MOST_SEGMENTS),
                atLeast("--min-segment", amount.minSegment, usual.minSegment(), 1),
                count("--retries", patience.retries, usual.retries(), 0, Integer.MAX_VALUE),
                or(patience.retryWait, usual.retryWait()),
                or(patience.maxRetryWait, usual.maxRetryWait()),
                or(amount.limitRate, usual.limitRate()),
                placing.strict,
                toLimits());
    }

    /**
     * @param environment the variables of the process
     * @throws Wrong for what makes no sense
     */
    public HttpSettings http(Map<String, String> environment) {
        Settings settings = settings();
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String header : requests.headers) {
            fields.add(HeaderField.parse(header));
        }
        return new HttpSettings(
                requests.downgrade,
                List.copyOf(fields),
                user(),
                netrc(),
                Optional.ofNullable(requests.authorities),
                environment,
                settings.files() * settings.segments(),
                settings.limits());
    }

    /** @throws Wrong for a limit that would let nothing through */
    private Limits toLimits() {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                time("--connect-timeout", patience.connectTimeout, usual.connectTimeout()),
                time("--read-timeout", patience.readTimeout, usual.readTimeout()),
                count("--max-redirects", requests.maxRedirects, usual.maxRedirects(), 0, Integer.MAX_VALUE),
                or(patience.minSpeed, usual.minSpeed()),
                time("--min-speed-time", patience.minSpeedTime, usual.minSpeedTime()),
                or(placing.maxSize, usual.maxSize()),
                or(placing.minFree, usual.minFree()));
    }

    private Optional<PasswordAuthentication> user() {
        if (requests.user == null) {
            return Optional.empty();
        }
        int colon = requests.user.indexOf(':');
        Wrong.unless(colon >= 0, "--user needs NAME:PASSWORD");
        char[] password = requests.user.substring(colon + 1).toCharArray();
        return Optional.of(new PasswordAuthentication(requests.user.substring(0, colon), password));
    }

    private Optional<Path> netrc() {
        Path usual = requests.netrc ? Path.of(System.getProperty("user.home"), ".netrc") : null;
        return Optional.ofNullable(or(requests.netrcFile, usual));
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }

    private static int count(String option, Integer given, int usual, int least, int most) {
        int number = or(given, usual);
        boolean sensible = number >= least && number <= most;
        Wrong.unless(
                sensible, option + " is " + (most < Integer.MAX_VALUE ? least + " to " + most : least + " or more"));
        return number;
    }

    private static long atLeast(String option, Long given, long usual, long least) {
        long number = or(given, usual);
        Wrong.unless(number >= least, option + " is " + least + " or more");
        return number;
    }

    private static Duration time(String option, Duration given, Duration usual) {
        Duration time = or(given, usual);
        Wrong.unless(time.compareTo(LEAST_TIME) >= 0, option + " is more than 0");
        return time;
    }
}
