package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {
    @Test
    void namesTheByteBehindTheLast() {
        assertThat(ContentRange.of206("bytes 0-99/200")).contains(new ContentRange(0, 100, OptionalLong.of(200)));
        assertThat(ContentRange.of206(" BYTES 7-7/8 ")).contains(new ContentRange(7, 8, OptionalLong.of(8)));
        assertThat(ContentRange.of206("bytes 5-9/*")).contains(new ContentRange(5, 10, OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes */200",
                "bytes 9-5/200",
                "bytes 0-200/200",
                "bytes -5/200",
                "bytes 0-/200",
                "bytes 0-99",
                "bytes +0-99/200",
                "bytes 0-99/200, bytes 0-99/200",
                "pages 0-99/200",
                "bytes 0-99999999999999999999/999999999999999999999",
                "bytes 0 - 99/200"
            })
    void refusesWhatContradictsItself(String field) {
        assertThat(ContentRange.of206(field)).isEmpty();
    }

    @Test
    void of416OnlySaysHowLongTheFileIs() {
        assertThat(ContentRange.of416("bytes */200")).contains(new ContentRange(0, 0, OptionalLong.of(200)));
        assertThat(ContentRange.of416("bytes */*")).isEmpty();
        assertThat(ContentRange.of416("bytes 0-99/200")).isEmpty();
        assertThat(ContentRange.of416("*/-1")).isEmpty();
    }
}
