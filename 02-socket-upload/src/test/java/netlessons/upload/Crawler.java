package netlessons.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import netlessons.testkit.Target;

/** A client that says very little at a time, for hours if it may; or very much, and does not listen. Not for threads. */
final class Crawler implements AutoCloseable {
    private final String what;
    private final IntFunction<byte[]> next;
    private final Socket socket = new Socket();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private int steps;
    private boolean ended;

    /**
     * Says the preamble and this.
     *
     * @param next what to say in the next step, from 0
     */
    Crawler(Target target, String what, byte[] first, IntFunction<byte[]> next) throws IOException {
        this.what = what;
        this.next = next;
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(target.host(), target.port()), 5000);
        socket.setSoTimeout(1);
        socket.getOutputStream().write(WireFrame.join(WireFrame.PREAMBLE, first));
    }

    /** Says a little more and listens for a moment; true once the receiver has ended the connection. */
    boolean step() {
        try {
            socket.getOutputStream().write(next.apply(steps++));
            byte[] buffer = new byte[4096];
            for (int count = socket.getInputStream().read(buffer);
                    !ended;
                    count = socket.getInputStream().read(buffer)) {
                ended = count < 0;
                heard.write(buffer, 0, Math.max(0, count));
            }
        } catch (SocketTimeoutException e) {
            // nothing was said, and the connection lives
        } catch (IOException e) {
            ended = true;
        }
        return ended;
    }

    boolean ended() {
        return ended;
    }

    /** The code of ERROR, if that was the last frame; 0 if it was lost in a reset, or never said. */
    int code() {
        ByteBuffer bytes = ByteBuffer.wrap(heard.toByteArray());
        int last = 0;
        for (int at = WireFrame.PREAMBLE.length; at + WireFrame.HEADER < bytes.limit(); ) {
            last = bytes.get(at) == '!' ? bytes.getShort(at + WireFrame.HEADER) : 0;
            at += WireFrame.HEADER + bytes.getInt(at + 2) + WireFrame.CRC;
        }
        return last;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
