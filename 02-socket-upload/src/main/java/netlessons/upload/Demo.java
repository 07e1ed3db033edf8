package netlessons.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.FrameEncoder;
import netlessons.upload.protocol.Message;
import netlessons.upload.receive.Conflict;
import netlessons.upload.receive.Limits;
import netlessons.upload.receive.Receiver;

/** What the lesson shows when it is started without arguments: a fault of the naive upload, its cure, the real thing. */
final class Demo {
    private static final String FIRST = "65426";
    private static final String SECOND = "hello";
    private static final int BIG = 256 << 20;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final PrintWriter out;
    private final PrintWriter err;

    Demo(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    int run() throws IOException {
        out.println("1. TCP carries bytes, not messages");
        out.println("   A sender writes \"" + FIRST + "\", then \"" + SECOND + "\". The receiver reads");
        out.println("   \"" + StandardCharsets.UTF_8.decode(carry(text(FIRST), text(SECOND))) + "\"");
        out.println();
        out.println("2. Frames say where a message ends: type, flags, length, payload, checksum");
        out.println("   The same two as DATA frames. The receiver reads");
        FrameDecoder decoder = new FrameDecoder(true, Message.Limits.LEAST);
        decoder.room().put(carry(frame(0, FIRST), frame(FIRST.length(), SECOND)));
        for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
            Message.Data data = (Message.Data) frame.message();
            out.println("   " + hex(frame(data.offset(), text(data.bytes().duplicate()))));
            out.println("   \"" + text(data.bytes()) + "\" at offset " + data.offset());
        }
        out.println();
        out.println("3. A file of " + (BIG >> 20) + " MiB, from one folder to another");
        int status = sendBigFile();
        out.println();
        out.println("Now you, in two shells (or on two machines: --host 0.0.0.0 receives from others):");
        out.println("   mvn -q -pl 02-socket-upload exec:java -Dexec.args=\"receive --dir inbox\"");
        out.println("   mvn -q -pl 02-socket-upload exec:java -Dexec.args=\"send README.md docs --to 127.0.0.1:6542\"");
        return status;
    }

    // @start region=carry
    /** Writes two messages to a connection, one after the other, and returns what one read gets when both have come. */
    private static ByteBuffer carry(ByteBuffer first, ByteBuffer second) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback());
                SocketChannel sender = SocketChannel.open(listener.getLocalAddress());
                SocketChannel receiver = listener.accept()) {
            int length = first.remaining() + second.remaining();
            sender.write(first);
            sender.write(second);
            sender.shutdownOutput();
            while (receiver.socket().getInputStream().available() < length) {
                Thread.onSpinWait(); // a receiver that is busy just then; else how much one read gets is a matter of
                // luck
            }
            ByteBuffer received = ByteBuffer.allocate(1024);
            receiver.read(received);
            return received.flip();
        }
    }
    // @end

    private static ByteBuffer frame(long offset, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameEncoder encoder = new FrameEncoder(Channels.newChannel(bytes), 1024);
        encoder.write(new Message.Data(offset, text(text)));
        encoder.flush();
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private int sendBigFile() throws IOException {
        Path folder = Files.createTempDirectory("netlessons-02-");
        try {
            Path file = folder.resolve("big.bin");
            write(file);
            Path inbox = Files.createDirectory(folder.resolve("inbox"));
            ExecutorService threads = Executors.newCachedThreadPool();
            try (Receiver receiver =
                    Receiver.start(loopback(), inbox, Conflict.reject, Limits.DEFAULT, threads, line -> {})) {
                String to = "127.0.0.1:" + receiver.address().getPort();
                int status = Main.run(out, err, "send", file.toString(), "--to", to);
                boolean same = status == 0 && Files.mismatch(file, inbox.resolve("big.bin")) < 0;
                out.println(same ? "   It arrived, byte for byte." : "   It did not arrive.");
                return same ? 0 : 1;
            } finally {
                threads.shutdown(); // they would rest for a minute, and Maven would wait for them
            }
        } finally {
            delete(folder);
        }
    }

    private static void write(Path file) throws IOException {
        byte[] piece = new byte[1 << 20];
        new Random(BIG).nextBytes(piece);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < BIG; ) {
                written += channel.write(ByteBuffer.wrap(piece));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static ByteBuffer text(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static String hex(ByteBuffer frame) {
        int trailer = frame.limit() - Frame.TRAILER;
        return HEX.formatHex(frame.array(), 0, Frame.HEADER) + " | "
                + HEX.formatHex(frame.array(), Frame.HEADER, trailer) + " | "
                + HEX.formatHex(frame.array(), trailer, frame.limit());
    }
}
