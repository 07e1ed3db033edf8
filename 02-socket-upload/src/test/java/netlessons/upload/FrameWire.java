package netlessons.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;

/**
 * A connection on which frames are said and expected, for tests of receivers and of senders. It reads strictly: a frame
 * that breaks a rule of docs/02-protocol.md is a failure at the byte where it does. For one thread at a time.
 */
final class FrameWire implements AutoCloseable {
    private static final String FROM_RECEIVER = "LRCHNQ!";
    private static final String FROM_SENDER = "BDEXP";
    private static final int BIGGEST_DATA = 1_048_576;

    /** What LIMITS says. */
    record Bounds(int name, long data, long file, long idle) {}

    private final Wire wire;
    private final boolean sender;
    private Bounds bounds;
    private int start;

    private FrameWire(Wire wire, boolean sender) {
        this.wire = wire.speaks(FrameSpeech.INSTANCE);
        this.sender = sender;
    }

    /** A connection to a receiver, on which nothing has been said yet. */
    static FrameWire connect(Target target) {
        return new FrameWire(target.connect(), true);
    }

    static FrameWire connect(FreshTarget target) {
        return new FrameWire(target.connect(), true);
    }

    /** The same after the preambles and LIMITS. */
    static FrameWire open(Target target) {
        return connect(target).greet();
    }

    static FrameWire open(FreshTarget target) {
        return connect(target).greet();
    }

    /** A connection that a sender has made. */
    static FrameWire accepted(Wire wire) {
        return new FrameWire(wire, false);
    }

    /** Says the preamble, expects that of the other side and LIMITS. */
    FrameWire greet() {
        return send(WireFrame.PREAMBLE).expectLimits();
    }

    // What is said

    FrameWire send(byte[] bytes) {
        wire.send(bytes);
        return this;
    }

    /** All these frames with one write. */
    FrameWire send(WireFrame... frames) {
        return send(WireFrame.join(frames));
    }

    /** Closes this side only (FIN). */
    FrameWire finish() {
        wire.finish();
        return this;
    }

    void reset() {
        wire.reset();
    }

    // What is expected of both sides

    FrameWire expectPreamble() {
        String expected = "the preamble of version 1, 4e 4c 55 50 01 00";
        for (byte right : WireFrame.PREAMBLE) {
            if (wire.read(1, expected)[0] != right) {
                throw wire.failure(expected, wire.position() - 1);
            }
        }
        return this;
    }

    /** The next frame that is no PING and no PONG; a PING is answered. */
    WireFrame next(String expected) {
        while (true) {
            WireFrame frame = read(expected);
            if (frame.type() == 'P') {
                send(WireFrame.pong());
            } else if (frame.type() != 'Q') {
                return frame;
            }
        }
    }

    /** The next frame, whatever it is. */
    WireFrame read(String expected) {
        start = wire.position();
        byte[] header = wire.read(WireFrame.HEADER, expected);
        ByteBuffer fields = ByteBuffer.wrap(header);
        char type = (char) (fields.get() & 0xff);
        int flags = fields.get() & 0xff;
        long length = Integer.toUnsignedLong(fields.getInt());
        if ((sender ? FROM_RECEIVER : FROM_SENDER).indexOf(type) < 0) {
            throw failure(expected + ": a frame of a type that this side says, " + typesInWords(), 0);
        } else if ((flags & ~(type == 'B' ? WireFrame.EAGER | WireFrame.FOLDER : 0)) != 0) {
            throw failure("no flag but those that " + WireFrame.name(type) + " has (section 2)", 1);
        } else if (length < fewest(type) || length > most(type)) {
            throw failure(
                    "a length of " + fewest(type) + " to " + most(type) + " for " + WireFrame.name(type)
                            + " (section 2)",
                    2);
        }
        String what = "the whole " + WireFrame.name(type) + " frame, with a payload of " + length + " bytes";
        byte[] payload = wire.read((int) length, what);
        byte[] crc = wire.read(WireFrame.CRC, what);
        byte[] checked = WireFrame.join(header, payload);
        if (!Arrays.equals(crc, WireFrame.u32(WireFrame.crc(checked, 0, checked.length)))) {
            throw failure("the CRC-32C of the frame (section 2)", checked.length);
        }
        return new WireFrame(type, flags, payload);
    }

    private String typesInWords() {
        return (sender ? FROM_RECEIVER : FROM_SENDER)
                .chars()
                .mapToObj(WireFrame::name)
                .collect(Collectors.joining(", "));
    }

    /** The shortest payload of a type. */
    static long fewest(char type) {
        return switch (type) {
            case 'L' -> 18;
            case 'B' -> 36;
            case 'R' -> 16;
            case 'D' -> 9;
            case 'E' -> 8;
            case 'C', 'H' -> 17;
            case 'N', '!' -> 3;
            default -> 0;
        };
    }

    private long most(char type) {
        return bounds == null ? most(type, 65_535, BIGGEST_DATA) : most(type, bounds.name(), bounds.data());
    }

    /** With these limits for names and for the data of a frame. */
    static long most(char type, long name, long data) {
        return switch (type) {
            case 'L' -> 18;
            case 'B' -> 35 + name;
            case 'R' -> 40;
            case 'D' -> 8 + data;
            case 'E' -> 32;
            case 'C', 'H' -> 40 + 65_535;
            case 'N', '!' -> 515;
            default -> 0;
        };
    }

    /** A failure at a byte of the frame that was read last; its payload begins at 6. */
    AssertionError failure(String expected, int offset) {
        return wire.failure(expected, start + offset);
    }

    /** The other side closes the connection, and says nothing more but perhaps PONG. */
    void expectClosed() {
        String expected = "the end of the connection";
        while (wire.awaitMore(expected)) {
            WireFrame frame = read(expected);
            if (frame.type() != 'Q') {
                throw failure("the connection to be closed, and nothing more to be said", 0);
            }
        }
    }

    /** Reads all that is said until the connection is closed. A frame that is cut off at the end is left out. */
    List<WireFrame> untilClosed() {
        List<WireFrame> frames = new ArrayList<>();
        String expected = "the end of the connection";
        if (bounds == null && wire.awaitMore(expected)) {
            expectPreamble();
        }
        while (wire.awaitMore(expected)) {
            try {
                frames.add(read(expected));
            } catch (AssertionError e) {
                if (Wire.isCut(e)) {
                    break;
                }
                throw e;
            }
        }
        return frames;
    }

    // What is expected of a receiver

    FrameWire expectLimits() {
        expectPreamble();
        WireFrame frame = next("LIMITS, the first frame of a receiver (section 3)");
        if (frame.type() != 'L') {
            throw failure("LIMITS, the first frame of a receiver (section 3)", 0);
        }
        ByteBuffer fields = frame.fields();
        bounds = new Bounds(
                fields.getShort() & 0xffff,
                Integer.toUnsignedLong(fields.getInt()),
                fields.getLong(),
                Integer.toUnsignedLong(fields.getInt()));
        if (bounds.name() < 255) {
            throw failure("a limit of 255 bytes or more for names (section 3)", 6);
        } else if (bounds.data() < 1 || bounds.data() > BIGGEST_DATA) {
            throw failure("a limit of 1 to 1,048,576 bytes for DATA (section 3)", 8);
        } else if (bounds.file() < 0) {
            throw failure("a limit of 2^63 - 1 at most for files (section 3)", 12);
        } else if (bounds.idle() == 0) {
            throw failure("a time-out that is not 0 (section 3)", 20);
        }
        return this;
    }

    /** What LIMITS has said. */
    Bounds bounds() {
        return bounds;
    }

    /** READY from this offset, with the digest of that many bytes of the file. */
    FrameWire expectReady(WireUpload upload, long offset) {
        long ready = expectReady(upload);
        if (ready != offset) {
            throw failure("READY from offset " + offset, 6);
        }
        return this;
    }

    /** READY from any offset, with the digest of that many bytes of the file; gives back the offset. */
    long expectReady(WireUpload upload) {
        WireFrame frame = next("READY for " + upload.name());
        return checkReady(frame, upload);
    }

    private long checkReady(WireFrame frame, WireUpload upload) {
        if (frame.type() != 'R') {
            throw failure("READY for " + upload.name(), 0);
        } else if (frame.number() < 0 || frame.number() > upload.size()) {
            throw failure("READY with an offset of " + upload.size() + " at most, the size of the file", 6);
        }
        expectDigest(frame, upload.digest(frame.number()), "the first " + frame.number() + " bytes of the file");
        return frame.number();
    }

    private void expectDigest(WireFrame frame, byte[] right, String of) {
        byte[] rest = frame.rest();
        byte[] digest = Arrays.copyOf(rest, Math.min(right.length, rest.length));
        int wrong = Arrays.mismatch(digest, right);
        if (wrong >= 0 || frame.type() == 'R' && rest.length != right.length) {
            throw failure(
                    "the digest of " + of + ", " + HexFormat.ofDelimiter(" ").formatHex(right),
                    14 + Math.max(0, wrong));
        }
    }

    /** COMMITTED, with the size, the digest and the name of this upload. */
    FrameWire expectCommitted(WireUpload upload) {
        expectFinal(upload, "C", true);
        return this;
    }

    /** The same, if this is the frame, or HAVE. */
    void safe(WireFrame frame, WireUpload upload) {
        checkFinal(frame, upload, "CH", true);
    }

    /** HAVE, with the same. */
    FrameWire expectHave(WireUpload upload) {
        expectFinal(upload, "H", true);
        return this;
    }

    /** COMMITTED or HAVE, with the same. */
    FrameWire expectSafe(WireUpload upload) {
        expectFinal(upload, "CH", true);
        return this;
    }

    /** COMMITTED under whatever name, which is given back. */
    String expectCommittedSomewhere(WireUpload upload) {
        return expectFinal(upload, "C", false);
    }

    private String expectFinal(WireUpload upload, String types, boolean sameName) {
        return checkFinal(next(finals(upload, types)), upload, types, sameName);
    }

    private static String finals(WireUpload upload, String types) {
        return types.chars().mapToObj(WireFrame::name).collect(Collectors.joining(" or ")) + " for " + upload.name();
    }

    private String checkFinal(WireFrame frame, WireUpload upload, String types, boolean sameName) {
        if (types.indexOf(frame.type()) < 0) {
            throw failure(finals(upload, types), 0);
        } else if (frame.number() != upload.size()) {
            throw failure("the size of the file, " + upload.size() + " bytes", 6);
        }
        expectDigest(frame, upload.digest(), "the file");
        int length = upload.digest().length;
        String name = text(frame, 8 + length);
        if (name.isEmpty() || sameName && !name.equals(upload.name())) {
            throw failure("the name that the file has now, " + upload.name(), 14 + length);
        }
        return name;
    }

    private String text(WireFrame frame, int from) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(frame.payload(), from, frame.payload().length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure("text in UTF-8", 6 + from);
        }
    }

    /**
     * What may come for an upload whose name another file has: REJECT EXISTS; or COMMITTED, with a new name, or with this
     * one if the file has taken the other one's place.
     *
     * @return the name; "" if it was rejected
     */
    String expectConflict(WireUpload upload) {
        String expected = "REJECT EXISTS, or COMMITTED under a new name or in place of the other file (section 4.4)";
        WireFrame frame = next(expected);
        return conflict(frame, upload, expected);
    }

    /** The same, if this is the frame. */
    String conflict(WireFrame frame, WireUpload upload, String expected) {
        if (frame.type() == 'N') {
            checkRefusal(frame, 'N', EnumSet.of(WireCode.EXISTS));
            return "";
        } else if (frame.type() != 'C') {
            throw failure(expected, 0);
        }
        return checkFinal(frame, upload, "C", false);
    }

    /** Final COMMITTED frames for these, in order, and somewhere between them READY from 0 for that one. */
    void expectAnswers(List<WireUpload> committed, WireUpload ready) {
        String expected = "READY for " + ready.name() + ", and COMMITTED for what was sent before";
        int answered = 0;
        boolean begun = false;
        while (answered < committed.size() || !begun) {
            WireFrame frame = next(expected);
            if (frame.type() == 'R' && !begun) {
                checkReady(frame, ready);
                begun = true;
            } else if (answered < committed.size()) {
                checkFinal(frame, committed.get(answered++), "C", true);
            } else {
                throw failure(expected, 0);
            }
        }
    }

    /**
     * What may come at a BEGIN, not EAGER, when another file has the name: READY, from 0 or (both are as big) with the
     * digest of what is there; or REJECT EXISTS.
     *
     * @return whether it was READY, and the upload is open
     */
    boolean expectReadyOrExists(WireUpload upload, WireUpload old) {
        String expected = "READY or REJECT EXISTS";
        WireFrame frame = next(expected);
        if (frame.type() == 'N') {
            checkRefusal(frame, 'N', EnumSet.of(WireCode.EXISTS));
            return false;
        } else if (frame.type() != 'R') {
            throw failure(expected, 0);
        }
        checkReady(frame, frame.number() == 0 ? upload : old);
        return true;
    }

    /** REJECT, with whatever code. */
    FrameWire expectRejectAny() {
        return expectReject(WireCode.values());
    }

    /** REJECT with one of these codes. */
    FrameWire expectReject(WireCode... anyOf) {
        Set<WireCode> codes = Set.of(anyOf);
        checkRefusal(next(refusal('N', codes)), 'N', codes);
        return this;
    }

    /** ERROR with one of these codes; then the connection is closed. */
    void expectError(WireCode... anyOf) {
        Set<WireCode> codes = Set.of(anyOf);
        checkRefusal(next(refusal('!', codes)), '!', codes);
        expectClosed();
    }

    /** ERROR with one of these codes, or just the end of the connection. */
    void expectErrorOrClosed(WireCode... anyOf) {
        if (wire.awaitMore("ERROR, or the end of the connection")) {
            expectError(anyOf);
        }
    }

    /** REJECT with one of these codes, or ERROR with one of those; true if it was REJECT, and the connection goes on. */
    boolean expectRejectOrError(Set<WireCode> rejects, Set<WireCode> errors) {
        String expected = refusal('N', rejects) + ", or " + refusal('!', errors);
        WireFrame frame = next(expected);
        if (frame.type() == 'N') {
            checkRefusal(frame, 'N', rejects);
            return true;
        } else if (frame.type() != '!') {
            throw failure(expected, 0);
        }
        checkRefusal(frame, '!', errors);
        expectClosed();
        return false;
    }

    private static String refusal(char type, Set<WireCode> codes) {
        if (codes.size() == WireCode.values().length) {
            return WireFrame.name(type);
        }
        return WireFrame.name(type) + " "
                + codes.stream()
                        .sorted()
                        .map(code -> code + " (" + code.number + ")")
                        .collect(Collectors.joining(" or "));
    }

    private void checkRefusal(WireFrame frame, char type, Set<WireCode> codes) {
        if (frame.type() != type) {
            throw failure(refusal(type, codes), 0);
        }
        WireCode code =
                WireCode.of(frame.code()).filter(codes::contains).orElseThrow(() -> failure(refusal(type, codes), 6));
        if (frame.payload()[2] != code.again) {
            throw failure(code + " with " + code.again + " for \"again\" (section 8)", 8);
        } else if (text(frame, 3).chars().anyMatch(Character::isISOControl)) {
            throw failure("text without control characters (section 8)", 9);
        }
    }

    /** Says PING and expects PONG, and nothing else before: so the receiver has no more to say to what was sent. */
    FrameWire expectQuiet() {
        send(WireFrame.ping());
        WireFrame frame = read("PONG");
        if (frame.type() != 'Q') {
            throw failure("PONG, and no other frame before it", 0);
        }
        return this;
    }

    /** Uploads it, EAGER, and expects COMMITTED. */
    FrameWire upload(WireUpload upload) {
        return send(upload.whole()).expectCommitted(upload);
    }

    /** Says BEGIN, waits for READY from 0, says the rest; expects COMMITTED. */
    FrameWire uploadPatiently(WireUpload upload) {
        send(upload.begin()).expectReady(upload, 0);
        return send(Stream.concat(Arrays.stream(upload.data()), Stream.of(upload.end()))
                        .toArray(WireFrame[]::new))
                .expectCommitted(upload);
    }

    // What is expected of a sender

    /** Says what a receiver says first. */
    FrameWire sayLimits(int name, int data, long file, int idleMillis) {
        bounds = new Bounds(name, data, file, idleMillis);
        return send(WireFrame.join(
                WireFrame.PREAMBLE,
                WireFrame.limits(name, data, file, idleMillis).bytes()));
    }

    void bounds(Bounds limits) {
        bounds = limits;
    }

    Wire wire() {
        return wire;
    }

    @Override
    public void close() {
        wire.close();
    }
}
