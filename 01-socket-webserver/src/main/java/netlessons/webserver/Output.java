package netlessons.webserver;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/** Writes one response. Each write is small enough that a client which reads at all lets it end in time. */
final class Output {
    /** Most bytes in one write, so that the clock can see progress; from the heap, the JDK copies them once more. */
    private static final int PIECE = 64 << 10;

    private final SocketChannel channel;
    private final Patience patience;
    private final long start = System.nanoTime();
    private long sent;
    private long headLength;

    Output(SocketChannel channel, Patience patience) {
        this.channel = channel;
        this.patience = patience;
    }

    /** How many bytes of the content have gone out. */
    long contentSent() {
        return Math.max(0, sent - headLength);
    }

    // @start region=send
    /**
     * Sends all of it. Head and a small body leave in one write: in two, the second may have to wait until the client
     * has acknowledged the first, which it puts off for up to 40 ms.
     */
    void send(byte[] head, Content content) throws IOException {
        headLength = head.length;
        if (content instanceof Content.Bytes body) {
            write(head, body.bytes());
        } else if (content instanceof Content.FilePart part) {
            write(head, new byte[0]);
            transfer(part);
        }
    }
    // @end

    private void write(byte[] head, byte[] body) throws IOException {
        ByteBuffer[] both = {ByteBuffer.wrap(head), ByteBuffer.wrap(body)};
        while (both[0].hasRemaining() || both[1].position() < body.length) {
            both[1].limit(Math.min(body.length, both[1].position() + PIECE));
            patience.forOutput(start, sent, PIECE);
            sent += channel.write(both);
        }
    }

    // @start region=transfer
    /** The system moves the bytes from the file to the socket (sendfile); mostly they never come into this program. */
    private void transfer(Content.FilePart part) throws IOException {
        FileChannel file = part.file();
        long position = part.position();
        long end = position + part.length();
        while (position < end) {
            patience.forOutput(start, sent, PIECE);
            long count = file.transferTo(position, Math.min(PIECE, end - position), channel);
            if (count == 0) {
                count = copy(file, position, end);
            }
            position += count;
            sent += count;
        }
    }

    /**
     * For when transferTo moves nothing: the file may have shrunk meanwhile, or the socket has no room and
     * transferTo, on a virtual thread, does not wait for it. A plain write does.
     */
    private long copy(FileChannel file, long position, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PIECE, end - position));
        if (file.read(bytes, position) < 0) {
            // Content-Length is out already; only the end of the connection can still say that this is not all.
            throw new EOFException("the file became shorter while it was sent");
        }
        return channel.write(bytes.flip());
    }
    // @end
}
