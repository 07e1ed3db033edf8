package netlessons.upload;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Target;

/**
 * A sender that comes back for an upload whose connection it has lost; READY has come.
 *
 * @param offset that of READY
 * @param same whether the digest of READY is that of as many bytes of this upload
 */
record Comeback(FrameWire wire, WireUpload upload, long offset, boolean same) implements AutoCloseable {
    /** As the receiver may not have noticed yet that the old connection is lost. */
    private static final int ATTEMPTS = 50;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    /** Says BEGIN on a new connection, again and again as long as the receiver says IN_USE; expects READY. */
    static Comeback to(Target target, WireUpload upload) {
        return to(() -> FrameWire.open(target), upload);
    }

    static Comeback to(FreshTarget target, WireUpload upload) {
        return to(() -> FrameWire.open(target), upload);
    }

    private static Comeback to(Supplier<FrameWire> receiver, WireUpload upload) {
        for (int attempt = 1; ; attempt++) {
            FrameWire wire = receiver.get().send(upload.begin());
            WireFrame frame = wire.next("READY for " + upload.name());
            boolean inUse = frame.type() == 'N' && frame.code() == WireCode.IN_USE.number;
            if (frame.type() == 'R') {
                return ready(wire, upload, frame);
            } else if (!inUse || attempt == ATTEMPTS) {
                throw wire.failure("READY for " + upload.name(), 0);
            }
            wire.close();
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static Comeback ready(FrameWire wire, WireUpload upload, WireFrame ready) {
        if (ready.number() < 0 || ready.number() > upload.size()) {
            throw wire.failure("READY with an offset of " + upload.size() + " at most, the size of the file", 6);
        }
        boolean same = Arrays.equals(ready.rest(), upload.digest(ready.number()));
        return new Comeback(wire, upload, ready.number(), same);
    }

    /** The receiver has the beginning of this upload, up to there. */
    Comeback expectOffset(long right) {
        if (offset != right) {
            throw wire.failure("READY from offset " + right + ": what came in whole DATA frames is kept", 6);
        } else if (!same) {
            throw wire.failure("the digest of the first " + right + " bytes of the file", 14);
        }
        return this;
    }

    /** Goes on behind what is the same on both sides, up to END; the final frame has not been read yet. */
    FrameWire sendRest() {
        return wire.send(upload.dataFrom(same ? (int) offset : 0, WireUpload.CHUNK))
                .send(upload.end());
    }

    /** The same, and expects COMMITTED or HAVE. */
    void finish() {
        sendRest().expectSafe(upload);
        close();
    }

    @Override
    public void close() {
        wire.close();
    }
}
