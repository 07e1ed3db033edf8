package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The system gives the receiver no more sockets and files. */
@Timeout(90)
class DescriptorsIT {
    @TempDir
    Path folder;

    @Test
    void itPasses() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell that can limit a program");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 64; exec \"$@\"", "sh"));
        command.addAll(ReceiveProgram.command(
                List.of(),
                "--dir",
                folder.toString(),
                "--port=0",
                "--max-connections=1000",
                "--max-connections-per-ip=1000",
                "--preamble-timeout=60"));
        try (ReceiveProgram program = ReceiveProgram.of(
                new ProcessBuilder(command).redirectErrorStream(true).start())) {
            InetSocketAddress address = program.address();
            List<SocketChannel> crowd = new ArrayList<>();
            try (TestSender early = TestSender.greeted(address)) {
                // The JDK itself opens a file now and then, when something is first needed.
                early.say(TestSender.eager("first", 0), TestSender.end()).isCommitted("first", false);
                early.say(TestSender.begin("first/x", 1)).isRejected(Code.EXISTS);
                early.say(TestSender.begin("second", 1)).isReady(0);
                early.say(Message.Signal.CANCEL, Message.Signal.PING).isRejected(Code.CANCELLED);
                for (int i = 0; i < 100; i++) {
                    crowd.add(SocketChannel.open(address));
                }
                for (int i = 0; i < 3; i++) { // there may be a descriptor for its file, or not
                    early.say(TestSender.eager("early" + i, 0), TestSender.end())
                            .answer();
                    early.say(TestSender.begin("part" + i, 1)).answer();
                    early.say(Message.Signal.CANCEL, Message.Signal.PING);
                    for (Frame next = early.frame(); next.type() != FrameType.PONG; next = early.frame()) {
                        assertThat(next.type())
                                .as(next.type() == FrameType.ERROR ? "" + next.message() : "")
                                .isNotEqualTo(FrameType.ERROR);
                    }
                }
                for (SocketChannel one : crowd) {
                    one.close();
                }
                TestSender.await("descriptors", () -> {
                    early.say(TestSender.eager("again", 0), TestSender.end());
                    return early.answer() instanceof Message.Committed;
                });
            }
            TestSender.await("a place", () -> {
                try (TestSender late = TestSender.greeted(address)) {
                    return late.say(TestSender.eager("late", 0), TestSender.end())
                                    .answer()
                            instanceof Message.Committed;
                } catch (IOException e) {
                    return false;
                }
            });
            program.interrupt();
            assertThat(program.lines().filter(line -> line.contains("SEVERE") || line.contains("Exception")))
                    .isEmpty();
            assertThat(program.exitStatus()).isZero();
        }
    }
}
