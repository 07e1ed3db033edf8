package netlessons.upload.receive;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.ProtocolException;

/**
 * Decoders with their memory, to be used again. Memory outside the heap comes back only when the garbage collector
 * happens to find its owner dead: ten thousand short connections would have gigabytes of it. Safe for many threads.
 */
final class Decoders {
    private static final int MOST_SPARE = 16;

    private final Message.Limits limits;
    private final int most;
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();
    private final ConcurrentLinkedQueue<FrameDecoder> spare = new ConcurrentLinkedQueue<>();

    Decoders(Message.Limits limits) {
        this.limits = limits;
        // A JVM grants as much memory outside the heap as in it, unless told otherwise; a quarter is for the rest of
        // us.
        long memory = Runtime.getRuntime().maxMemory() / 4 * 3;
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, memory / (2L * limits.data())));
    }

    /** @throws ProtocolException BUSY if there is no memory for one more */
    FrameDecoder take() throws ProtocolException {
        if (lent.incrementAndGet() <= most) {
            try {
                FrameDecoder decoder = spare.poll();
                if (decoder == null) {
                    return new FrameDecoder(true, limits);
                }
                kept.decrementAndGet();
                decoder.clear();
                return decoder;
            } catch (OutOfMemoryError e) {
                // of that outside the heap: only who wants one needs it
            }
        }
        lent.decrementAndGet();
        throw new ProtocolException(Code.BUSY, "No memory for another connection at the moment.");
    }

    void giveBack(FrameDecoder decoder) {
        lent.decrementAndGet();
        if (kept.incrementAndGet() <= MOST_SPARE) {
            spare.add(decoder);
        } else {
            kept.decrementAndGet();
        }
    }
}
