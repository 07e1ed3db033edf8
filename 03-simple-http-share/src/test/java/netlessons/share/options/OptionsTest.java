package netlessons.share.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.share.ShareSettings;
import netlessons.share.engine.Limits;
import netlessons.share.folder.Conflict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

@DisplayName("the options")
class OptionsTest {
    static ShareSettings parse(String... words) {
        Options options = new Options();
        CommandLine line =
                new CommandLine(CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options)));
        line.parseArgs(words);
        return options.settings();
    }

    @Test
    @DisplayName("have sensible defaults")
    void defaults() {
        ShareSettings settings = parse();
        assertThat(settings.dir()).isEqualTo(Path.of("."));
        assertThat(settings.address().getPort()).isEqualTo(8000);
        assertThat(settings.address().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(settings.upload()).isFalse();
        assertThat(settings.onConflict()).isEqualTo(Conflict.reject);
        assertThat(settings.accounts().isEmpty()).isTrue();
        assertThat(settings.stopAfter()).isEmpty();
        assertThat(settings.downloads()).isEmpty();
        assertThat(settings.minFree()).isEqualTo(64 << 20);
        assertThat(settings.keepParts()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.log()).isTrue();
        assertThat(settings.limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    @DisplayName("mean what they say")
    void values() {
        ShareSettings settings = parse(
                "dir",
                "--upload",
                "--on-conflict=rename",
                "--stop-after=30m",
                "--downloads=3",
                "--quota=1G",
                "--log=none");
        assertThat(settings.dir()).isEqualTo(Path.of("dir"));
        assertThat(settings.upload()).isTrue();
        assertThat(settings.onConflict()).isEqualTo(Conflict.rename);
        assertThat(settings.stopAfter()).contains(Duration.ofMinutes(30));
        assertThat(settings.downloads()).hasValue(3);
        assertThat(settings.quota()).isEqualTo(1L << 30);
        assertThat(settings.log()).isFalse();
    }

    @Test
    @DisplayName("have no limit where it is 0, as without them")
    void noLimit() {
        for (ShareSettings settings :
                List.of(parse(), parse("--downloads=0", "--stop-after=0", "--max-upload=0", "--quota=0"))) {
            assertThat(settings.downloads()).isEmpty();
            assertThat(settings.stopAfter()).isEmpty();
            assertThat(settings.maxUpload()).isEqualTo(Long.MAX_VALUE);
            assertThat(settings.quota()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    @DisplayName("know this machine's own name")
    void names() {
        assertThat(parse("--name=share.example").names()).contains("share.example");
        assertThat(parse().names()).allMatch(name -> name.matches("\\S+"));
    }

    @ParameterizedTest
    @DisplayName("that make no sense are refused")
    @ValueSource(
            strings = {
                "--port=65536",
                "--port=-1",
                "--downloads=-1",
                "--keep-parts=0",
                "--name=a:8000",
                "--name=http://a/",
                "--user=ada",
                "--max-connections=0",
                "--idle-timeout=0",
                "--patience=0",
                "--max-pixels=0",
                "--on-conflict=guess",
                "--log=xml",
                "--tls-password=x"
            })
    void refused(String word) {
        assertThatThrownBy(() -> parse(word)).isInstanceOf(ParameterException.class);
    }
}
