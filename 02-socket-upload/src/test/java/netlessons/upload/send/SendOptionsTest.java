package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SendOptionsTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:80, 127.0.0.1, 80", "example.org, example.org, 6542", "[::1]:80, ::1, 80", "[::1], ::1, 6542"
    })
    @DisplayName("--to HOST:PORT")
    void to(String text, String host, int port) {
        assertThat(new SendOptions.To().convert(text)).isEqualTo(InetSocketAddress.createUnresolved(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":80", "host:", "host:http", "host:70000", "::1", "::1:80", "host:-1"})
    @DisplayName("what is no HOST:PORT")
    void noAddress(String text) {
        assertThatThrownBy(() -> new SendOptions.To().convert(text))
                .isInstanceOf(CommandLine.TypeConversionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x --to",
                "--to h:1",
                "x --to h:1 --connections 0",
                "x --to h:1 --connections 65",
                "x --to h:1 --retries -1",
                "x --to h:1 --digest md5",
                "x --to h:1 --progress pie",
                "x --to h:1 --limit-rate 1K",
                "x --to h:1 --limit-rate fast",
                "x --to h:1 --idle-timeout 0",
                "x --to h:1 --connect-timeout soon",
                "no-such-folder --to h:1 --watch",
                "src --to h:1 --watch --progress bar"
            })
    @DisplayName("wrong usage is status 2, and says what is wrong")
    void usage(String arguments) {
        StringWriter err = new StringWriter();
        int status =
                new CommandLine(new SendCommand()).setErr(new PrintWriter(err)).execute(arguments.split(" "));
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    @DisplayName("how long to wait: what is asked for, else twice what the receiver says, within reason")
    void patience() {
        SendSettings usual = SendSettings.to("h", 1);
        assertThat(usual.patience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(usual.patience(limits(10_000))).isEqualTo(Duration.ofSeconds(30));
        assertThat(usual.patience(limits(30_000))).isEqualTo(Duration.ofSeconds(60));
        assertThat(usual.patience(limits(Integer.MAX_VALUE))).isEqualTo(Duration.ofMinutes(5));
        SendSettings asked = usual.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertThat(asked.patience(limits(30_000))).isEqualTo(Duration.ofSeconds(3));
    }

    private static Message.Limits limits(int idle) {
        return new Message.Limits(255, 1, 1, idle);
    }
}
