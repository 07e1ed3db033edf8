package netlessons.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A data connection under TLS (RFC 4217 section 9). The client may take up the session of its control connection again. */
final class SecureStream implements DataStream {
    private static final int BUFFER = 64 << 10;

    private final SocketChannel channel;
    private final SSLSocket socket;
    private final byte[] bytes = new byte[BUFFER];

    SecureStream(SocketChannel channel, SSLContext context, Duration patience) throws IOException {
        this.channel = channel;
        String host = channel.socket().getInetAddress().getHostAddress();
        this.socket = (SSLSocket) context.getSocketFactory()
                .createSocket(channel.socket(), host, channel.socket().getPort(), true);
        socket.setUseClientMode(false);
        socket.setSoTimeout((int) Math.min(patience.toMillis(), Integer.MAX_VALUE));
        socket.startHandshake();
        socket.setSoTimeout(0); // from here on somebody watches that it gets on
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        ByteBuffer some = ByteBuffer.wrap(bytes, 0, (int) Math.min(count, bytes.length));
        int read = file.read(some, position);
        if (read > 0) {
            socket.getOutputStream().write(bytes, 0, read);
        }
        return Math.max(read, 0);
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            int count = Math.min(buffer.remaining(), bytes.length);
            buffer.get(bytes, 0, count);
            socket.getOutputStream().write(bytes, 0, count);
        }
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        int count = socket.getInputStream().read(bytes, 0, Math.min(buffer.remaining(), bytes.length));
        if (count > 0) {
            buffer.put(bytes, 0, count);
        }
        return count;
    }

    @Override
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Without a farewell, which would have to wait for whoever writes. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
