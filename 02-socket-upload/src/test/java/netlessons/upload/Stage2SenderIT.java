package netlessons.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.Rfc;
import netlessons.testkit.SenderRun;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 2 for senders: the tests are the receiver, and read each frame as strictly as the specification allows. What they
 * say comes in one piece, in many, or not to its end.
 */
@Stage(value = 2, name = "boundaries", side = Side.SENDER)
@DisplayName("Stage 2: boundaries (sender)")
@Rfc("docs/02-protocol.md section 2")
final class Stage2SenderIT {
    private static Path file(SenderTarget sender, String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        sender.random().nextBytes(bytes);
        return Files.write(sender.newFolder().resolve(name), bytes);
    }

    private static void expectFile(ModelReceiver model, Path file) throws IOException {
        Sent.expect(model, file.getFileName().toString(), Files.readAllBytes(file));
    }

    @Test
    @Order(1)
    @DisplayName("the sender says the preamble, then frames without a mistake: a small file arrives")
    @Rfc("docs/02-protocol.md section 4")
    void small(SenderTarget sender) throws IOException {
        Path file = file(sender, "hello.txt", 5);
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        expectFile(model, file);
    }

    @Test
    @Order(2)
    @DisplayName("a bigger file arrives, in DATA frames no longer than LIMITS says")
    @Rfc("docs/02-protocol.md section 3")
    void bigger(SenderTarget sender) throws IOException {
        Path file = file(sender, "photo.jpg", 2_000_001);
        ModelReceiver model = new ModelReceiver();
        model.dataLimit = 5000;
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        expectFile(model, file);
    }

    @Test
    @Order(3)
    @DisplayName("a folder with files of all sizes around those of usual buffers")
    @Rfc("docs/02-protocol.md section 4")
    void sizes(SenderTarget sender) throws IOException {
        Path folder = Files.createDirectory(sender.newFolder().resolve("sizes"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int size : List.of(0, 1, 2, 4095, 4096, 4097, 8192, 65_426, 65_535, 65_536, 65_537, 262_144, 262_145)) {
            byte[] bytes = new byte[size];
            sender.random().nextBytes(bytes);
            Files.write(folder.resolve("file-" + size), bytes);
            files.put("sizes/file-" + size, bytes);
        }
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), folder));
        }
        for (Map.Entry<String, byte[]> one : files.entrySet()) {
            Sent.expect(model, one.getKey(), one.getValue());
        }
    }

    @Test
    @Order(4)
    @DisplayName("what the receiver says comes one byte at a time (case 1)")
    void slices(SenderTarget sender) throws IOException {
        Path file = file(sender, "slices.bin", 1_500_000);
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model);
                FaultProxy proxy = FaultProxy.start(
                        receiver.address(),
                        (connection, way) ->
                                way == FaultProxy.Way.TO_CLIENT ? NetworkFaults.NONE.slices(1) : NetworkFaults.NONE)) {
            receiver.expectSuccess(sender.start(proxy.port(), file));
        }
        expectFile(model, file);
    }

    @Test
    @Order(5)
    @DisplayName(
            "what the receiver says comes in one piece: PONG that nobody has asked for, and then the answer (case 2)")
    @Rfc("docs/02-protocol.md section 4.6")
    void pongs(SenderTarget sender) throws IOException {
        Path file = file(sender, "pongs.bin", 1_500_000);
        ModelReceiver model = new ModelReceiver() {
            @Override
            void greet(FrameWire wire, int connection) {
                bounds(wire);
                wire.send(WireFrame.join(
                        WireFrame.PREAMBLE, WireFrame.join(limits(), WireFrame.pong(), WireFrame.pong())));
            }

            @Override
            void say(FrameWire wire, WireFrame frame) {
                wire.send(WireFrame.pong(), frame, WireFrame.pong());
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        expectFile(model, file);
    }

    @Test
    @Order(6)
    @DisplayName(
            "the connection ends in the middle of an answer: no exit status 0, unless the file is sent again (case 5)")
    @Rfc("docs/02-protocol.md section 4.4")
    void cutAnswers(SenderTarget sender) throws IOException {
        Path file = file(sender, "cut.bin", 1_500_000);
        int greeting = 6 + 28;
        int ready = 26;
        for (int length : List.of(3, greeting - 1, greeting + ready - 1, greeting + ready + 10)) {
            ModelReceiver model = new ModelReceiver();
            try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model);
                    FaultProxy proxy = FaultProxy.start(
                            receiver.address(),
                            (connection, way) -> connection == 0 && way == FaultProxy.Way.TO_CLIENT
                                    ? NetworkFaults.NONE.endAfter(length)
                                    : NetworkFaults.NONE)) {
                SenderRun run = sender.start(proxy.port(), file);
                int status = receiver.await(run);
                if (status == 0 && proxy.connections() == 1) {
                    throw new AssertionError("expected another exit status than 0: the connection ended after " + length
                            + " bytes of the receiver, and there was no COMMITTED");
                } else if (status == 0) {
                    expectFile(model, file);
                }
            }
        }
    }
}
