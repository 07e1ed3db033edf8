package netlessons.upload.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Reads the preamble and the frames of the other side from a channel that blocks. For one thread at a time. */
public final class FrameReader {
    private final ReadableByteChannel channel;
    private final FrameDecoder decoder;

    public FrameReader(ReadableByteChannel channel, FrameDecoder decoder) {
        this.channel = channel;
        this.decoder = decoder;
    }

    /**
     * Reads the six bytes that come first.
     *
     * @throws EOFException if the other side closed the connection before them
     * @throws ProtocolException if they are not those of this version
     */
    public void preamble() throws IOException {
        Preamble.read(channel);
    }

    /** The next frame if all of it has been read already, without waiting; else null. */
    public Frame poll() throws ProtocolException {
        return decoder.next();
    }

    /**
     * Waits for the next frame.
     *
     * @return null if the other side closed the connection after a whole frame
     * @throws EOFException if it did so within one
     * @throws ProtocolException if what comes is no frame
     */
    public Frame next() throws IOException {
        Frame frame = decoder.next();
        while (frame == null) {
            if (channel.read(decoder.room()) < 0) {
                if (decoder.buffered() > 0) {
                    throw new EOFException("The connection was closed within a frame.");
                }
                return null;
            }
            frame = decoder.next();
        }
        return frame;
    }
}
