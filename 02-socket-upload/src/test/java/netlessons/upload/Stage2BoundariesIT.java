package netlessons.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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

/**
 * Stage 2: TCP knows bytes and no messages. However they are cut or glued together on their way, the receiver finds the
 * frames in them; and where they end too early, it has no file.
 */
@Stage(value = 2, name = "boundaries")
@DisplayName("Stage 2: boundaries")
@Rfc("docs/02-protocol.md section 2")
final class Stage2BoundariesIT {
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

    /** Preamble, EAGER BEGIN, DATA, END. */
    private static byte[] session(WireUpload... uploads) {
        return WireFrame.join(
                WireFrame.PREAMBLE,
                WireFrame.join(Stream.of(uploads)
                        .flatMap(upload -> Arrays.stream(upload.whole()))
                        .toArray(WireFrame[]::new)));
    }

    private void expectArrived(FrameWire wire, WireUpload... uploads) throws IOException {
        wire.expectLimits();
        for (WireUpload upload : uploads) {
            wire.expectCommitted(upload);
        }
        for (WireUpload upload : uploads) {
            Arrival.expect(dir, upload);
        }
        wire.close();
    }

    @Test
    @Order(1)
    @DisplayName("the receiver answers a preamble with its own and with LIMITS")
    @Rfc("docs/02-protocol.md section 1, section 3")
    void limits() {
        FrameWire.open(target);
    }

    @Test
    @Order(2)
    @DisplayName("PING is answered with PONG")
    @Rfc("docs/02-protocol.md section 4.6")
    void ping() {
        FrameWire.open(target).expectQuiet().expectQuiet();
    }

    @Test
    @Order(3)
    @DisplayName("BEGIN is answered with READY from 0; after DATA and END comes COMMITTED, and the file is there")
    @Rfc("docs/02-protocol.md section 4")
    void patient() throws IOException {
        WireUpload upload = upload("hello.txt", "hello");
        FrameWire.open(target).uploadPatiently(upload).expectQuiet();
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(4)
    @DisplayName("an EAGER upload has no READY: the only answer is COMMITTED")
    @Rfc("docs/02-protocol.md section 4.1")
    void eager() throws IOException {
        WireUpload upload = upload("hello.txt", "hello");
        FrameWire.open(target).upload(upload).expectQuiet();
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(5)
    @DisplayName("all in one piece, from the preamble to END (case 2)")
    void inOnePiece() throws IOException {
        WireUpload upload = upload("hello.txt", "hello");
        expectArrived(FrameWire.connect(target).send(session(upload)), upload);
    }

    @Test
    @Order(6)
    @DisplayName("one byte at a time (case 1)")
    void byteByByte() throws IOException {
        WireUpload upload = upload("hello.txt", "hello");
        FrameWire wire = FrameWire.connect(target);
        wire.wire().sendByteByByte(session(upload));
        expectArrived(wire, upload);
    }

    @Test
    @Order(7)
    @DisplayName("two files glued together are two files (case 3)")
    void glued() throws IOException {
        WireUpload first = upload("65426", "65426");
        WireUpload second = upload("hello", "hello");
        expectArrived(FrameWire.connect(target).send(session(first, second)), first, second);
    }

    @Test
    @Order(8)
    @DisplayName("the end of one file and the beginning of the next in one piece, the rest of it in another")
    void gluedAndCut() throws IOException {
        WireUpload first = random("first", 3000);
        WireUpload second = random("second", 3000);
        byte[] all = session(first, second);
        FrameWire wire = FrameWire.connect(target);
        wire.wire().sendEach(all, 1500, all.length - 1500);
        expectArrived(wire, first, second);
    }

    @Test
    @Order(9)
    @DisplayName("in two pieces, cut at any place: in a length, in a CRC-32C, in a letter of the name (case 4)")
    void everyCut() throws IOException {
        int length = session(upload("größe-000.txt", "hello")).length;
        for (int cut = 1; cut < length; cut++) {
            WireUpload upload = upload("größe-%03d.txt".formatted(cut), "hello");
            FrameWire wire = FrameWire.connect(target);
            wire.wire().sendEach(session(upload), cut);
            expectArrived(wire, upload);
        }
    }

    @Test
    @Order(10)
    @DisplayName("READY is waited for, and the pieces are cut at any place all the same")
    void everyCutOfAPatientOne() throws IOException {
        WireUpload model = upload("cut-000.txt", "hello");
        int begin = model.begin().bytes().length;
        for (int cut = 1; cut < begin; cut += 5) {
            WireUpload upload = upload("cut-%03d.txt".formatted(cut), "hello");
            FrameWire wire = FrameWire.open(target);
            wire.wire().sendEach(upload.begin().bytes(), cut);
            wire.expectReady(upload, 0);
            byte[] rest = WireFrame.join(upload.data()[0], upload.end());
            wire.wire().sendEach(rest, Math.min(cut, rest.length - 1));
            wire.expectCommitted(upload).close();
            Arrival.expect(dir, upload);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @Order(11)
    @DisplayName("files of all sizes around those of usual buffers")
    @ValueSource(ints = {0, 1, 2, 1023, 1024, 1025, 4095, 4096, 4097, 8191, 8192, 8193, 65_426, 65_535, 65_536, 65_537})
    void sizes(int size) throws IOException {
        WireUpload upload = random("file-" + size, size);
        FrameWire.open(target).upload(upload).close();
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(12)
    @DisplayName("DATA frames of one byte, of a few, and of as many as LIMITS allows")
    @Rfc("docs/02-protocol.md section 3")
    void frameSizes() throws IOException {
        FrameWire wire = FrameWire.open(target);
        int most = (int) wire.bounds().data();
        for (int chunk : List.of(1, 2, 3, 1000, Math.max(1, most - 1), most)) {
            int size = chunk > 10_000 ? 2 * chunk + 1 : 3000;
            WireUpload upload = random("frames-of-" + chunk, size);
            wire.send(upload.whole(Math.min(chunk, most))).expectCommitted(upload);
            Arrival.expect(dir, upload);
        }
    }

    @Test
    @Order(13)
    @DisplayName("twenty files, in pieces of any size")
    void randomCuts() throws IOException {
        Random random = target.random();
        WireUpload[] uploads = IntStream.range(0, 20)
                .mapToObj(i -> random("any-" + i, random.nextInt(20_000)))
                .toArray(WireUpload[]::new);
        byte[] all = session(uploads);
        int[] cuts = random.ints(200, 1, all.length).sorted().distinct().toArray();
        FrameWire wire = FrameWire.connect(target);
        wire.wire().sendEach(all, cuts);
        expectArrived(wire, uploads);
    }

    @Test
    @Order(14)
    @DisplayName("data that looks like frames is data")
    void framesInside() throws IOException {
        WireUpload inner = upload("inner.txt", "inner");
        WireUpload outer = WireUpload.of(folder + "outer.bin", session(inner, inner));
        FrameWire.open(target).upload(outer).expectQuiet();
        Arrival.expect(dir, outer);
        Arrival.expectNothing(dir.resolve(inner.name()));
    }

    @Test
    @Order(15)
    @DisplayName("the sender closes its side right behind END: COMMITTED comes all the same, then the end")
    @Rfc("docs/02-protocol.md section 4.7")
    void halfClosed() throws IOException {
        WireUpload upload = random("last", 5000);
        FrameWire wire = FrameWire.connect(target).send(session(upload)).finish();
        wire.expectLimits().expectCommitted(upload).expectClosed();
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(16)
    @DisplayName("the connection ends (FIN) at any place before the last byte: there is no file (case 5)")
    @Rfc("docs/02-protocol.md section 4.7")
    void finEverywhere() throws IOException {
        byte[] all = session(upload("fin.txt", "hello"));
        for (int length = 0; length < all.length; length++) {
            FrameWire wire =
                    FrameWire.connect(target).send(Arrays.copyOf(all, length)).finish();
            expectNoFile(wire, "fin.txt");
        }
        FrameWire.open(target).upload(upload("fin.txt", "hello"));
    }

    @Test
    @Order(17)
    @DisplayName("the same after READY, and after each byte that follows")
    @Rfc("docs/02-protocol.md section 4.7")
    void finAfterReady() throws IOException {
        WireUpload upload = upload("ready.txt", "hello");
        byte[] rest = WireFrame.join(upload.data(0, 2), upload.data(2, 5), upload.end());
        for (int length = 0; length < rest.length; length += 3) {
            WireUpload again = upload("ready.txt", "hello"); // with another id, so that nothing is resumed
            FrameWire wire = FrameWire.open(target).send(again.begin()).expectReady(again, 0);
            expectNoFile(wire.send(Arrays.copyOf(rest, length)).finish(), "ready.txt");
        }
        FrameWire.open(target).upload(upload);
    }

    @Test
    @Order(18)
    @DisplayName("the connection is lost (RST) at any place: there is no file, and the next sender is served (case 6)")
    void resetEverywhere() throws IOException {
        byte[] all = session(upload("rst.txt", "hello"));
        for (int length = 0; length < all.length; length++) {
            FrameWire.connect(target).send(Arrays.copyOf(all, length)).reset();
            if (length % 10 == 0) { // it is to keep up: it may have room for a few dozen at one time only
                FrameWire.open(target).expectQuiet().close();
            }
        }
        FrameWire.open(target).expectQuiet();
        Arrival.expectNothing(dir.resolve(folder + "rst.txt"));
        WireUpload upload = upload("rst.txt", "hello");
        FrameWire.open(target).upload(upload);
        Arrival.expect(dir, upload);
    }

    /** The receiver ends the connection, too, without a final frame, and shows nothing. */
    private void expectNoFile(FrameWire wire, String name) {
        for (WireFrame frame : wire.untilClosed()) {
            if (frame.type() == 'C' || frame.type() == 'H') {
                throw wire.failure("no " + WireFrame.name(frame.type()) + " for a file that did not come whole", 0);
            }
        }
        wire.close();
        Arrival.expectNothing(dir.resolve(folder + name));
    }
}
