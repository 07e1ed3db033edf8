package netlessons.webserver;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * One response on its way out, piece by piece. Each piece is small enough that a client which reads at all lets it
 * end in time.
 */
final class Output implements Closeable {
    /** Most bytes in one write, so that the clock can see progress; from the heap, the JDK copies them once more. */
    private static final int PIECE = 64 << 10;

    /** Up to this length head and body are copied into one buffer; from there on it costs less to let two be gathered. */
    private static final int SMALL = 2 << 10;

    private static final byte[] NOTHING = new byte[0];

    private final SocketChannel channel;
    private final Patience patience;
    private final Content content;
    private final ByteBuffer[] bytes;
    private final int headLength;
    private final long length;
    private final long start = System.nanoTime();
    private long sent;

    private Output(SocketChannel channel, Patience patience, byte[] head, Content content, boolean isHeadOnly) {
        this.channel = channel;
        this.patience = patience;
        this.content = content;
        byte[] body = content instanceof Content.Bytes memory && !isHeadOnly ? memory.bytes() : NOTHING;
        this.bytes = head.length + body.length <= SMALL
                ? new ByteBuffer[] {
                    ByteBuffer.allocate(head.length + body.length)
                            .put(head)
                            .put(body)
                            .flip()
                }
                : new ByteBuffer[] {ByteBuffer.wrap(head), ByteBuffer.wrap(body)};
        this.headLength = head.length;
        this.length = head.length + (isHeadOnly ? 0 : content.length());
    }

    /**
     * @param connection the Connection field, or null if there is nothing to say
     * @param line what it answers, if that is known: HEAD gets all but the content
     */
    static Output of(Response response, String connection, RequestLine line, SocketChannel channel, Patience patience) {
        boolean isHead = line != null && line.method().equals("HEAD");
        return new Output(channel, patience, ResponseHead.encode(response, connection), response.content(), isHead);
    }

    /** {@code 100 Continue}. */
    static Output interim(SocketChannel channel, Patience patience) {
        return new Output(channel, patience, ResponseHead.CONTINUE, Content.NONE, true);
    }

    /** How many bytes of the content have gone out. */
    long contentSent() {
        return Math.max(0, sent - headLength);
    }

    // @start region=send
    /**
     * Sends until all is out, or about {@code most} bytes are, or the socket has no room, which in blocking mode it
     * always has in the end. Returns whether all is out.
     */
    boolean send(long most) throws IOException {
        long end = most < length - sent ? sent + most : length;
        boolean room = true;
        while (room && sent < end) {
            patience.forOutput(start, sent, PIECE);
            long count = bytesLeft() ? write() : transfer((Content.FilePart) content);
            sent += count;
            room = count > 0;
        }
        return sent == length;
    }

    private boolean bytesLeft() {
        return bytes[0].hasRemaining() || (bytes.length > 1 && bytes[1].position() < bytes[1].capacity());
    }

    /**
     * Head and a small body leave in one write: in two, the second may have to wait until the client has acknowledged
     * the first, which it puts off for up to 40 ms.
     */
    private long write() throws IOException {
        if (bytes.length == 1) {
            return channel.write(bytes[0]);
        }
        bytes[1].limit(Math.min(bytes[1].capacity(), bytes[1].position() + PIECE));
        return channel.write(bytes);
    }
    // @end

    // @start region=transfer
    /** The system moves the bytes from the file to the socket (sendfile); mostly they never come into this program. */
    private long transfer(Content.FilePart part) throws IOException {
        long done = contentSent();
        long position = part.position() + done;
        long piece = Math.min(PIECE, part.length() - done);
        long count = part.file().transferTo(position, piece, channel);
        return count > 0 ? count : copy(part.file(), position, piece);
    }

    /**
     * For when transferTo moves nothing: the file may have shrunk meanwhile, or the socket has no room and
     * transferTo, on a virtual thread, does not wait for it. A plain write does.
     */
    private long copy(FileChannel file, long position, long piece) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(channel.isBlocking() ? (int) piece : 1);
        if (file.read(copy, position) < 0) {
            // Content-Length is out already; only the end of the connection can still say that this is not all.
            throw new EOFException("the file became shorter while it was sent");
        }
        return channel.isBlocking() ? channel.write(copy.flip()) : 0; // a loop has other means to wait for room
    }
    // @end

    /** Closes the content, whether it is out or not. */
    @Override
    public void close() throws IOException {
        patience.forNothing();
        content.close();
    }
}
