package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.UploadId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has an upload, and who gets it. */
@Timeout(30)
class ClaimsTest {
    private static final UploadId ID = new UploadId(1, 2);

    private Claims.Claim older;

    @Test
    void whoeverLetsGoLosesIt() throws Exception {
        Claims claims = new Claims(Duration.ofSeconds(10));
        older = claims.take(ID, claims.holder(() -> older.release()), () -> {});
        Claims.Claim newer = claims.take(ID, claims.holder(() -> {}), () -> {});
        older.release(); // once more: it is not its own any longer
        assertThat(claims.tryTake(ID)).isEmpty();
        newer.release();
        assertThat(claims.tryTake(ID)).isPresent();
    }

    @Test
    void whoeverDoesNotLetGoKeepsIt() throws Exception {
        Claims claims = new Claims(Duration.ofMillis(50));
        claims.take(ID, claims.holder(() -> {}), () -> {});
        assertThatThrownBy(() -> claims.take(ID, claims.holder(() -> {}), () -> {}))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.code()).isEqualTo(Code.IN_USE));
        assertThat(claims.take(new UploadId(1, 3), claims.holder(() -> {}), () -> {}))
                .isNotNull();
    }

    @Test
    void whoeverGoesWaitsNoLonger() throws Exception {
        Claims claims = new Claims(Duration.ofSeconds(20));
        claims.take(ID, claims.holder(() -> {}), () -> {});
        assertThatThrownBy(() -> claims.take(ID, claims.holder(() -> {}), () -> {
                    throw new IOException("gone");
                }))
                .hasMessage("gone");
    }

    @Test
    void aLostConnectionThatIsReadLateTakesNothingFromANewerOne() throws Exception {
        Claims claims = new Claims(Duration.ofMillis(50));
        Claims.Holder lost = claims.holder(() -> {});
        Claims.Claim newer = claims.take(ID, claims.holder(() -> fail("the newer one was ended")), () -> {});
        assertThatThrownBy(() -> claims.take(ID, lost, () -> {}))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.code()).isEqualTo(Code.IN_USE));
        newer.release();
        assertThat(claims.take(ID, lost, () -> {})).isNotNull();
    }
}
