package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("hard work")
class HardWorkTest {
    @Test
    @DisplayName("is done by another thread, one of the system's, which does not keep the program from ending")
    void elsewhere() throws IOException {
        Thread thread = HardWork.run(Thread::currentThread);
        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getClass()).isEqualTo(Thread.class);
    }

    @Test
    @DisplayName("tells of its end in the words of the work")
    void faults() {
        for (Throwable fault : new Throwable[] {new IOException(), new HttpError(415, "x"), new OutOfMemoryError()}) {
            assertThatThrownBy(() -> HardWork.run(() -> {
                        if (fault instanceof IOException io) {
                            throw io;
                        } else if (fault instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) fault;
                    }))
                    .isSameAs(fault);
        }
    }

    @Test
    @DisplayName("is waited for by a thread that is interrupted, which stays so")
    void interrupted() throws IOException {
        Thread.currentThread().interrupt();
        assertThat(HardWork.run(() -> 1)).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }
}
