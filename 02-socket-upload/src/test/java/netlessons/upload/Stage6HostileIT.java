package netlessons.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static netlessons.upload.Received.expectAlive;
import static netlessons.upload.Received.expectFile;
import static netlessons.upload.Received.expectNothing;
import static netlessons.upload.Received.file;
import static netlessons.upload.Received.holding;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 6: senders that make mistakes or mean harm. Each gets a clear answer and does no harm to others: after each
 * attack somebody else uploads a file. Names, and the patience of
 * receivers, have classes of their own: {@link Stage6NamesIT}, {@link Stage6PatienceIT}.
 */
@Stage(value = 6, name = "hostile input")
@DisplayName("Stage 6: hostile input")
final class Stage6HostileIT {
    private static final String PREAMBLE = "docs/02-protocol.md section 1";
    private static final String FRAMES = "docs/02-protocol.md section 2";
    private static final String UPLOAD = "docs/02-protocol.md section 4.1";
    private static final String DATA = "docs/02-protocol.md section 4.3";
    private static final String END = "docs/02-protocol.md section 4.4";
    private static final String PING = "docs/02-protocol.md section 4.6";
    private static final String CODES = "docs/02-protocol.md section 8";

    private static WireUpload hello(Target target, String name) {
        return WireUpload.of(target.newFolder().getFileName() + "/" + name, "hello");
    }

    private static WireUpload hello(Target target) {
        return hello(target, "hello.txt");
    }

    /** The receiver ends the connection with this ERROR, and nothing of the upload is to be seen. */
    private static void expectError(Target target, WireUpload upload, byte[] said, WireCode... anyOf) {
        FrameWire.open(target).send(said).expectError(anyOf);
        expectNothing(target, upload);
        expectAlive(target);
    }

    private static byte[] bytes(WireFrame... frames) {
        return WireFrame.join(frames);
    }

    // Who is this?

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("who speaks another protocol is told so, with the preamble and ERROR NOT_THIS_PROTOCOL (cases 7, 8)")
    @Rfc(PREAMBLE)
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\0\0\0\0\0\0",
                "nlup\u0001\0",
                "NLUQ\u0001\0"
            })
    void otherProtocol(String first, Target target) {
        FrameWire.connect(target)
                .send(first.getBytes(ISO_8859_1))
                .expectPreamble()
                .expectError(WireCode.NOT_THIS_PROTOCOL);
        expectAlive(target);
    }

    @ParameterizedTest(name = "version {0}, flags {1}")
    @Order(2)
    @DisplayName("another version than 1, or a flag: the preamble and ERROR VERSION (case 9)")
    @Rfc(PREAMBLE)
    @CsvSource({"0, 0", "2, 0", "255, 0", "1, 1", "1, 128"})
    void otherVersion(int version, int flags, Target target) {
        FrameWire.connect(target)
                .send(new byte[] {'N', 'L', 'U', 'P', (byte) version, (byte) flags})
                .expectPreamble()
                .expectError(WireCode.VERSION);
        expectAlive(target);
    }

    // Frames

    @ParameterizedTest(name = "{0} with {1} bytes")
    @Order(3)
    @DisplayName(
            "a length outside the bounds of the type is refused before the payload comes: BAD_LENGTH (cases 10, 11)")
    @Rfc(FRAMES)
    @CsvSource({
        "B, 0",
        "B, 35",
        "D, 0",
        "D, 8",
        "E, 0",
        "E, 7",
        "E, 33",
        "X, 1",
        "P, 1",
        "B, 2147483647",
        "B, 2147483648",
        "B, 4294967295",
        "D, 2147483647",
        "D, 2147483648",
        "D, 4294967295",
        "E, 2147483648",
        "P, 4294967295"
    })
    void badLength(char type, long length, Target target) {
        WireUpload file = hello(target);
        byte[] before = "DE".indexOf(type) < 0 ? new byte[0] : file.eager().bytes();
        byte[] header = WireFrame.header(type, 0, length);
        expectError(target, file, WireFrame.join(before, header), WireCode.BAD_LENGTH);
    }

    @Test
    @Order(4)
    @DisplayName("DATA and BEGIN may be as long as LIMITS says, and not a byte longer: BAD_LENGTH (case 11)")
    @Rfc(FRAMES)
    void longestFrames(Target target) throws IOException {
        FrameWire wire = FrameWire.open(target);
        int data = (int) wire.bounds().data();
        WireUpload file = file(target, target.newFolder(), "file", data + 1);
        wire.send(file.whole(data)).expectCommitted(file).close();
        expectFile(target, file);
        WireUpload other = WireUpload.of(file.name() + "-2", file.bytes());
        byte[] tooLong = WireFrame.header('D', 0, 8 + data + 1L);
        expectError(target, other, WireFrame.join(other.eager().bytes(), tooLong), WireCode.BAD_LENGTH);
        byte[] name = WireFrame.header('B', 0, 35 + wire.bounds().name() + 1L);
        expectError(target, other, name, WireCode.BAD_LENGTH);
    }

    @ParameterizedTest(name = "type {0}")
    @Order(5)
    @DisplayName("a frame of an unknown type, or of one that only receivers say: ERROR BAD_FRAME (case 12)")
    @Rfc(FRAMES)
    @ValueSource(chars = {'\0', 'A', 'b', 'Z', '\u00ff', 'L', 'R', 'C', 'H', 'N', 'Q', '!'})
    void unknownType(char type, Target target) {
        WireUpload file = hello(target);
        byte[] payload = new byte["RCH".indexOf(type) >= 0 ? 17 : type == 'L' ? 18 : type == 'Q' ? 0 : 3];
        WireFrame frame = new WireFrame(type, 0, payload);
        expectError(target, file, bytes(file.eager(), frame, file.data(0, 5), file.end()), WireCode.BAD_FRAME);
    }

    @ParameterizedTest(name = "{0} with flags {1}")
    @Order(6)
    @DisplayName("a flag that the type does not have: ERROR BAD_FRAME (case 12)")
    @Rfc(FRAMES)
    @CsvSource({"B, 4", "B, 129", "D, 1", "D, 2", "E, 1", "X, 1", "P, 1", "P, 128"})
    void unknownFlag(char type, int flags, Target target) {
        WireUpload file = hello(target);
        List<WireFrame> frames = Stream.of(
                        file.eager(), file.data(0, 5), file.end(), WireFrame.cancel(), WireFrame.ping())
                .toList();
        WireFrame wrong = frames.stream()
                .filter(frame -> frame.type() == type)
                .map(frame -> new WireFrame(type, flags, frame.payload()))
                .findFirst()
                .orElseThrow();
        byte[] before = type == 'B' ? new byte[0] : file.eager().bytes();
        expectError(target, file, WireFrame.join(before, wrong.bytes()), WireCode.BAD_FRAME);
    }

    @ParameterizedTest(name = "{0}")
    @Order(7)
    @DisplayName("a frame whose CRC-32C is wrong: ERROR CHECKSUM, and nothing of it was used (case 13)")
    @Rfc(FRAMES)
    @ValueSource(chars = {'B', 'D', 'E', 'X', 'P'})
    void damaged(char type, Target target) {
        WireUpload file = hello(target);
        byte[] said = switch (type) {
            case 'B' -> file.eager().damaged();
            case 'D' ->
                WireFrame.join(
                        file.eager().bytes(),
                        file.data(0, 5).damaged(),
                        file.end().bytes());
            case 'E' ->
                WireFrame.join(bytes(file.eager(), file.data(0, 5)), file.end().damaged());
            case 'X' -> WireFrame.cancel().damaged();
            default -> WireFrame.ping().damaged();
        };
        expectError(target, file, said, WireCode.CHECKSUM);
    }

    // What cannot come now

    @Test
    @Order(8)
    @DisplayName("DATA or END while no upload is open: ERROR STATE (cases 16, 18)")
    @Rfc(UPLOAD)
    void nothingOpen(Target target) {
        WireUpload file = hello(target);
        expectError(target, file, file.data(0, 5).bytes(), WireCode.STATE);
        expectError(target, file, file.end().bytes(), WireCode.STATE);
        FrameWire wire = FrameWire.open(target).upload(file);
        wire.send(file.end()).expectError(WireCode.STATE);
        expectAlive(target);
    }

    @Test
    @Order(9)
    @DisplayName("BEGIN while an upload is open: ERROR STATE (case 17)")
    @Rfc(UPLOAD)
    void twoBegins(Target target) {
        WireUpload file = hello(target);
        expectError(target, file, bytes(file.eager(), file.eager()), WireCode.STATE);
        FrameWire wire = FrameWire.open(target).send(file.begin()).expectReady(file, 0);
        wire.send(WireUpload.of(file.name() + "-2", "hello").begin()).expectError(WireCode.STATE);
        expectAlive(target);
    }

    @Test
    @Order(10)
    @DisplayName("END before all of the file has come: REJECT INCOMPLETE; the connection goes on (case 19)")
    @Rfc(END)
    void endsEarly(Target target) {
        WireUpload file = hello(target);
        FrameWire wire = FrameWire.open(target).send(file.eager(), file.data(0, 4), file.end());
        wire.expectReject(WireCode.INCOMPLETE).expectQuiet();
        expectNothing(target, file);
        wire.upload(file).close();
    }

    @Test
    @Order(11)
    @DisplayName("more bytes than BEGIN has said: ERROR BAD_OFFSET (case 20)")
    @Rfc(DATA)
    void tooMuch(Target target) {
        WireUpload file = hello(target);
        WireUpload empty = file.bytes(new byte[0]);
        WireFrame one = WireFrame.data(0, new byte[1]);
        expectError(target, file, bytes(file.eager(), WireFrame.data(0, new byte[6])), WireCode.BAD_OFFSET);
        WireFrame behind = WireFrame.data(5, new byte[1]);
        expectError(target, file, bytes(file.eager(), file.data(0, 5), behind), WireCode.BAD_OFFSET);
        expectError(target, empty, bytes(empty.eager(), one), WireCode.BAD_OFFSET);
        expectError(target, empty, bytes(empty.folder(), one), WireCode.BAD_OFFSET, WireCode.BAD_FRAME, WireCode.STATE);
    }

    @ParameterizedTest(name = "offset {0}")
    @Order(12)
    @DisplayName("a gap, an overlap, a step back, an offset that is no number for files: ERROR BAD_OFFSET (case 21)")
    @Rfc(DATA)
    @ValueSource(longs = {0, 1, 3, 4, 5, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1, -2})
    void badOffset(long offset, Target target) {
        WireUpload file = hello(target);
        WireFrame wrong = WireFrame.data(offset, new byte[] {'l'});
        expectError(target, file, bytes(file.eager(), file.data(0, 2), wrong), WireCode.BAD_OFFSET);
    }

    @ParameterizedTest(name = "size {0}")
    @Order(13)
    @DisplayName("a size of 2^63 or more is above any limit: REJECT TOO_LARGE (case 23)")
    @Rfc(UPLOAD)
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 5, -1})
    void negativeSize(long size, Target target) {
        WireUpload file = hello(target);
        byte[] name = file.name().getBytes(ISO_8859_1);
        for (int flags : new int[] {0, WireFrame.EAGER}) {
            FrameWire wire = FrameWire.open(target).send(WireFrame.begin(flags, file.id(), size, 0, 0644, 2, name));
            wire.expectReject(WireCode.TOO_LARGE).close();
        }
        expectNothing(target, file);
        expectAlive(target);
    }

    @Test
    @Order(14)
    @DisplayName("the biggest size of all takes nothing from others: READY, or REJECT TOO_LARGE, NO_SPACE or QUOTA")
    @Rfc(CODES)
    void biggestSize(Target target) {
        WireUpload file = hello(target);
        byte[] name = file.name().getBytes(ISO_8859_1);
        FrameWire wire = FrameWire.open(target).send(WireFrame.begin(0, file.id(), Long.MAX_VALUE, 0, 0644, 2, name));
        WireFrame answer = wire.next("READY or REJECT");
        List<Integer> codes = List.of(WireCode.TOO_LARGE.number, WireCode.NO_SPACE.number, WireCode.QUOTA.number);
        if (answer.type() != 'R' && (answer.type() != 'N' || !codes.contains(answer.code()))) {
            throw wire.failure("READY, or REJECT TOO_LARGE (35), NO_SPACE (36) or QUOTA (37)", 0);
        }
        expectAlive(target);
        wire.close();
    }

    @Test
    @Order(15)
    @DisplayName("an EAGER upload is rejected while its DATA is on its way: that is ignored, and the next one is taken")
    @Rfc("docs/02-protocol.md section 4.5")
    void rejectedButOpen(Target target) throws IOException {
        WireUpload file = hello(target);
        WireUpload unknown = file(target, target.newFolder(), "file", 9000).kind(77);
        FrameWire wire = FrameWire.open(target).send(unknown.begin()).expectReject(WireCode.UNSUPPORTED);
        wire.send(unknown.eager()).send(unknown.data()).send(WireFrame.end(file.digest()));
        wire.send(unknown.eager()).send(unknown.data()).send(WireFrame.cancel()).send(file.whole());
        wire.expectReject(WireCode.UNSUPPORTED)
                .expectReject(WireCode.UNSUPPORTED)
                .expectCommitted(file);
        wire.expectQuiet().close();
        expectFile(target, file);
        expectNothing(target, unknown);
    }

    @Test
    @Order(16)
    @DisplayName(
            "END with the digest of another kind, a folder with a size or without EAGER: refused, and nothing made")
    @Rfc(UPLOAD)
    void noSense(Target target) {
        WireUpload file = hello(target);
        FrameWire wire = FrameWire.open(target).send(file.eager(), file.data(0, 5));
        wire.send(file.kind(WireUpload.SHA_256).end());
        wire.expectError(WireCode.BAD_LENGTH);
        expectNothing(target, file);
        WireUpload empty = file.bytes(new byte[0]);
        expectError(target, file, file.begin(WireFrame.EAGER | WireFrame.FOLDER).bytes(), WireCode.BAD_FRAME);
        expectError(target, file, empty.begin(WireFrame.FOLDER).bytes(), WireCode.BAD_FRAME);
    }

    @Test
    @Order(17)
    @DisplayName("what was EAGER and has failed leaves no trace: no temporary file either")
    @Rfc(END)
    void leavesNothing(Target target) throws IOException {
        WireUpload file = file(target, target.newFolder(), "file", 5000);
        FrameWire wire = FrameWire.open(target);
        wire.send(file.eager())
                .send(file.data())
                .send(WireFrame.end(new byte[8]))
                .expectReject(WireCode.DIGEST);
        wire.send(file.eager()).send(file.data()).send(WireFrame.cancel()).expectReject(WireCode.CANCELLED);
        wire.close();
        assertThat(holding(target, Arrays.copyOf(file.bytes(), 4000)))
                .as("files below the receiver's folder that hold what was refused")
                .isEmpty();
    }

    @Test
    @Order(18)
    @DisplayName("PING a thousand times: PONG a thousand times, also while an upload is open (case 14)")
    @Rfc(PING)
    void pings(Target target) throws IOException {
        WireUpload file = hello(target);
        FrameWire wire = FrameWire.open(target).send(file.eager());
        WireFrame[] pings = Stream.generate(WireFrame::ping).limit(1000).toArray(WireFrame[]::new);
        wire.send(pings);
        for (int i = 0; i < pings.length; i++) {
            if (wire.read("PONG").type() != 'Q') {
                throw wire.failure("PONG", 0);
            }
        }
        wire.send(file.data(0, 5), file.end()).expectCommitted(file).close();
        expectFile(target, file);
    }
}
