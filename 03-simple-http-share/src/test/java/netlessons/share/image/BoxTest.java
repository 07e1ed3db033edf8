package netlessons.share.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import netlessons.share.http.HttpError;
import netlessons.share.http.Query;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the size is said that a picture shall have. */
class BoxTest {
    @Test
    void oneOfTheTwoIsEnough() {
        assertThat(Box.of(Query.parse("width=100&height=50"))).contains(new Box(100, 50));
        assertThat(Box.of(Query.parse("width=100"))).contains(new Box(100, 10_000));
        assertThat(Box.of(Query.parse("height=100"))).contains(new Box(10_000, 100));
        assertThat(Box.of(Query.parse("download"))).isEmpty();
        assertThat(Box.parse("72x48")).isEqualTo(new Box(72, 48));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "%2B5",
                "999999",
                "10001",
                "NaN",
                "1e3",
                "0x10",
                "1.5",
                "99999999999",
                "%D9%A3",
                "1 "
            })
    @DisplayName("a number that is none, or too large, is refused (attack 41)")
    void wrong(String text) {
        for (String query : new String[] {"width=" + text, "height=" + text, "width=5&height=" + text}) {
            assertThatThrownBy(() -> Box.of(Query.parse(query)))
                    .isInstanceOf(HttpError.class)
                    .extracting(e -> ((HttpError) e).status())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "72", "72x", "x72", "72x72x72", "-1x5", "0x0", "72X72", "72*72"})
    void wrongBoxes(String text) {
        assertThatThrownBy(() -> Box.parse(text)).isInstanceOf(HttpError.class);
    }
}
