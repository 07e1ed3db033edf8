package netlessons.upload.receive;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.Message;

/**
 * Decoders with their memory, to be used again. Memory outside the heap comes back only when the garbage collector
 * happens to find its owner dead: ten thousand short connections would have gigabytes of it. Safe for many threads.
 */
final class Decoders {
    private static final int MOST_SPARE = 16;

    private final Message.Limits limits;
    private final ConcurrentLinkedQueue<FrameDecoder> spare = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Decoders(Message.Limits limits) {
        this.limits = limits;
    }

    FrameDecoder take() {
        FrameDecoder decoder = spare.poll();
        if (decoder == null) {
            return new FrameDecoder(true, limits);
        }
        count.decrementAndGet();
        decoder.clear();
        return decoder;
    }

    void giveBack(FrameDecoder decoder) {
        if (count.incrementAndGet() <= MOST_SPARE) {
            spare.add(decoder);
        } else {
            count.decrementAndGet();
        }
    }
}
