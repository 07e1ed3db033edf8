package netlessons.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.Rfc;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import netlessons.upload.LosingReceiver.Place;
import netlessons.upload.receive.Conflict;
import netlessons.upload.receive.Limits;
import netlessons.upload.receive.Receiver;
import netlessons.upload.receive.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 5 for senders: connections that are lost. A sender connects again by itself, or is started again; either way it
 * goes on where READY says, if that is a part of the same file.
 */
@Stage(value = 5, name = "resume", side = Side.SENDER)
@DisplayName("Stage 5: resume (sender)")
@Rfc("docs/02-protocol.md section 4.2")
final class Stage5SenderIT {
    /** Nobody should send as much as that EAGER. */
    private static final int BIG = 3 << 20;

    private static final int HALF = BIG / 2;
    private static final int BIGGEST_FRAME = 1 << 20;

    private static byte[] random(SenderTarget sender, int size) {
        byte[] bytes = new byte[size];
        sender.random().nextBytes(bytes);
        return bytes;
    }

    private static Path big(SenderTarget sender) throws IOException {
        return Files.write(sender.newFolder().resolve("big.bin"), random(sender, BIG));
    }

    /** The upload waited for READY: else nothing can be resumed. */
    private static void expectBegins(LosingReceiver model, int atLeast) {
        assertThat(model.begins)
                .as("BEGIN frames for a file of 3 MiB that were not EAGER; an EAGER upload cannot be resumed")
                .hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(model.begins.stream().map(ModelReceiver::key).distinct())
                .as("the ids in these BEGIN frames: the same file, to the same name")
                .hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("the connection is lost: the sender (or its next start) sends the file after all")
    @EnumSource
    void lost(Place place, SenderTarget sender) throws IOException {
        Path file = big(sender);
        LosingReceiver model = new LosingReceiver(place, 1, place.ordinal() % 2 == 1);
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            LosingReceiver.send(sender, receiver, file);
        }
        expectBegins(model, place == Place.BEFORE_LIMITS ? 1 : 2);
        Sent.expect(model, "big.bin", Files.readAllBytes(file));
    }

    @Test
    @Order(2)
    @DisplayName("READY from an offset, with the digest of the same bytes: DATA begins there, not at 0")
    void goesOn(SenderTarget sender) throws IOException {
        Path file = big(sender);
        LosingReceiver model = new LosingReceiver(Place.IN_THE_DATA, 1, false);
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            LosingReceiver.send(sender, receiver, file);
        }
        expectBegins(model, 2);
        assertThat(model.offsets.get(1)).as("the offset of the second READY").isGreaterThanOrEqualTo(HALF);
        assertThat(model.afterFirst.get(1))
                .as("how much is there after the next DATA frame; READY was from %d", model.offsets.get(1))
                .isGreaterThan(model.offsets.get(1));
        Sent.expect(model, "big.bin", Files.readAllBytes(file));
    }

    @ParameterizedTest(name = "{0} bytes of something else")
    @Order(3)
    @DisplayName("READY from an offset, with another digest than that of the same bytes: DATA begins at 0")
    @ValueSource(ints = {1, HALF, BIG})
    void otherBeginning(int size, SenderTarget sender) throws IOException {
        Path file = big(sender);
        byte[] other = Arrays.copyOf(Files.readAllBytes(file), size);
        other[size - 1] ^= 1;
        LosingReceiver model = new LosingReceiver(Place.IN_THE_DATA, 0, false) {
            @Override
            WireFrame ready(WireBegin begin) {
                partial.put(key(begin), other);
                return super.ready(begin);
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        expectBegins(model, 1);
        assertThat(model.afterFirst.get(0))
                .as("how much is there after the first DATA frame, which begins at 0")
                .isLessThanOrEqualTo(BIGGEST_FRAME);
        Sent.expect(model, "big.bin", Files.readAllBytes(file));
    }

    @Test
    @Order(4)
    @DisplayName("everything is there already: END follows READY, no byte of the file is sent again")
    void allThere(SenderTarget sender) throws IOException {
        Path file = big(sender);
        LosingReceiver model = new LosingReceiver(Place.IN_THE_DATA, 0, false);
        model.files.put("big.bin", Files.readAllBytes(file));
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        expectBegins(model, 1);
        assertThat(model.afterFirst).as("DATA frames").isEmpty();
    }

    @Test
    @Order(5)
    @DisplayName("the same file has the same id each time; another name, size or time of change has another")
    @Rfc("docs/02-protocol.md section 4.1")
    void ids(SenderTarget sender) throws IOException {
        Path folder = Files.createDirectory(sender.newFolder().resolve("ids"));
        Path one = Files.writeString(folder.resolve("one.txt"), "hello");
        Path two = Files.writeString(folder.resolve("two.txt"), "hello");
        Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), folder));
            Files.setLastModifiedTime(two, FileTime.fromMillis(1_000_000_000_000L));
            receiver.expectSuccess(sender.start(receiver.port(), folder));
            Files.writeString(two, "hello again");
            Files.setLastModifiedTime(two, FileTime.fromMillis(1_000_000_000_000L));
            receiver.expectSuccess(sender.start(receiver.port(), folder));
        }
        assertThat(ids(model, "ids/one.txt").distinct())
                .as("ids of a file that stays as it is")
                .hasSize(1);
        assertThat(ids(model, "ids/two.txt").distinct())
                .as("ids of a file with one time of change, with another, and with another size")
                .hasSize(3)
                .doesNotContainAnyElementsOf(ids(model, "ids/one.txt").toList());
    }

    private static Stream<String> ids(ModelReceiver model, String name) {
        return model.uploads(name).stream().map(got -> ModelReceiver.key(got.begin()));
    }

    @Test
    @Order(6)
    @DisplayName("of many files some final frames are lost: in the end all are there, and the exit status is 0")
    void manyFiles(SenderTarget sender) throws IOException {
        Path folder = Files.createDirectory(sender.newFolder().resolve("many"));
        for (int i = 0; i < 30; i++) {
            Files.write(folder.resolve("file-" + i), random(sender, 1000 + i));
        }
        LosingReceiver model = new LosingReceiver(Place.BEFORE_THE_FINAL_FRAME, 3, false);
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            LosingReceiver.send(sender, receiver, folder);
        }
        for (int i = 0; i < 30; i++) {
            Sent.expect(model, "many/file-" + i, Files.readAllBytes(folder.resolve("file-" + i)));
        }
    }

    @Test
    @Order(7)
    @DisplayName("a bad network cuts connection after connection, anywhere: the file arrives whole at a real receiver")
    void badNetwork(SenderTarget sender, @TempDir Path dir) throws IOException {
        Path file = big(sender);
        List<NetworkFaults> faults = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long bytes = 100 + sender.random().nextInt(HALF);
            faults.add(i % 2 == 0 ? NetworkFaults.NONE.endAfter(bytes) : NetworkFaults.NONE.resetAfter(bytes));
        }
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Receiver receiver =
                        Receiver.start(any, dir, Conflict.reject, Limits.DEFAULT, Threads.executor(), line -> {});
                FaultProxy proxy = FaultProxy.start(
                        receiver.address(),
                        (number, way) -> way == FaultProxy.Way.TO_SERVER && number < faults.size()
                                ? faults.get(number)
                                : NetworkFaults.NONE)) {
            for (int run = 0; sender.start(proxy.port(), file).await() != 0; run++) {
                assertThat(run)
                        .as("starts of the sender; only the first %d connections are cut", faults.size())
                        .isLessThan(faults.size());
            }
            Arrival.expectNow(dir.resolve("big.bin"), Files.readAllBytes(file));
        }
    }
}
