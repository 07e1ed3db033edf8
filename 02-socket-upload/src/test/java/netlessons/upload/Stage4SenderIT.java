package netlessons.upload;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.testkit.Rfc;
import netlessons.testkit.SenderRun;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stage 4 for senders: exit status 0 says that all files are safe, and a sender that has not heard so does not say it. */
@Stage(value = 4, name = "integrity", side = Side.SENDER)
@DisplayName("Stage 4: integrity (sender)")
@Rfc("docs/02-protocol.md section 4.4")
final class Stage4SenderIT {
    private static final int BIG = 1_500_000;

    private static Path file(SenderTarget sender, String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        sender.random().nextBytes(bytes);
        return Files.write(sender.newFolder().resolve(name), bytes);
    }

    @Test
    @Order(1)
    @DisplayName("HAVE is a success")
    void have(SenderTarget sender) throws IOException {
        Path file = file(sender, "have.bin", BIG);
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame verdict(WireBegin begin, byte[] bytes) {
                return WireFrame.have(begin.size(), begin.digest(bytes), begin.name());
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        Sent.expect(model, "have.bin", Files.readAllBytes(file));
    }

    @Test
    @Order(2)
    @DisplayName("COMMITTED under a new name is a success, too")
    void renamed(SenderTarget sender) throws IOException {
        Path file = file(sender, "photo.jpg", 5);
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame verdict(WireBegin begin, byte[] bytes) {
                return WireFrame.committed(begin.size(), begin.digest(bytes), "photo (1).jpg");
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
    }

    @Test
    @Order(3)
    @DisplayName("REJECT with \"again\" 0: the exit status is not 0, whatever the code, a new one too")
    @Rfc("docs/02-protocol.md section 8")
    void rejected(SenderTarget sender) throws IOException {
        WireFrame unknown = new WireFrame('N', 0, new byte[] {0, 99, 0});
        List<WireFrame> answers = List.of(WireFrame.reject(WireCode.QUOTA, "No."), unknown);
        for (WireFrame answer : answers) {
            ModelReceiver model = new ModelReceiver() {
                @Override
                WireFrame verdict(WireBegin begin, byte[] bytes) {
                    return answer;
                }
            };
            try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
                receiver.expectFailure(sender.start(receiver.port(), file(sender, "no.txt", 5)));
            }
        }
    }

    @Test
    @Order(4)
    @DisplayName("REJECT in place of READY: the exit status is not 0")
    void rejectedAtOnce(SenderTarget sender) throws IOException {
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame ready(WireBegin begin) {
                return WireFrame.reject(WireCode.EXISTS, "There is another one.");
            }

            @Override
            WireFrame verdict(WireBegin begin, byte[] bytes) {
                return ready(begin);
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectFailure(sender.start(receiver.port(), file(sender, "no.bin", BIG)));
        }
    }

    @Test
    @Order(5)
    @DisplayName("REJECT in the middle of the data: the sender ends the upload, and sends the next file")
    @Rfc("docs/02-protocol.md section 4.5")
    void rejectedMeanwhile(SenderTarget sender) throws IOException {
        Path folder = Files.createDirectory(sender.newFolder().resolve("two"));
        byte[] bytes = new byte[3 * BIG];
        sender.random().nextBytes(bytes);
        Files.write(folder.resolve("1-bad.bin"), bytes);
        Files.write(folder.resolve("2-good.bin"), bytes);
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame meanwhile(Open open) {
                boolean now = open.begin.name().contains("bad") && open.bytes.size() > BIG;
                return now ? WireFrame.reject(WireCode.QUOTA, "Enough.") : null;
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectFailure(sender.start(receiver.port(), folder));
        }
        Sent.expect(model, "two/2-good.bin", bytes);
    }

    /** What is wrong with the first final frame. */
    enum Lie {
        SIZE("COMMITTED with another size"),
        DIGEST("COMMITTED with another digest"),
        CRC("COMMITTED with a wrong CRC-32C"),
        NOTHING_AT_ALL("no final frame, but the end of the connection"),
        ERROR("ERROR INTERNAL");

        private final String words;

        Lie(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(6)
    @DisplayName("no COMMITTED with its own size and digest: no exit status 0, unless the file is sent again")
    @EnumSource
    void lies(Lie lie, SenderTarget sender) throws IOException {
        Path file = file(sender, "lie.txt", 5000);
        AtomicInteger asked = new AtomicInteger();
        ModelReceiver model = new ModelReceiver() {
            @Override
            void say(FrameWire wire, WireFrame frame) {
                if (frame.type() != 'C' || asked.getAndIncrement() > 0) {
                    wire.send(frame);
                    return;
                }
                byte[] digest = Arrays.copyOf(frame.rest(), frame.rest().length - "lie.txt".length());
                switch (lie) {
                    case SIZE -> wire.send(WireFrame.committed(4999, digest, "lie.txt"));
                    case DIGEST -> {
                        digest[0] ^= 1;
                        wire.send(WireFrame.committed(5000, digest, "lie.txt"));
                    }
                    case CRC -> wire.send(frame.damaged());
                    case NOTHING_AT_ALL -> wire.finish();
                    default -> {
                        wire.send(WireFrame.error(WireCode.INTERNAL, "A fault of the receiver."));
                        wire.finish();
                    }
                }
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            int status = receiver.await(sender.start(receiver.port(), file));
            if (status == 0 && model.uploads("lie.txt").size() < 2) {
                throw new AssertionError(
                        "expected another exit status than 0: there was " + lie + ", and the file was not sent again");
            }
        }
    }

    @Test
    @Order(7)
    @DisplayName("ERROR with \"again\" 0: the exit status is not 0")
    @Rfc("docs/02-protocol.md section 4.5")
    void error(SenderTarget sender) throws IOException {
        ScriptedReceiver.Script script = (wire, connection) -> {
            wire.expectPreamble().sayLimits(1024, 262_144, 1L << 40, 3000);
            wire.next("BEGIN");
            wire.send(WireFrame.error(WireCode.STATE, "No."));
            wire.finish().untilClosed();
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, script)) {
            receiver.expectFailure(sender.start(receiver.port(), file(sender, "error.txt", 5)));
        }
    }

    @Test
    @Order(8)
    @DisplayName(
            "the file becomes shorter while it is sent: no END for what is not there any more, no exit status 0 for it")
    @Rfc("docs/02-protocol.md section 4.5")
    void shrinks(SenderTarget sender) throws IOException {
        Path file = file(sender, "shrinks.bin", 30_000_000); // more than the system keeps on its way
        ModelReceiver model = new ModelReceiver() {
            private boolean cut;

            @Override
            synchronized WireFrame meanwhile(Open open) throws IOException {
                if (!cut) {
                    cut = true;
                    try (RandomAccessFile one = new RandomAccessFile(file.toFile(), "rw")) {
                        one.setLength(1000);
                    }
                }
                return null;
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            SenderRun run = sender.start(receiver.port(), file);
            if (receiver.await(run) == 0) {
                Sent.expect(model, "shrinks.bin", Files.readAllBytes(file)); // sent again, as it is now
            }
        }
    }
}
