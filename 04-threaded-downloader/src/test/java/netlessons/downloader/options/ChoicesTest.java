package netlessons.downloader.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.downloader.Limits;
import netlessons.downloader.fetch.Settings;
import netlessons.downloader.file.Conflict;
import netlessons.downloader.http.HttpSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ChoicesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("http_proxy", "http://proxy/");

    private static Choices choices(String... arguments) {
        return CommandLine.populateCommand(new Choices(), arguments);
    }

    @Test
    @DisplayName("without options all is as the settings have it")
    void usual() {
        assertThat(choices().settings()).isEqualTo(Settings.into(Path.of(".")));
        assertThat(choices().http(Map.of())).isEqualTo(HttpSettings.DEFAULT);
    }

    @Test
    @DisplayName("the defaults that --help tells are those that are used")
    void described() {
        Pattern described = Pattern.compile("\\(default: (.*)\\)\\.$");
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : new CommandLine(new Choices()).getCommandSpec().options()) {
            Matcher matcher = described.matcher(option.description()[0]);
            if (matcher.find() && !option.longestName().equals("--out")) {
                arguments.add(option.longestName());
                arguments.add(matcher.group(1));
            }
        }
        assertThat(arguments).hasSize(2 * 18);
        Choices choices = choices(arguments.toArray(String[]::new));
        assertThat(choices.settings()).isEqualTo(Settings.into(Path.of(".")));
        assertThat(choices.http(Map.of())).isEqualTo(HttpSettings.DEFAULT);
    }

    @Test
    @DisplayName("every option gets where it belongs")
    void all() {
        Choices choices = choices(
                ("-d out --on-conflict replace --hidden --max-size 1G --min-free 1M --strict -j 3 -s 2 --per-host 6"
                                + " --min-segment 256k --limit-rate 2M --retries 4 --retry-wait 0.2 --max-retry-wait 5"
                                + " --connect-timeout 2 --read-timeout 3.5 --min-speed 1000 --min-speed-time 2"
                                + " --user joe:a:b --netrc-file rc --cacert ca.pem --max-redirects 7 --allow-downgrade"
                                + " --header A:1 --header X-B:")
                        .split(" "));
        Limits limits = new Limits(
                Duration.ofSeconds(2), Duration.ofMillis(3500), 7, 1000, Duration.ofSeconds(2), 1 << 30, 1 << 20);
        assertThat(choices.settings())
                .isEqualTo(new Settings(
                        Path.of("out"),
                        Conflict.replace,
                        true,
                        3,
                        2,
                        6,
                        256 << 10,
                        4,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        2 << 20,
                        true,
                        limits));
        HttpSettings http = choices.http(ENVIRONMENT);
        assertThat(http.limits()).isEqualTo(limits);
        assertThat(http.downgrade()).isTrue();
        assertThat(http.fields()).containsExactly(Map.entry("A", "1"), Map.entry("X-B", ""));
        assertThat(http.user()).get().satisfies(user -> {
            assertThat(user.getUserName()).isEqualTo("joe");
            assertThat(user.getPassword()).containsExactly('a', ':', 'b');
        });
        assertThat(http.netrc()).contains(Path.of("rc"));
        assertThat(http.authorities()).contains(Path.of("ca.pem"));
        assertThat(http.environment()).isEqualTo(ENVIRONMENT);
        assertThat(http.connections()).isEqualTo(6);
    }

    @Test
    @DisplayName("--netrc is the file in the user's home")
    void netrc() {
        assertThat(choices("--netrc").http(Map.of()).netrc())
                .contains(Path.of(System.getProperty("user.home"), ".netrc"));
        assertThat(choices("--netrc", "--netrc-file", "x").http(Map.of()).netrc())
                .contains(Path.of("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "--jobs, 0, --jobs is 1 to 256",
        "--jobs, 257, --jobs is 1 to 256",
        "--segments, 65, --segments is 1 to 64",
        "--per-host, 0, --per-host is 1 to 16384",
        "--retries, -1, --retries is 0 or more",
        "--min-segment, 0, --min-segment is 1 or more",
        "--read-timeout, 0, --read-timeout is more than 0",
        "--max-redirects, -1, --max-redirects is 0 or more"
    })
    @DisplayName("numbers that make no sense")
    void senseless(String option, String value, String message) {
        assertThatThrownBy(() -> choices(option, value).http(Map.of()))
                .isInstanceOf(Wrong.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                ":secret",
                "A B: secret",
                "A: sec\rret",
                "A: sec\nret",
                "Range: secret",
                "HOST: secret",
                "\u00E4: secret"
            })
    @DisplayName("a header field that is none, or not for people to choose, is refused without telling its value")
    void header(String field) {
        assertThatThrownBy(() -> choices("--header", field).http(Map.of()))
                .isInstanceOf(Wrong.class)
                .hasMessageStartingWith("--header")
                .hasMessageNotContaining("sec");
    }

    @Test
    @DisplayName("--user without a password is refused without telling it")
    void user() {
        assertThatThrownBy(() -> choices("--user", "secret").http(Map.of()))
                .isInstanceOf(Wrong.class)
                .hasMessage("--user needs NAME:PASSWORD");
    }
}
