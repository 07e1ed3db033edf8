package netlessons.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 4: what lies under the final name is what was sent, all of it; and nothing lies there before. */
@Stage(value = 4, name = "integrity")
@DisplayName("Stage 4: integrity")
@Rfc("docs/02-protocol.md section 4.4")
final class Stage4IntegrityIT {
    private Target target;
    private Path dir;
    private String folder;

    @BeforeEach
    void makeFolder(Target given) {
        target = given;
        Path path = given.newFolder();
        dir = path.getParent();
        folder = path.getFileName() + "/";
    }

    private WireUpload upload(String name, String text) {
        return WireUpload.of(folder + name, text);
    }

    private WireUpload random(String name, int size) {
        byte[] bytes = new byte[size];
        target.random().nextBytes(bytes);
        return WireUpload.of(folder + name, bytes);
    }

    private void expectNothing(WireUpload upload) {
        Arrival.expectNothing(dir.resolve(upload.name()));
    }

    // Digests

    @ParameterizedTest(name = "digest {0}")
    @Order(1)
    @DisplayName("the digests sha-256 (1) and crc (2) are both known, with READY and EAGER")
    @Rfc("docs/02-protocol.md section 5")
    @ValueSource(ints = {WireUpload.SHA_256, WireUpload.DIGEST_CRC})
    void digests(int kind) throws IOException {
        List<WireUpload> uploads = Stream.of(random("a", 50_000), random("b", 50_000), upload("c", ""))
                .map(upload -> upload.kind(kind))
                .toList();
        FrameWire.open(target)
                .uploadPatiently(uploads.get(0))
                .upload(uploads.get(1))
                .upload(uploads.get(2));
        for (WireUpload upload : uploads) {
            Arrival.expect(dir, upload);
        }
    }

    @ParameterizedTest(name = "digest {0}")
    @Order(2)
    @DisplayName("END with a wrong digest: REJECT DIGEST, and no file; the next one is taken (case 24)")
    @ValueSource(ints = {WireUpload.SHA_256, WireUpload.DIGEST_CRC})
    void wrongDigest(int kind) throws IOException {
        FrameWire wire = FrameWire.open(target);
        for (int at : List.of(0, 7)) {
            WireUpload upload = random("wrong-" + at, 5000).kind(kind);
            byte[] digest = upload.digest();
            digest[at] ^= 1;
            wire.send(upload.eager()).send(upload.data()).send(WireFrame.end(digest));
            wire.expectReject(WireCode.DIGEST);
            expectNothing(upload);
            wire.send(upload.begin()).expectReady(upload, 0);
            wire.send(upload.data()).send(WireFrame.end(digest)).expectReject(WireCode.DIGEST);
            expectNothing(upload);
        }
        WireUpload next = random("next", 100).kind(kind);
        wire.upload(next).expectQuiet();
        Arrival.expect(dir, next);
    }

    @Test
    @Order(3)
    @DisplayName("after REJECT DIGEST nothing is left to resume: the same upload begins at 0 again")
    void wrongDigestThenRight() throws IOException {
        WireUpload upload = random("second-try", 9000);
        FrameWire wire = FrameWire.open(target);
        wire.send(upload.begin()).expectReady(upload, 0);
        WireUpload other = upload.bytes(new byte[9000]);
        wire.send(other.data()).send(upload.end()).expectReject(WireCode.DIGEST);
        wire.uploadPatiently(upload);
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(4)
    @DisplayName("an unknown digest: REJECT UNSUPPORTED")
    @Rfc("docs/02-protocol.md section 5")
    void unknownDigest() {
        WireUpload upload = upload("unknown", "hello").kind(3);
        FrameWire wire = FrameWire.open(target);
        wire.send(upload.begin()).expectReject(WireCode.UNSUPPORTED).expectQuiet();
    }

    // What came, and what did not

    @Test
    @Order(10)
    @DisplayName("END before all of the file: REJECT INCOMPLETE, no file, and the connection goes on (case 19)")
    void tooEarly() throws IOException {
        FrameWire wire = FrameWire.open(target);
        WireUpload upload = random("short", 9000);
        WireFrame shortEnd = WireFrame.end(upload.digest(8999));
        wire.send(upload.eager(), upload.data(0, 8999), shortEnd).expectReject(WireCode.INCOMPLETE);
        wire.send(upload.eager(), upload.end()).expectReject(WireCode.INCOMPLETE);
        WireUpload patient = random("short-too", 9000);
        wire.send(patient.begin()).expectReady(patient, 0);
        wire.send(patient.data(0, 4096), patient.end()).expectReject(WireCode.INCOMPLETE);
        expectNothing(upload);
        expectNothing(patient);
        wire.upload(upload("next", "next")).expectQuiet();
    }

    @Test
    @Order(11)
    @DisplayName("nothing has the final name before END, and the whole file has it when COMMITTED comes")
    void notBefore() throws IOException {
        WireUpload upload = random("big", 1_000_000);
        FrameWire wire = FrameWire.open(target).send(upload.begin()).expectReady(upload, 0);
        expectNothing(upload);
        wire.send(upload.data()).expectQuiet(); // PONG: by now the DATA has been read
        expectNothing(upload);
        wire.send(upload.end()).expectCommitted(upload);
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(12)
    @DisplayName("CANCEL: REJECT CANCELLED, no file, nothing to resume; the next one is taken")
    @Rfc("docs/02-protocol.md section 4.5")
    void cancel() throws IOException {
        FrameWire wire = FrameWire.open(target);
        WireUpload upload = random("cancelled", 9000);
        wire.send(upload.begin()).expectReady(upload, 0);
        wire.send(upload.data(0, 4096), WireFrame.cancel()).expectReject(WireCode.CANCELLED);
        WireUpload eager = random("eager", 9000);
        wire.send(eager.eager(), eager.data(0, 4096), WireFrame.cancel()).expectReject(WireCode.CANCELLED);
        wire.expectQuiet();
        expectNothing(upload);
        expectNothing(eager);
        wire.uploadPatiently(upload);
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(13)
    @DisplayName("a CANCEL while nothing is open means nothing")
    @Rfc("docs/02-protocol.md section 4.5")
    void cancelNothing() throws IOException {
        WireUpload upload = upload("after", "after");
        FrameWire wire = FrameWire.open(target).send(WireFrame.cancel()).expectQuiet();
        wire.upload(upload).send(WireFrame.cancel(), WireFrame.cancel()).expectQuiet();
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(14)
    @DisplayName("DATA and END of an upload that was refused are ignored, and answered no more")
    @Rfc("docs/02-protocol.md section 4.5")
    void ignored() throws IOException {
        FrameWire wire = FrameWire.open(target);
        for (WireFrame last : List.of(upload("x", "").end(), WireFrame.cancel())) {
            WireUpload bad = random("..", 9000);
            wire.send(bad.eager()).send(bad.data()).send(last).expectReject(WireCode.BAD_NAME);
            wire.expectQuiet();
        }
        WireUpload next = upload("next", "next");
        wire.upload(next);
        Arrival.expect(dir, next);
    }

    @Test
    @Order(15)
    @DisplayName("five million bytes arrive as they were sent")
    void big() throws IOException {
        WireUpload upload = random("big", 5_000_001);
        FrameWire wire = FrameWire.open(target).send(upload.begin()).expectReady(upload, 0);
        int chunk = (int) Math.min(wire.bounds().data(), 262_144);
        for (WireFrame frame : upload.dataFrom(0, chunk)) {
            wire.send(frame);
        }
        wire.send(upload.end()).expectCommitted(upload);
        Arrival.expect(dir, upload);
    }

    // Damage on the way

    @Test
    @Order(20)
    @DisplayName("a wrong CRC-32C: ERROR CHECKSUM, then the end (case 13)")
    @Rfc("docs/02-protocol.md section 2")
    void wrongCrc() {
        WireUpload upload = upload("damaged", "hello");
        FrameWire.open(target).send(upload.begin().damaged()).expectError(WireCode.CHECKSUM);
        FrameWire data = FrameWire.open(target).send(upload.begin()).expectReady(upload, 0);
        data.send(upload.data()[0].damaged()).expectError(WireCode.CHECKSUM);
        WireUpload eager = upload("damaged", "hello");
        FrameWire end = FrameWire.open(target).send(eager.eager()).send(eager.data());
        end.send(eager.end().damaged()).expectError(WireCode.CHECKSUM);
        FrameWire.open(target).send(WireFrame.ping().damaged()).expectError(WireCode.CHECKSUM);
        expectNothing(upload);
    }

    @Test
    @Order(21)
    @DisplayName(
            "one wrong bit at any place of a session: never a file, and ERROR CHECKSUM where only that can be wrong (case 13)")
    @Rfc("docs/02-protocol.md section 2")
    void everyBit() {
        WireUpload upload = upload("bit", "hello");
        WireFrame[] frames = upload.whole();
        for (int i = 0; i < frames.length; i++) {
            byte[] before = WireFrame.join(Arrays.copyOf(frames, i));
            int length = frames[i].bytes().length;
            for (int at = 0; at < length; at++) {
                byte[] frame = frames[i].bytes();
                frame[at] ^= (byte) (1 << target.random().nextInt(8));
                FrameWire wire = FrameWire.open(target).send(before).send(frame);
                if (at >= WireFrame.HEADER) {
                    wire.expectError(WireCode.CHECKSUM);
                } else {
                    expectRefused(wire.finish()); // a longer one might be waited for
                }
                wire.close();
            }
        }
        expectNothing(upload);
    }

    /** An error, or just the end. */
    private static void expectRefused(FrameWire wire) {
        List<Integer> codes = Stream.of(WireCode.BAD_FRAME, WireCode.BAD_LENGTH, WireCode.CHECKSUM, WireCode.STATE)
                .map(code -> code.number)
                .toList();
        for (WireFrame frame : wire.untilClosed()) {
            boolean ready = frame.type() == 'R' || frame.type() == 'Q';
            if (!ready && (frame.type() != '!' || !codes.contains(frame.code()))) {
                throw wire.failure("ERROR, or the end of the connection: a bit of a frame was wrong", 0);
            }
        }
    }

    @Test
    @Order(22)
    @DisplayName("bytes that the digest covers and the frames do not: DATA frames of another file are found out")
    void otherFile() {
        WireUpload upload = random("swapped", 9000);
        byte[] swapped = upload.bytes().clone();
        swapped[100] ^= 1;
        WireUpload other = upload.bytes(swapped);
        FrameWire wire = FrameWire.open(target);
        wire.send(upload.eager()).send(other.data()).send(upload.end()).expectReject(WireCode.DIGEST);
        expectNothing(upload);
    }

    // What is there already

    @Test
    @Order(30)
    @DisplayName("the same file again, EAGER: HAVE, and nothing changes")
    void haveEager() throws IOException {
        WireUpload upload = random("twice", 9000);
        FrameWire wire = FrameWire.open(target).upload(upload);
        Object before = identity(upload);
        wire.send(upload.whole()).expectHave(upload);
        WireUpload again = WireUpload.of(upload.name(), upload.bytes()).kind(WireUpload.SHA_256);
        wire.send(again.whole()).expectHave(again).expectQuiet();
        Arrival.expect(dir, upload);
        if (!identity(upload).equals(before)) {
            throw new AssertionError("expected the file that is there to stay as it is; it has been replaced");
        }
    }

    private Object identity(WireUpload upload) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(dir.resolve(upload.name()), BasicFileAttributes.class);
        return List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime());
    }

    @Test
    @Order(31)
    @DisplayName(
            "the same file again, READY waited for: HAVE, even if the sender has lost COMMITTED and sends all again")
    void have() throws IOException {
        WireUpload upload = random("twice", 9000);
        FrameWire wire = FrameWire.open(target).uploadPatiently(upload);
        for (WireUpload again : List.of(upload, WireUpload.of(upload.name(), upload.bytes()))) {
            long offset = wire.send(again.begin()).expectReady(again);
            wire.send(again.dataFrom((int) offset, 4096)).send(again.end()).expectHave(again);
            wire.send(again.begin()).expectReady(again);
            wire.send(again.data()).send(again.end()).expectHave(again);
        }
        wire.expectQuiet();
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(32)
    @DisplayName("another file of this name, EAGER: REJECT EXISTS, or a new name, or it takes the place of the old one")
    void existsEager() throws IOException {
        WireUpload old = random("name", 5000);
        FrameWire wire = FrameWire.open(target).upload(old);
        for (int size : List.of(5000, 4000, 0)) {
            WireUpload other = random("name", size);
            String name = wire.send(other.whole()).expectConflict(other);
            expectConsistent(old, other, name);
            old = name.equals(other.name()) ? other : old;
        }
        wire.expectQuiet();
    }

    private void expectConsistent(WireUpload old, WireUpload other, String name) throws IOException {
        if (!name.equals(old.name())) {
            Arrival.expect(dir, old);
        }
        if (!name.isEmpty()) {
            Arrival.expectNow(dir.resolve(name), other.bytes());
        }
    }

    @Test
    @Order(33)
    @DisplayName("another file of this name, not EAGER: the same, at BEGIN or at END")
    void exists() throws IOException {
        WireUpload old = random("name", 5000);
        FrameWire wire = FrameWire.open(target).upload(old);
        for (int size : List.of(4000, 5000)) {
            WireUpload other = random("name", size);
            wire.send(other.begin());
            String name = "";
            if (wire.expectReadyOrExists(other, old)) {
                name = wire.send(other.data()).send(other.end()).expectConflict(other);
            }
            expectConsistent(old, other, name);
            old = name.equals(other.name()) ? other : old;
        }
        wire.expectQuiet();
    }

    @Test
    @Order(34)
    @DisplayName("a wrong digest and CANCEL leave a file alone that was there before")
    void publishedStays() throws IOException {
        WireUpload upload = random("safe", 5000);
        FrameWire wire = FrameWire.open(target).uploadPatiently(upload);
        WireFrame wrong = WireFrame.end(new byte[8]);
        for (WireFrame last : List.of(wrong, WireFrame.cancel())) {
            WireCode code = last.type() == 'X' ? WireCode.CANCELLED : WireCode.DIGEST;
            long offset = wire.send(upload.begin()).expectReady(upload);
            wire.send(upload.dataFrom((int) offset, 4096)).send(last).expectReject(code);
            Arrival.expect(dir, upload);
            wire.send(upload.eager()).send(upload.data()).send(last).expectReject(code);
            Arrival.expect(dir, upload);
        }
        wire.expectQuiet();
    }
}
