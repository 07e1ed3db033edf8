package netlessons.upload.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/**
 * Gathers frames in one buffer and writes them together: many small ones are one system call. Nothing leaves before
 * {@link #flush}, unless the buffer is full. For one thread at a time.
 */
public final class FrameEncoder {
    private final WritableByteChannel channel;
    private final ByteBuffer buffer;

    /**
     * Writes to a channel that blocks.
     *
     * @param capacity in bytes; room for the longest frame at least, with its {@link Frame#HEADER} and trailer
     */
    public FrameEncoder(WritableByteChannel channel, int capacity) {
        this.channel = channel;
        this.buffer = ByteBuffer.allocateDirect(capacity);
    }

    public void preamble() throws IOException {
        reserve(Preamble.LENGTH);
        Preamble.put(buffer);
    }

    public void write(Message message, int longestPayload) throws IOException {
        int start = begin(message.type(), message.flags(), longestPayload);
        message.put(buffer);
        end(start);
    }

    /** A message that is short: any but BEGIN, DATA, COMMITTED and HAVE. */
    public void write(Message message) throws IOException {
        write(message, FrameType.ERROR.longest(Message.Limits.LEAST));
    }

    // @start region=data
    /**
     * A DATA frame with what the file has next, read right into its place.
     *
     * @param most the most bytes of it
     * @return those bytes, until the next call; none, and no frame, if the file has come to its end
     * @throws IOException also if the file cannot be read: then there is no frame either, and others may follow
     */
    public ByteBuffer writeData(long offset, ReadableByteChannel file, int most) throws IOException {
        int start = begin(FrameType.DATA, 0, Long.BYTES + most);
        buffer.putLong(offset);
        int bytes = buffer.position();
        int read = 0;
        buffer.limit(bytes + most);
        try {
            while (buffer.hasRemaining() && file.read(buffer) >= 0) {
                // on
            }
            read = buffer.position() - bytes;
        } finally {
            buffer.limit(buffer.capacity());
            if (read == 0) {
                buffer.position(start);
            } else {
                end(start);
            }
        }
        return buffer.slice(bytes, read);
    }
    // @end

    /** Sends all that was gathered. */
    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private int begin(FrameType type, int flags, int longestPayload) throws IOException {
        reserve(Frame.HEADER + longestPayload + Frame.TRAILER);
        int start = buffer.position();
        buffer.put(type.letter()).put((byte) flags).putInt(0);
        return start;
    }

    private void end(int start) {
        int end = buffer.position();
        buffer.putInt(start + 2, end - start - Frame.HEADER);
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(end).position(start));
        buffer.putInt((int) crc.getValue());
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }
}
