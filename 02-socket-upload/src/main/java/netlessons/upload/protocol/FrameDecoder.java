package netlessons.upload.protocol;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Cuts frames out of a stream of bytes, wherever the network has cut that: section 2 of docs/02-protocol.md. It knows no
 * sockets. What it needs of memory is reserved once: no length that the other side claims can make it more. For one
 * thread at a time.
 */
public final class FrameDecoder {
    private final boolean fromSender;
    private final Message.Limits limits;
    private final ByteBuffer buffer;
    private int start;

    /**
     * For the frames of senders, or for those of receivers.
     *
     * @param limits of the receiver, to which the longest frame is due
     */
    public FrameDecoder(boolean fromSender, Message.Limits limits) {
        this.fromSender = fromSender;
        this.limits = limits;
        int longest = 0;
        for (FrameType type : FrameType.values()) {
            longest = type.isFromSender() == fromSender ? Math.max(longest, type.longest(limits)) : longest;
        }
        // Room for one more than the longest, so that what comes after a frame seldom has to be moved.
        this.buffer = ByteBuffer.allocateDirect(2 * (Frame.HEADER + longest + Frame.TRAILER));
    }

    /** Forgets all: the decoder, and the memory that it holds, may serve another connection. */
    public void clear() {
        buffer.clear();
        start = 0;
    }

    /** Where bytes from the network are to be put, from its position on; never full. To be asked for each time. */
    public ByteBuffer room() {
        int next = Frame.HEADER;
        if (buffered() >= Frame.HEADER) {
            next += buffer.getInt(start + 2) + Frame.TRAILER; // checked by next(), which has found it incomplete
        }
        if (start == buffer.position()) {
            buffer.clear();
            start = 0;
        } else if (buffer.capacity() - start < next || !buffer.hasRemaining()) {
            buffer.flip().position(start);
            buffer.compact();
            start = 0;
        }
        return buffer;
    }

    /** How many bytes have come that are not part of a frame that {@link #next} has returned. */
    int buffered() {
        return buffer.position() - start;
    }

    // @start region=next
    /**
     * The next frame, or null if it has not come in full yet. Its payload is valid until {@link #room} is asked for.
     *
     * @throws ProtocolException if the stream cannot be trusted any more
     */
    public Frame next() throws ProtocolException {
        if (buffered() < Frame.HEADER) {
            return null;
        }
        FrameType type = FrameType.of(buffer.get(start));
        int flags = buffer.get(start + 1) & 0xFF;
        long length = Integer.toUnsignedLong(buffer.getInt(start + 2));
        check(type, flags, length);
        int payload = start + Frame.HEADER;
        int end = payload + (int) length;
        if (buffer.position() < end + Frame.TRAILER) {
            return null;
        }
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(end).position(start));
        if ((int) crc.getValue() != buffer.getInt(end)) {
            throw new ProtocolException(Code.CHECKSUM, "A " + type + " frame was damaged on its way.");
        }
        start = end + Frame.TRAILER;
        return new Frame(type, flags, buffer.slice(payload, (int) length));
    }
    // @end

    private void check(FrameType type, int flags, long length) throws ProtocolException {
        if (type == null || type.isFromSender() != fromSender) {
            int letter = buffer.get(start) & 0xFF;
            throw new ProtocolException(Code.BAD_FRAME, "No frame begins with byte 0x%02x.".formatted(letter));
        } else if ((flags & ~type.flags()) != 0) {
            throw new ProtocolException(
                    Code.BAD_FRAME, "A %s frame has no flags 0x%02x.".formatted(type, flags & ~type.flags()));
        } else if (length < type.shortest() || length > type.longest(limits)) {
            throw new ProtocolException(
                    Code.BAD_LENGTH,
                    "A %s frame has %,d to %,d bytes, not %,d."
                            .formatted(type, type.shortest(), type.longest(limits), length));
        }
    }
}
