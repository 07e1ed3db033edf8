package netlessons.upload;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A receiver in memory for tests of senders, as docs/02-protocol.md has it. A frame of the sender that breaks a rule fails
 * the test. What tests want otherwise they override. Safe for threads.
 */
class ModelReceiver implements ScriptedReceiver.Script {
    /** What the sender has uploaded, to the end or not. */
    record Got(WireBegin begin, byte[] bytes, WireFrame answer) {}

    /** One upload that is open. */
    static final class Open {
        final WireBegin begin;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean begun;
        boolean answered;

        Open(WireBegin begin) {
            this.begin = begin;
        }
    }

    /** The files that lie under their final names, and the folders (without bytes). */
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    /** All uploads that had a final frame, in that order. */
    final List<Got> uploads = new CopyOnWriteArrayList<>();
    /** What came of uploads that were interrupted, by the id in hex. */
    final Map<String, byte[]> partial = new ConcurrentHashMap<>();

    int nameLimit = 1024;
    int dataLimit = 262_144;
    long fileLimit = 1L << 40;
    int idle = 3_000;

    @Override
    public void play(FrameWire wire, int connection) throws Exception {
        wire.expectPreamble();
        greet(wire, connection);
        Open open = null;
        try {
            while (wire.wire().hasWord(java.time.Duration.ofMillis(2L * idle))
                    && wire.wire().awaitMore("a frame")) {
                WireFrame frame = wire.read("a frame of a sender");
                if (frame.type() == 'P') {
                    wire.send(WireFrame.pong());
                } else if (frame.type() == 'B') {
                    if (open != null) {
                        throw wire.failure("no BEGIN while an upload is open (section 4.1)", 0);
                    }
                    open = begin(wire, frame);
                } else if (frame.type() == 'X') {
                    cancel(wire, open);
                    open = null;
                } else if (open == null) {
                    throw wire.failure(
                            "no " + WireFrame.name(frame.type()) + " while no upload is open (section 4.1)", 0);
                } else if (frame.type() == 'D') {
                    data(wire, frame, open);
                } else {
                    end(wire, frame, open);
                    open = null;
                }
            }
        } finally {
            if (open != null && !open.begin.eager() && !open.answered) {
                partial.put(key(open.begin), open.bytes.toByteArray());
            }
        }
    }

    /** Says the preamble and LIMITS. */
    void greet(FrameWire wire, int connection) throws Exception {
        wire.sayLimits(nameLimit, dataLimit, fileLimit, idle);
    }

    /** LIMITS. */
    WireFrame limits() {
        return WireFrame.limits(nameLimit, dataLimit, fileLimit, idle);
    }

    /** For a greeting that is said in another way: what the sender may do from now on. */
    void bounds(FrameWire wire) {
        wire.bounds(new FrameWire.Bounds(nameLimit, dataLimit, fileLimit, idle));
    }

    private Open begin(FrameWire wire, WireFrame frame) throws Exception {
        WireBegin begin = WireBegin.of(frame);
        checkBegin(wire, begin);
        Open open = new Open(begin);
        if (begin.eager()) {
            return open;
        }
        WireFrame answer = ready(begin);
        if (answer.type() == 'R') {
            open.bytes.write(partial.getOrDefault(key(begin), new byte[0]), 0, Math.toIntExact(answer.number()));
        }
        say(wire, answer);
        if (answer.type() == 'N') {
            uploads.add(new Got(begin, new byte[0], answer));
            return null; // it never was open
        }
        return open;
    }

    private static void checkBegin(FrameWire wire, WireBegin begin) {
        if (begin.size() < 0) {
            throw wire.failure("a size of 2^63 - 1 at most (section 4.1)", 6 + 16);
        } else if (begin.kind() != 1 && begin.kind() != 2) {
            throw wire.failure("the digest 1 (sha-256) or 2 (crc) (section 5)", 6 + 34);
        } else if (begin.folder() && (!begin.eager() || begin.size() > 0)) {
            throw wire.failure("FOLDER only together with EAGER and with size 0 (section 4.1)", 1);
        }
    }

    /** READY, or REJECT. */
    WireFrame ready(WireBegin begin) {
        byte[] part = partial.getOrDefault(key(begin), new byte[0]);
        return WireFrame.ready(part.length, begin.digest(part));
    }

    private void data(FrameWire wire, WireFrame frame, Open open) throws Exception {
        long have = open.bytes.size();
        if (!open.begun && frame.number() == 0) {
            open.bytes.reset();
        } else if (frame.number() != have) {
            throw wire.failure("DATA at offset " + have + (open.begun ? "" : " or 0") + " (section 4.3)", 6);
        }
        open.begun = true;
        open.bytes.writeBytes(frame.rest());
        if (open.bytes.size() > open.begin.size()) {
            throw wire.failure("no more than the " + open.begin.size() + " bytes that BEGIN says (section 4.3)", 6);
        }
        if (!open.answered) {
            WireFrame early = meanwhile(open);
            if (early != null) {
                answer(wire, open, early);
            }
        }
    }

    /** REJECT in the middle of the data; null for nothing. */
    WireFrame meanwhile(Open open) throws Exception {
        return null;
    }

    private void end(FrameWire wire, WireFrame frame, Open open) throws Exception {
        if (open.answered) {
            return;
        }
        byte[] bytes = open.bytes.toByteArray();
        byte[] digest = open.begin.digest(bytes);
        if (frame.payload().length != digest.length) {
            throw wire.failure("a digest of " + digest.length + " bytes, of the kind that BEGIN says", 2);
        } else if (bytes.length < open.begin.size()) {
            answer(wire, open, WireFrame.reject(WireCode.INCOMPLETE, "bytes are missing"));
            return;
        }
        int wrong = Arrays.mismatch(frame.payload(), digest);
        if (wrong >= 0) {
            throw wire.failure(
                    "the digest of all bytes of the file, "
                            + HexFormat.ofDelimiter(" ").formatHex(digest),
                    6 + wrong);
        }
        answer(wire, open, verdict(open.begin, bytes));
    }

    /** The final frame for a file that is all right. */
    WireFrame verdict(WireBegin begin, byte[] bytes) {
        return WireFrame.committed(begin.size(), begin.digest(bytes), begin.name());
    }

    private void cancel(FrameWire wire, Open open) throws Exception {
        if (open != null && !open.answered) {
            open.bytes.reset();
            partial.remove(key(open.begin));
            answer(wire, open, WireFrame.reject(WireCode.CANCELLED, "as you asked"));
        }
    }

    private void answer(FrameWire wire, Open open, WireFrame frame) throws Exception {
        open.answered = true;
        if (frame.type() == 'C' || frame.type() == 'H') {
            files.put(open.begin.name(), open.bytes.toByteArray());
            partial.remove(key(open.begin));
        }
        uploads.add(new Got(open.begin, open.bytes.toByteArray(), frame));
        say(wire, frame);
    }

    /** Says READY or a final frame. */
    void say(FrameWire wire, WireFrame frame) throws Exception {
        wire.send(frame);
    }

    static String key(WireBegin begin) {
        return HexFormat.of().formatHex(begin.id());
    }

    /** All uploads of this name. */
    List<Got> uploads(String name) {
        return uploads.stream().filter(got -> got.begin().name().equals(name)).toList();
    }
}
