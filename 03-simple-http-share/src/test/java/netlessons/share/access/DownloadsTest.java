package netlessons.share.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import netlessons.share.http.Content;
import netlessons.share.http.Handler;
import netlessons.share.http.Response;
import netlessons.share.text.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("downloads are counted")
class DownloadsTest {
    private final List<String> ends = new ArrayList<>();
    private final Countdown countdown = new Countdown(Optional.empty(), OptionalInt.of(2));
    private final Handler handler = new Downloads(countdown, () -> ends.add("over"), request -> {
        Response response = Response.of(200).with(new Content.Bytes(new byte[3]));
        return request.target().path().equals("/file") ? response.asDownload() : response;
    });

    private Response ask(String method, String path) throws IOException {
        return handler.handle(Requests.of(method, path, "localhost"));
    }

    private int left() {
        return countdown.downloadsLeft().getAsInt();
    }

    @Test
    @DisplayName("a whole file counts once it is sent; a list, HEAD, and what was given up do not (attack 40)")
    void counts() throws IOException {
        ask("GET", "/list").end().accept(true);
        ask("HEAD", "/file").end().accept(true);
        ask("GET", "/file").end().accept(false);
        assertThat(left()).isEqualTo(2);
        Response first = ask("GET", "/file");
        assertThat(left()).as("while it is under way").isEqualTo(2);
        first.end().accept(true);
        assertThat(left()).isEqualTo(1);
        assertThat(ends).isEmpty();
    }

    @Test
    @DisplayName("two at once for the last one: one gets it, and if he gives up the other can have it (attack 40)")
    void last() throws IOException {
        ask("GET", "/file").end().accept(true);
        Response first = ask("GET", "/file");
        assertThat(first.status()).isEqualTo(200);
        assertThat(ask("GET", "/file").status()).isEqualTo(410);
        first.end().accept(false);
        Response second = ask("GET", "/file");
        assertThat(second.status()).isEqualTo(200);
        assertThat(ends).isEmpty();
        second.end().accept(true);
        assertThat(ends).containsExactly("over");
        assertThat(ask("GET", "/file").status()).isEqualTo(410);
        assertThat(ask("GET", "/list").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("the words for it")
    void words() throws IOException {
        assertThat(countdown.words()).contains("stops after 2 downloads");
        ask("GET", "/file").end().accept(true);
        assertThat(countdown.words()).contains("stops after 1 download");
        Countdown both = new Countdown(Optional.of(Duration.ofHours(25)), OptionalInt.of(1));
        assertThat(both.words().orElse("")).matches("stops in (25:00:00|24:59:\\d\\d), or after 1 download");
        assertThat(new Countdown(Optional.empty(), OptionalInt.empty()).words()).isEmpty();
        assertThat(Clock.of(581)).isEqualTo("09:41");
        assertThat(new Countdown(Optional.of(Duration.ZERO), OptionalInt.empty()).timeLeft())
                .contains(Duration.ZERO);
    }
}
