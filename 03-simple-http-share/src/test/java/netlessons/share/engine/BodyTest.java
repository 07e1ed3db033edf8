package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    /** Has always something. */
    private static final class Endless implements Content.Source {
        @Override
        public Content.Chunk read() {
            return Content.Chunk.from(ByteBuffer.wrap(new byte[1]), false);
        }

        @Override
        public void demand(Runnable callback) {
            callback.run();
        }

        @Override
        public void fail(Throwable failure) {
            // nobody does
        }
    }

    @ParameterizedTest(name = "waits: {0}")
    @DisplayName("what nobody wants is not thrown away for ever, though there is always more of it")
    @ValueSource(booleans = {true, false})
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void endless(boolean waits) {
        try (Body body = new Body(new Endless(), Limits.DEFAULT)) {
            assertThat(body.skip(waits)).isFalse();
        }
    }
}
