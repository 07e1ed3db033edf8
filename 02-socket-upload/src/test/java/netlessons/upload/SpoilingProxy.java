package netlessons.upload;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import netlessons.upload.receive.Limits;

/**
 * Stands between a sender and a receiver, understands their frames, and changes some: so a program that is right becomes
 * one with a fault, for the tests of the graders. From the first bytes on that are no frame, it passes on all as it is.
 */
final class SpoilingProxy implements Closeable {
    /** The fault of one connection. Each of the two ways has a thread of its own. */
    interface Fault {
        /** What is passed on in place of these frames, which came with one read, to the receiver. */
        default List<WireFrame> toReceiver(List<WireFrame> frames) throws IOException {
            return frames;
        }

        /** The same to the sender. */
        default List<WireFrame> toSender(List<WireFrame> frames) throws IOException {
            return frames;
        }

        /** Whether a frame with a wrong CRC-32C is taken for a right one. */
        default boolean overlooksDamage() {
            return false;
        }

        /** Frames that are to be said to the sender besides those that come from the receiver. */
        default List<WireFrame> toSenderToo() {
            return List.of();
        }
    }

    /** The lesson's own limits: a length beyond them is to be seen by the receiver before the payload comes. */
    private static final int NAME = Limits.DEFAULT.name();

    private static final int DATA = Limits.DEFAULT.data();

    private final InetSocketAddress receiver;
    private final Supplier<Fault> faults;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private SpoilingProxy(InetSocketAddress receiver, Supplier<Fault> faults) throws IOException {
        this.receiver = receiver;
        this.faults = faults;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /** @param faults one for each connection */
    static SpoilingProxy start(InetSocketAddress receiver, Supplier<Fault> faults) throws IOException {
        SpoilingProxy proxy = new SpoilingProxy(receiver, faults);
        start(proxy::accept);
        return proxy;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "spoiling proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket sender = listener.accept();
                Socket behind = new Socket();
                sockets.addAll(List.of(sender, behind));
                behind.connect(receiver, 5000);
                behind.setTcpNoDelay(true);
                sender.setTcpNoDelay(true);
                Fault fault = faults.get();
                start(() -> pass(sender, behind, fault, true));
                start(() -> pass(behind, sender, fault, false));
            } catch (IOException e) {
                // the next one, or the end
            }
        }
    }

    private static void pass(Socket from, Socket to, Fault fault, boolean toReceiver) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[512 << 10];
            byte[] rest = in.readNBytes(WireFrame.PREAMBLE.length);
            out.write(rest);
            boolean frames = Arrays.equals(rest, WireFrame.PREAMBLE);
            rest = new byte[0];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] bytes = WireFrame.join(rest, Arrays.copyOf(buffer, count));
                List<WireFrame> whole = new ArrayList<>();
                int end = frames ? split(bytes, whole, fault.overlooksDamage()) : 0;
                for (WireFrame frame : toReceiver ? fault.toReceiver(whole) : fault.toSender(whole)) {
                    out.write(frame.bytes());
                }
                if (toReceiver) {
                    from.getOutputStream()
                            .write(WireFrame.join(fault.toSenderToo().toArray(WireFrame[]::new)));
                }
                rest = Arrays.copyOfRange(bytes, end, bytes.length);
                if (!frames || !mayBeFrame(rest)) {
                    frames = false;
                    out.write(rest);
                    rest = new byte[0];
                }
            }
            out.write(rest);
            to.shutdownOutput();
        } catch (IOException | RuntimeException e) {
            close(from);
            close(to);
        }
    }

    /** Takes the whole frames from the beginning, and says where they end. */
    private static int split(byte[] bytes, List<WireFrame> frames, boolean overlooksDamage) {
        int at = 0;
        while (bytes.length - at >= WireFrame.HEADER + WireFrame.CRC
                && mayBeFrame(Arrays.copyOfRange(bytes, at, at + 6))) {
            int length = ByteBuffer.wrap(bytes).getInt(at + 2);
            int end = at + WireFrame.HEADER + length + WireFrame.CRC;
            if (end > bytes.length) {
                return at;
            }
            WireFrame frame = new WireFrame(
                    (char) bytes[at],
                    bytes[at + 1],
                    Arrays.copyOfRange(bytes, at + WireFrame.HEADER, end - WireFrame.CRC));
            boolean right = Arrays.equals(frame.bytes(), Arrays.copyOfRange(bytes, at, end));
            if (!right && !overlooksDamage) {
                return at;
            }
            frames.add(frame);
            at = end;
        }
        return at;
    }

    /** Whether it is the beginning of a frame, not yet whole, of a known type, and with a length that may be. */
    private static boolean mayBeFrame(byte[] bytes) {
        if (bytes.length == 0) {
            return true;
        } else if (WireFrame.name(bytes[0] & 0xff).isEmpty()) {
            return false;
        } else if (bytes.length < WireFrame.HEADER) {
            return true;
        }
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(2));
        char type = (char) bytes[0];
        boolean inBounds = length >= FrameWire.fewest(type) && length <= FrameWire.most(type, NAME, DATA);
        return inBounds && bytes.length < WireFrame.HEADER + length + WireFrame.CRC;
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(SpoilingProxy::close);
    }
}
