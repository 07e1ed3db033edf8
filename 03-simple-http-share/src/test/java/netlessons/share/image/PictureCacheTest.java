package netlessons.share.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is kept, and for how long. */
class PictureCacheTest {
    private static Picture picture(int bytes) {
        return new Picture(Kind.PNG, new byte[bytes]);
    }

    @Test
    @DisplayName("however many small pictures are made, what they take in memory is bounded (attack 41)")
    void bounded() {
        PictureCache cache = new PictureCache(1 << 20);
        for (int i = 0; i < 100_000; i++) {
            cache.keep("key " + i, picture(i % 7 * 10));
            assertThat(cache.size()).isLessThanOrEqualTo(1 << 20);
        }
        assertThat(cache.find("key 99999")).isPresent();
        assertThat(cache.find("key 0")).isEmpty();
    }

    @Test
    void whatWasNotUsedLongestGoesFirst() {
        PictureCache cache = new PictureCache(10L * (1000 + PictureCache.OVERHEAD));
        for (int i = 0; i < 10; i++) {
            cache.keep("key " + i, picture(1000));
        }
        assertThat(cache.find("key 0")).isPresent();
        cache.keep("key 10", picture(1000));
        assertThat(cache.find("key 0")).as("just used").isPresent();
        assertThat(cache.find("key 1")).as("not used").isEmpty();
    }

    @Test
    void aLargeOneDoesNotDriveOutAllOthers() {
        PictureCache cache = new PictureCache(100_000);
        cache.keep("small", picture(100));
        cache.keep("large", picture(50_000));
        assertThat(cache.find("small")).isPresent();
        assertThat(cache.find("large")).isEmpty();
    }

    @Test
    void theSameAgainCountsOnce() {
        PictureCache cache = new PictureCache(100_000);
        cache.keep("key", picture(100));
        cache.keep("key", picture(200));
        assertThat(cache.size()).isEqualTo(200 + PictureCache.OVERHEAD);
    }
}
