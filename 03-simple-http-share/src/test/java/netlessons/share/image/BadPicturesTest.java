package netlessons.share.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import netlessons.share.Pictures;
import netlessons.share.http.HttpError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of pictures that are none, and of those that somebody made to do harm (attack 41). */
class BadPicturesTest {
    private static final ImageLimits LIMITS = ImageLimits.DEFAULT;

    private static int status(byte[] bytes, ImageLimits limits) throws Exception {
        try {
            new Resizer(limits).fit(Input.of(bytes), new Box(100, 100), Optional.empty(), Optional::empty);
            return 200;
        } catch (HttpError e) {
            return e.status();
        }
    }

    @Test
    @DisplayName("a PNG of some 70 bytes that says it has 50,000 x 50,000 pixels is too large (attack 41)")
    void bomb() throws Exception {
        byte[] png = Pictures.pngThatSays(50_000, 50_000);
        assertThat(png).hasSizeLessThan(80);
        assertThat(status(png, LIMITS)).isEqualTo(413);
        assertThat(status(Pictures.pngThatSays(Integer.MAX_VALUE, Integer.MAX_VALUE), LIMITS))
                .isEqualTo(413);
        assertThat(status(Pictures.pngThatSays(0, 5), LIMITS)).isEqualTo(415);
        assertThat(status(Pictures.pngThatSays(-1, -1), LIMITS)).isEqualTo(415);
    }

    @Test
    @DisplayName("of a GIF with 100,000 frames only the first one is looked at (attack 41)")
    void frames() throws Exception {
        byte[] gif = Pictures.gifWithFrames(100_000);
        Input in = Input.of(gif);
        new Resizer(LIMITS).fit(in, new Box(100, 100), Optional.empty(), Optional::empty);
        assertThat(in.getStreamPosition()).isLessThan(100_000);
    }

    @Test
    @DisplayName("a JPEG one pixel wide and 65,500 high is still one pixel wide when it is small (attack 41)")
    void thread() throws Exception {
        Picture small = new Resizer(LIMITS)
                .fit(Input.of(Pictures.jpeg(1, 65_500)), new Box(100, 100), Optional.empty(), Optional::empty);
        assertThat(Pictures.read(small.bytes()).getWidth()).isEqualTo(1);
        assertThat(Pictures.read(small.bytes()).getHeight()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    @DisplayName("one that was cut off anywhere is broken, or what is there is shown (attack 41)")
    void truncated(String kind) throws Exception {
        byte[] whole = Pictures.of(kind, Pictures.quarters(64, 64));
        for (int length = 0; length < whole.length; length += 1 + whole.length / 200) {
            assertThat(status(Arrays.copyOf(whole, length), LIMITS)).isIn(200, 415);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    @DisplayName("one with wrong bytes in it is shown, broken, or too large, and nothing else (attack 41)")
    void damaged(String kind) throws Exception {
        byte[] whole = Pictures.of(kind, Pictures.quarters(64, 64));
        Random random = new Random(41);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                damaged[random.nextInt(Math.min(damaged.length, i % 2 == 0 ? 64 : 4096))] = (byte) random.nextInt(256);
            }
            assertThat(status(damaged, LIMITS)).isIn(200, 413, 415);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "G", "hello, world", "GIF89a", "\u0089PNG\r\n\u001a\n", "<svg onload='alert(1)'/>", "BM"})
    @DisplayName("text that calls itself a picture is none (attack 41)")
    void text(String text) throws Exception {
        assertThat(status(text.getBytes(StandardCharsets.ISO_8859_1), LIMITS)).isEqualTo(415);
    }

    @Test
    @DisplayName("a JPEG with 10,000 scans is given up when its time is over (attack 41)")
    void scans() throws Exception {
        byte[] few = Pictures.jpegWithScans(800, 500, 3);
        assertThat(status(few, LIMITS)).isEqualTo(200);
        byte[] many = Pictures.jpegWithScans(8000, 5000, 10_000);
        ImageLimits impatient = limits(LIMITS.pixels(), LIMITS.bytes(), Duration.ofMillis(100));
        assertThat(status(many, impatient)).isEqualTo(413);
    }

    @Test
    @DisplayName("a BMP that has a PNG within is refused: nobody has looked at the size of that one (attack 41)")
    void nested() throws Exception {
        byte[] bmp = Pictures.of("bmp", Pictures.quarters(10, 10));
        bmp[30] = 5;
        assertThat(status(bmp, LIMITS)).isEqualTo(415);
    }

    @Test
    @DisplayName(
            "a file that is too large is not opened, and a JPEG with megabytes before its pixels not read (attack 41)")
    void large() throws Exception {
        assertThat(status(Pictures.png(10, 10), limits(LIMITS.pixels(), 20, LIMITS.time())))
                .isEqualTo(413);
        byte[] jpeg = Pictures.jpeg(10, 10);
        byte[] notes = new byte[5 << 20];
        for (int at = 0; at + 65_537 < notes.length; at += 65_537) {
            notes[at] = notes[at + 1] = notes[at + 2] = notes[at + 3] = (byte) 0xff;
            notes[at + 1] = (byte) 0xe2;
        }
        byte[] all = Arrays.copyOf(jpeg, jpeg.length + notes.length);
        System.arraycopy(notes, 0, all, 2, notes.length);
        System.arraycopy(jpeg, 2, all, 2 + notes.length, jpeg.length - 2);
        assertThat(status(all, LIMITS)).isEqualTo(415);
    }

    @Test
    void whatNeedsMoreThanThereIsIsTooLarge() throws Exception {
        byte[] png = Pictures.png(1000, 1000);
        assertThat(status(png, limits(1_000_000, LIMITS.bytes(), LIMITS.time())))
                .isEqualTo(200);
        assertThat(status(png, limits(999_999, LIMITS.bytes(), LIMITS.time()))).isEqualTo(413);
        ImageLimits poor = new ImageLimits(
                40_000_000, 1 << 20, 1 << 20, 1 << 20, 2, 10, Duration.ofSeconds(10), Duration.ofSeconds(20));
        assertThat(status(png, poor)).as("a thumbnail needs little memory").isEqualTo(200);
        assertThatThrownBy(() ->
                        new Resizer(poor).fit(Input.of(png), new Box(900, 900), Optional.empty(), Optional::empty))
                .isInstanceOf(HttpError.class);
    }

    private static ImageLimits limits(long pixels, long bytes, Duration time) {
        return new ImageLimits(
                pixels,
                bytes,
                LIMITS.sent(),
                LIMITS.memory(),
                LIMITS.atOnce(),
                LIMITS.waiting(),
                LIMITS.patience(),
                time);
    }
}
