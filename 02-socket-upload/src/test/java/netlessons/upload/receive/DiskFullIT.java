package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import netlessons.testkit.SmallDisk;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is really full: a small one in memory, where we may mount one. */
@Timeout(60)
class DiskFullIT {
    private static final int MIB = 1 << 20;

    @TempDir
    Path dir;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(dir, 8);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.unmount();
        }
    }

    @Test
    @DisplayName("what others write after the room was promised: NO_SPACE, and the connection goes on (case 32)")
    void filledByOthers() throws Exception {
        byte[] piece = new byte[256 << 10];
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.minFree = 0);
                TestSender sender = receiver.sender()) {
            sender.say(begin("big", 4 * MIB)).isReady(0);
            Path others = Files.write(dir.resolve("others"), new byte[7 * MIB]);
            for (int at = 0; at < 8; at++) {
                sender.say(data((long) at * piece.length, piece));
            }
            sender.say(Message.Signal.CANCEL).isRejected(Code.NO_SPACE);
            assertThat(dir.resolve("big")).doesNotExist();
            Files.delete(others);
            byte[] small = new byte[100];
            Arrays.fill(small, (byte) 1);
            sender.say(eager("small", small.length), data(0, small), end(small)).isCommitted("small", false);
            assertThat(dir.resolve("small")).hasBinaryContent(small);
        }
    }

    @Test
    @DisplayName("what can be foreseen is refused at BEGIN; two that fit only alone do not both begin (case 32)")
    void foreseen() throws Exception {
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.minFree = 0);
                TestSender one = receiver.sender();
                TestSender other = receiver.sender()) {
            one.say(begin("huge", 9 * MIB)).isRejected(Code.NO_SPACE);
            one.say(begin("one", 5 * MIB)).isReady(0);
            other.say(begin("other", 5 * MIB)).isRejected(Code.NO_SPACE);
            one.say(Message.Signal.CANCEL).isRejected(Code.CANCELLED);
            other.say(begin("other", 5 * MIB)).isReady(0);
        }
    }
}
