package netlessons.upload;

import static netlessons.upload.Received.expectFile;
import static netlessons.upload.Received.expectNothing;
import static netlessons.upload.Received.file;
import static netlessons.upload.Received.holding;
import static netlessons.upload.Received.place;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 7: the receiver is killed, told to stop, or has no room. Each test has a receiver of its own, in the same folder.
 * What has its final name is whole, whatever happens; what is not whole is there to be resumed.
 */
@Stage(value = 7, name = "crash and full disk")
@DisplayName("Stage 7: crash and full disk")
final class Stage7CrashIT {
    private static final String END = "docs/02-protocol.md section 4.4";
    private static final String INTERRUPTED = "docs/02-protocol.md section 4.5";
    private static final String CODES = "docs/02-protocol.md section 8";

    private static final int MEGABYTE = 1 << 20;
    private static final int ROUNDS = 5;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    /** In the shell's blocks of 512 bytes: 1 MiB for each file. A write beyond fails, as on a full disk. */
    private static final String SMALL_FILES = "trap '' XFSZ; ulimit -f 2048; exec \"$@\"";

    private static final String FEW_DESCRIPTORS = "ulimit -n 80; exec \"$@\"";

    @Test
    @Order(1)
    @DisplayName(
            "killed (kill -9) again and again: what has its name is whole, what was COMMITTED is there, the rest resumes")
    @Rfc(END)
    void killed(Target target) throws IOException {
        Path folder = target.newFolder();
        WireUpload big = file(target, folder, "big", 4 * MEGABYTE);
        FreshTarget receiver = target.freshProgram();
        long before = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String name = "round-" + round + "-file-";
            List<WireUpload> small = IntStream.range(0, 20)
                    .mapToObj(i -> file(target, folder, name + i, 3000 + i))
                    .toList();
            Comeback back = Comeback.to(receiver, big);
            if (!back.same() || back.offset() < before) {
                throw back.wire().failure("READY from " + before + " or more, with the digest of as many bytes", 6);
            }
            before = back.offset();
            int end = (int) before + target.random().nextInt(MEGABYTE / 2);
            FrameWire wire = FrameWire.open(receiver);
            small.forEach(file -> wire.send(file.whole()));
            back.wire()
                    .send(Arrays.stream(big.dataFrom((int) before, WireUpload.CHUNK))
                            .filter(frame -> frame.number() < end)
                            .toArray(WireFrame[]::new));
            LockSupport.parkNanos(target.random().nextInt(60) * 1_000_000L);
            receiver.kill();
            expectWhole(
                    target,
                    small,
                    wire.untilClosed().stream()
                            .filter(frame -> frame.type() == 'C')
                            .count());
            expectNothing(target, big);
            receiver = receiver.expectAnotherInItsPlace();
            FrameWire again = FrameWire.open(receiver);
            for (WireUpload file : small) {
                again.send(file.whole()).expectSafe(file);
            }
        }
        Comeback.to(receiver, big).finish();
        expectFile(target, big);
    }

    /** Those that were COMMITTED, which come first, are there; the others are whole if they are there. */
    private static void expectWhole(Target target, List<WireUpload> files, long committed) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            if (i < committed || Files.exists(place(target, files.get(i)))) {
                expectFile(target, files.get(i));
            }
        }
    }

    @Test
    @Order(2)
    @DisplayName(
            "killed when the file has got its name, perhaps before COMMITTED was said: it is whole, and then HAVE (case 31)")
    @Rfc(END)
    void killedAfterPublishing(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", MEGABYTE);
        FreshTarget receiver = target.freshProgram();
        FrameWire wire = FrameWire.open(receiver).send(file.begin()).expectReady(file, 0);
        wire.send(file.data()).send(file.end());
        long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
        while (!Files.exists(place(target, file)) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        receiver.kill();
        expectFile(target, file);
        receiver = receiver.expectAnotherInItsPlace();
        Comeback.to(receiver, file).sendRest().expectHave(file);
        expectFile(target, file);
    }

    @ParameterizedTest(name = "EAGER: {0}")
    @Order(3)
    @DisplayName("no room for the whole file: REJECT NO_SPACE or IO, no file, and the receiver goes on (case 32)")
    @Rfc(CODES)
    @ValueSource(booleans = {false, true})
    void diskFull(boolean eager, Target target) throws IOException {
        WireUpload big = file(target, target.newFolder(), "big", 3 * MEGABYTE);
        WireUpload small = file(target, place(target, big).getParent(), "small", 1000);
        FreshTarget receiver = target.freshProgram(SMALL_FILES);
        FrameWire wire = FrameWire.open(receiver).send(big.begin(eager ? WireFrame.EAGER : 0));
        if (!eager) {
            wire.expectReady(big, 0);
        }
        wire.send(big.data()).send(big.end());
        wire.expectReject(WireCode.NO_SPACE, WireCode.IO);
        expectNothing(target, big);
        wire.upload(small).expectQuiet();
        expectFile(target, small);
        if (eager) {
            assertThat(holding(target, Arrays.copyOf(big.bytes(), 4000)))
                    .as("files below the receiver's folder that hold a part of what was rejected")
                    .isEmpty();
        }
        receiver.stop().expectEndInOrder(LONGEST_STOP);
        receiver = target.freshProgram(); // there is room again
        Comeback.to(receiver, big).finish();
        expectFile(target, big);
    }

    @Test
    @Order(4)
    @DisplayName(
            "more connections than it can have file descriptors: when they are gone, it receives as before (case 32)")
    @Rfc(CODES)
    void noDescriptors(Target target) throws IOException {
        Path folder = target.newFolder();
        WireUpload file = file(target, folder, "file", 1000);
        FreshTarget receiver = target.freshProgram(FEW_DESCRIPTORS);
        // Some programs open files to load their own code when they first need it.
        FrameWire.open(receiver).upload(file(target, folder, "before", 1000));
        List<FrameWire> crowd =
                Stream.generate(() -> FrameWire.connect(receiver)).limit(120).toList();
        crowd.forEach(wire -> wire.send(WireFrame.PREAMBLE));
        LockSupport.parkNanos(500_000_000);
        crowd.forEach(FrameWire::close);
        uploadUnlessBusy(receiver, file);
        expectFile(target, file);
    }

    /** The receiver may need a moment to see that the crowd has gone. */
    private static void uploadUnlessBusy(FreshTarget receiver, WireUpload file) {
        for (int attempt = 0; attempt < 50; attempt++) {
            FrameWire wire =
                    FrameWire.connect(receiver).send(WireFrame.PREAMBLE).expectPreamble();
            WireFrame first = wire.next("LIMITS, or ERROR BUSY");
            if (first.type() == 'L') {
                WireFrame last = wire.send(file.whole()).next("COMMITTED");
                if (last.type() != 'N' || last.code() != WireCode.IO.number) { // no descriptor for the file by now
                    wire.safe(last, file);
                    return;
                }
            } else if (first.type() != '!' || first.code() != WireCode.BUSY.number) {
                throw wire.failure("LIMITS, or ERROR BUSY", 0);
            }
            wire.close();
            LockSupport.parkNanos(100_000_000);
        }
        FrameWire.open(receiver).upload(file);
    }

    @Test
    @Order(5)
    @DisplayName("SIGTERM: it ends in time with exit status 0, its port is free at once, and what has come is kept")
    @Rfc(INTERRUPTED)
    void terminated(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 9000);
        FreshTarget receiver = target.freshProgram();
        FrameWire resting = FrameWire.open(receiver);
        FrameWire wire = FrameWire.open(receiver).send(file.begin()).expectReady(file, 0);
        wire.send(file.data(0, 5000)).expectQuiet();
        receiver.stop();
        resting.expectErrorOrClosed(WireCode.STOPPING, WireCode.TIMEOUT); // it may have rested for so long by now
        receiver.expectEndInOrder(LONGEST_STOP);
        expectNothing(target, file);
        receiver = receiver.expectAnotherInItsPlace();
        Comeback.to(receiver, file).expectOffset(5000).finish();
        expectFile(target, file);
    }

    @Test
    @Order(6)
    @DisplayName("Ctrl-C (SIGINT): it ends in time with exit status 0")
    @Rfc(INTERRUPTED)
    void interrupted(Target target) {
        FreshTarget receiver = target.freshProgram();
        FrameWire resting = FrameWire.open(receiver);
        receiver.interrupt();
        resting.expectErrorOrClosed(WireCode.STOPPING, WireCode.TIMEOUT); // it may have rested for so long by now
        receiver.expectEndInOrder(LONGEST_STOP);
    }
}
