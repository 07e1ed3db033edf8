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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 5: connections that are lost. What came in whole DATA frames is there when the sender comes back, nobody sees it
 * under the final name before it is whole, and a sender that has missed the last word hears it when it asks again.
 */
@Stage(value = 5, name = "resume")
@DisplayName("Stage 5: resume")
final class Stage5ResumeIT {
    private static final String READY = "docs/02-protocol.md section 4.2";
    private static final String OFFSETS = "docs/02-protocol.md section 4.3";
    private static final String END = "docs/02-protocol.md section 4.4";
    private static final String INTERRUPTED = "docs/02-protocol.md section 4.5";

    /** Says BEGIN and some DATA, and makes sure that the receiver has read it. */
    private static FrameWire begun(Target target, WireUpload upload, int... ends) {
        FrameWire wire = FrameWire.open(target).send(upload.begin());
        wire.expectReady(upload, 0);
        for (int i = 0; i < ends.length; i++) {
            wire.send(upload.data(i == 0 ? 0 : ends[i - 1], ends[i]));
        }
        return wire.expectQuiet();
    }

    /** The connection ends in order (FIN), and the receiver has noticed. */
    private static void lose(FrameWire wire) {
        wire.finish().untilClosed();
        wire.close();
    }

    @ParameterizedTest(name = "digest {0}")
    @Order(1)
    @DisplayName("a connection is lost: what came in whole DATA frames is kept, and the upload goes on behind it")
    @Rfc(READY)
    @ValueSource(ints = {WireUpload.DIGEST_CRC, WireUpload.SHA_256})
    void goesOn(int kind, Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 9000).kind(kind);
        FrameWire wire = begun(target, file, 4000, 6000);
        expectNothing(target, file);
        lose(wire.send(Arrays.copyOf(file.data(6000, 9000).bytes(), 2000)));
        expectNothing(target, file);
        Comeback.to(target, file).expectOffset(6000).finish();
        expectFile(target, file);
    }

    @Test
    @Order(2)
    @DisplayName("lost again and again, it goes on again and again; at the end the file is whole")
    @Rfc(READY)
    void severalTimes(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 50);
        for (int at = 0; at < 50; at += 10) {
            Comeback back = Comeback.to(target, file).expectOffset(at);
            lose(back.wire().send(file.data(at, at + 3), file.data(at + 3, at + 10)));
            expectNothing(target, file);
        }
        Comeback.to(target, file).expectOffset(50).finish(); // only END was missing
        expectFile(target, file);
    }

    @Test
    @Order(3)
    @DisplayName("the sender's file begins otherwise than what is here: it sends from 0, and the receiver forgets")
    @Rfc(READY)
    void changedAtTheSender(Target target) throws IOException {
        WireUpload before = file(target, target.newFolder(), "file", 6000);
        lose(begun(target, before, 2000, 4000));
        byte[] changed = before.bytes().clone();
        changed[0] ^= 1;
        WireUpload after = before.bytes(changed);
        try (Comeback back = Comeback.to(target, after)) {
            back.wire().send(after.data()).send(after.end()).expectCommitted(after);
        }
        expectFile(target, after);
    }

    @Test
    @Order(4)
    @DisplayName(
            "the receiver's part was changed on its disk meanwhile: the digest of READY or of END shows it (case 26)")
    @Rfc(READY)
    void changedAtTheReceiver(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 9000);
        lose(begun(target, file, 4000, 8000));
        for (Path part : holding(target, Arrays.copyOf(file.bytes(), 8000))) {
            byte[] bytes = Files.readAllBytes(part);
            bytes[100] ^= 1;
            Files.write(part, bytes);
        }
        WireFrame answer = Comeback.to(target, file).sendRest().next("COMMITTED, or REJECT DIGEST");
        if (answer.type() == 'N') {
            Comeback.to(target, file).expectOffset(0).finish();
        }
        expectFile(target, file);
    }

    @Test
    @Order(5)
    @DisplayName(
            "an id is a name and no proof: another, shorter file under the id of a lost one is not mixed up with it")
    @Rfc(READY)
    void otherFileSameId(Target target) throws IOException {
        Path folder = target.newFolder();
        WireUpload lost = file(target, folder, "file", 9000);
        lose(begun(target, lost, 4000, 8000));
        WireUpload other = lost.bytes(file(target, folder, "file", 3000).bytes());
        Comeback.to(target, other).finish();
        expectFile(target, other);
    }

    @Test
    @Order(6)
    @DisplayName("the digest of END is wrong: REJECT DIGEST, no file, and the next try begins at 0 (case 24)")
    @Rfc(END)
    void wrongDigest(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 5000);
        try (FrameWire wire = begun(target, file, 3000, 5000)) {
            wire.send(WireFrame.end(file.digest(4999))).expectReject(WireCode.DIGEST);
            expectNothing(target, file);
            wire.expectQuiet(); // it is the upload that has failed, not the connection
        }
        Comeback.to(target, file).expectOffset(0).finish();
        expectFile(target, file);
    }

    @ParameterizedTest(name = "digest {0}")
    @Order(7)
    @DisplayName(
            "after a break the digest of END still covers the whole file: that of the rest alone is wrong (case 25)")
    @Rfc(END)
    @ValueSource(ints = {WireUpload.DIGEST_CRC, WireUpload.SHA_256})
    void digestOfTheRest(int kind, Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 5000).kind(kind);
        lose(begun(target, file, 3000));
        byte[] rest = WireUpload.digest(kind, Arrays.copyOfRange(file.bytes(), 3000, 5000));
        try (Comeback back = Comeback.to(target, file).expectOffset(3000)) {
            back.wire().send(file.data(3000, 5000), WireFrame.end(rest)).expectReject(WireCode.DIGEST);
        }
        expectNothing(target, file);
    }

    @Test
    @Order(8)
    @DisplayName(
            "DATA begins where READY says, or at 0, and nowhere else: ERROR BAD_OFFSET; what was here stays (case 27)")
    @Rfc(OFFSETS)
    void offsetOfNobody(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 6000);
        FrameWire wire = FrameWire.open(target).send(file.begin()).expectReady(file, 0);
        wire.send(file.data(2000, 4000)).expectError(WireCode.BAD_OFFSET);
        lose(begun(target, file, 2000, 4000));
        for (int wrong : new int[] {1, 2000, 3999, 4001, 5999}) {
            Comeback back = Comeback.to(target, file).expectOffset(4000);
            back.wire().send(file.data(wrong, wrong + 1)).expectError(WireCode.BAD_OFFSET);
            back.close();
        }
        Comeback.to(target, file).expectOffset(4000).finish();
        expectFile(target, file);
    }

    @Test
    @Order(9)
    @DisplayName("CANCEL in the middle: REJECT CANCELLED, nothing stays, and the next try begins at 0 (case 28)")
    @Rfc(INTERRUPTED)
    void cancelled(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 5000);
        try (FrameWire wire = begun(target, file, 3000)) {
            wire.send(WireFrame.cancel()).expectReject(WireCode.CANCELLED);
            wire.send(WireFrame.cancel()).expectQuiet(); // with nothing open it means nothing
            assertThat(holding(target, Arrays.copyOf(file.bytes(), 3000)))
                    .as("files that still hold what was cancelled")
                    .isEmpty();
        }
        Comeback.to(target, file).expectOffset(0).finish();
        expectFile(target, file);
    }

    @Test
    @Order(10)
    @DisplayName("an EAGER upload is lost: nothing is to be seen, and it can be sent again from its beginning")
    @Rfc(INTERRUPTED)
    void eagerIsLost(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 5000);
        lose(FrameWire.open(target).send(file.eager(), file.data(0, 3000)).expectQuiet());
        expectNothing(target, file);
        try (FrameWire wire = FrameWire.open(target)) {
            wire.upload(file);
        }
        expectFile(target, file);
    }

    @Test
    @Order(11)
    @DisplayName("the sender has missed COMMITTED: it sends the same again, is told HAVE, and nothing has changed")
    @Rfc(END)
    void lastWordMissed(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 5000);
        FrameWire.open(target).uploadPatiently(file).close();
        BasicFileAttributes before = Files.readAttributes(place(target, file), BasicFileAttributes.class);
        Comeback.to(target, file).sendRest().expectHave(file).close();
        FrameWire.open(target).send(file.whole()).expectHave(file).close();
        WireUpload otherId = WireUpload.of(file.name(), file.bytes()).kind(WireUpload.SHA_256);
        Comeback.to(target, otherId).sendRest().expectHave(otherId).close();
        BasicFileAttributes after = Files.readAttributes(place(target, file), BasicFileAttributes.class);
        assertThat(List.of(after.lastModifiedTime(), String.valueOf(after.fileKey())))
                .as("the file's time of change and its key")
                .isEqualTo(List.of(before.lastModifiedTime(), String.valueOf(before.fileKey())));
        expectFile(target, file);
    }

    @Test
    @Order(12)
    @DisplayName("END, and the sender has gone: the file is whole or not there, and when it comes back it is safe")
    @Rfc(END)
    void goneAfterEnd(Target target) throws IOException {
        for (boolean inOrder : new boolean[] {true, false}) {
            WireUpload file = file(target, target.newFolder(), "file", 5000);
            FrameWire wire = begun(target, file, 3000, 5000).send(file.end());
            if (inOrder) {
                wire.close();
            } else {
                wire.reset();
            }
            Comeback.to(target, file).finish();
            expectFile(target, file);
        }
    }

    @Test
    @Order(13)
    @DisplayName(
            "the same upload on a second connection: it goes on there (or is IN_USE), and the first one spoils nothing")
    @Rfc(INTERRUPTED)
    void takenOver(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 9000);
        byte[] others = file.bytes().clone();
        Arrays.fill(others, 3000, 9000, (byte) 'x');
        FrameWire old = begun(target, file, 3000);
        FrameWire young = FrameWire.open(target).send(file.begin());
        WireFrame answer = young.next("READY, or REJECT IN_USE");
        if (answer.type() == 'R') {
            if (answer.number() != 3000) {
                throw young.failure("READY from offset 3000", 6);
            }
            old.send(file.bytes(others).data(3000, 6000)); // nobody may listen to this any more
            young.send(file.dataFrom(3000, 2000)).send(file.end()).expectCommitted(file);
        } else if (answer.type() != 'N' || answer.code() != WireCode.IN_USE.number) {
            throw young.failure("READY, or REJECT IN_USE (40)", 0);
        }
        old.close();
        Comeback.to(target, file).finish();
        expectFile(target, file);
    }

    /** A good session, and where its DATA frames end. */
    private static byte[] session(WireUpload file) {
        return WireFrame.join(
                WireFrame.PREAMBLE, WireFrame.join(file.begin(), file.data(0, 3), file.data(3, 6), file.end()));
    }

    /** How much of the file has come in whole DATA frames with so many bytes of the session. */
    private static long whole(WireUpload file, int sent) {
        int first = WireFrame.join(
                        WireFrame.PREAMBLE,
                        file.begin().bytes(),
                        file.data(0, 3).bytes())
                .length;
        int second = first + file.data(3, 6).bytes().length;
        return sent >= second ? 6 : sent >= first ? 3 : 0;
    }

    /** Each fourth one, as a disk takes its time to make a file durable. */
    private static void finishSome(Target target, Comeback back, int number) throws IOException {
        if (number % 4 == 0) {
            back.finish();
            expectFile(target, back.upload());
        }
        back.close();
    }

    @Test
    @Order(14)
    @DisplayName("the sender closes the connection (FIN) at each byte of a good session, and comes back (case 5)")
    @Rfc(INTERRUPTED)
    void closedAtEachByte(Target target) throws IOException {
        Path folder = target.newFolder();
        int length = session(WireUpload.of(folder.getFileName() + "/fin-100", "abcdef")).length;
        for (int sent = 0; sent <= length; sent++) {
            WireUpload file = WireUpload.of(folder.getFileName() + "/fin-" + (100 + sent), "abcdef");
            FrameWire wire = FrameWire.connect(target).send(Arrays.copyOf(session(file), sent));
            List<WireFrame> said = wire.finish().untilClosed();
            wire.close();
            if (sent < length) {
                expectNothing(target, file);
            } else {
                assertThat(said).as("the last words").last().matches(frame -> frame.type() == 'C', "COMMITTED");
            }
            Comeback back = Comeback.to(target, file);
            finishSome(target, sent < length ? back.expectOffset(whole(file, sent)) : back, length - sent);
        }
    }

    @Test
    @Order(15)
    @DisplayName("the connection is reset (RST) at each byte of a good session, and the sender comes back (case 6)")
    @Rfc(INTERRUPTED)
    void resetAtEachByte(Target target) throws IOException {
        Path folder = target.newFolder();
        int length = session(WireUpload.of(folder.getFileName() + "/rst-100", "abcdef")).length;
        for (int sent = 0; sent <= length; sent++) {
            WireUpload file = WireUpload.of(folder.getFileName() + "/rst-" + (100 + sent), "abcdef");
            FrameWire wire = FrameWire.connect(target).send(Arrays.copyOf(session(file), sent));
            if (sent >= WireFrame.PREAMBLE.length && target.random().nextBoolean()) {
                wire.wire().awaitAnswer(); // else the reset may come before all that was sent
            }
            wire.reset();
            if (sent < length) {
                expectNothing(target, file);
            }
            Comeback back = Comeback.to(target, file);
            if (!back.same() || !List.of(0L, 3L, whole(file, sent)).contains(back.offset())) {
                throw back.wire().failure("READY from 0 or from the end of a DATA frame that was sent", 6);
            }
            finishSome(target, back, length - sent);
        }
    }
}
