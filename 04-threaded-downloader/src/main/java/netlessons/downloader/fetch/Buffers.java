package netlessons.downloader.fetch;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What bytes are in on their way from a connection to a file: memory outside of the heap, where both can get at it. To
 * have it made takes long, so it is used again. Safe for threads.
 */
final class Buffers {
    /** In bytes. Measured: with a quarter of that a fast origin costs a quarter more, with more nothing is gained. */
    private static final int SIZE = 1 << 20;

    private static final int LEAST = 8 << 10;

    /** What is no larger comes with two or three reads: then nothing is gained. */
    private static final int SMALL = 64 << 10;

    /** For all of them together no more than this part of the memory: Java has as much again outside of the heap. */
    private static final int PART_OF_MEMORY = 16;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final int size;

    /** @param most how many are in use at a time */
    Buffers(long most) {
        size = (int) Math.max(LEAST, Math.min(SIZE, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY / most));
    }

    /** @param length of what is to be read, if that is known */
    ByteBuffer take(OptionalLong length) {
        if (length.orElse(size) <= Math.min(SMALL, size)) {
            return ByteBuffer.allocate((int) length.orElse(size));
        }
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(size) : buffer;
    }

    void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            free.add(buffer);
        }
    }
}
