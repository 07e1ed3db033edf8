package netlessons.upload.send;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.FrameEncoder;
import netlessons.upload.protocol.FrameReader;
import netlessons.upload.protocol.Message;

/**
 * A receiver that does as it is told: the first connection meets the first script, and so on; when there are no more, the
 * connections meet one that takes everything. It keeps files in memory.
 */
final class OddReceiver implements Closeable {
    static final Message.Limits LIMITS = new Message.Limits(1024, 1 << 16, 1L << 40, 30_000);

    /** What happens on one connection; the connection is closed after it. */
    interface Script {
        void play(Peer peer) throws Exception;
    }

    private final ServerSocketChannel listener;
    private final ConcurrentLinkedDeque<Script> scripts = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedQueue<SocketChannel> open = new ConcurrentLinkedQueue<>();

    /** Names and contents; folders end with a slash. */
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** What a script did not expect. */
    final List<Throwable> faults = new CopyOnWriteArrayList<>();

    volatile int connections;

    /** What has to happen before anybody is greeted. */
    volatile CountDownLatch welcome = new CountDownLatch(0);

    OddReceiver(Script... scripts) throws IOException {
        this.scripts.addAll(List.of(scripts));
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon(this::accept);
    }

    /** One word for each frame that has come by now, over all connections. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                connections++;
                open.add(channel);
                Script script = scripts.isEmpty() ? Peer::takeAll : scripts.poll();
                daemon(() -> {
                    try (channel) {
                        script.play(new Peer(channel));
                    } catch (IOException e) {
                        heard.add("broken");
                    } catch (Exception | AssertionError e) {
                        faults.add(e);
                    }
                });
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    /** One connection, seen from the receiver. */
    final class Peer {
        final SocketChannel channel;
        private final FrameReader in;
        private final FrameEncoder out;

        Peer(SocketChannel channel) {
            this.channel = channel;
            this.in = new FrameReader(channel, new FrameDecoder(true, Message.Limits.MOST));
            this.out = new FrameEncoder(channel, 1 << 18);
        }

        void hello() throws Exception {
            hello(LIMITS);
        }

        /** What is said comes in one piece. */
        void hello(Message... first) throws Exception {
            welcome.await();
            out.preamble();
            for (Message message : first) {
                out.write(message, 1 << 10);
            }
            out.flush();
            in.preamble();
        }

        void say(Message message) throws IOException {
            out.write(message, 1 << 10);
            out.flush();
        }

        /** The next frame, or null at the end of the connection. */
        Message next() throws IOException {
            Frame frame = in.next();
            if (frame == null) {
                return null;
            }
            Message message = frame.message();
            heard.add(
                    message instanceof Message.Begin begin
                            ? "BEGIN " + name(begin)
                            : frame.type().name());
            return message;
        }

        /** The next frame, which is of this type. */
        <M extends Message> M next(Class<M> type) throws IOException {
            return type.cast(next());
        }

        void takeAll() throws Exception {
            hello();
            while (takeOne(0, new byte[0])) {
                // on
            }
        }

        /** @return whether there was one */
        boolean takeOne(long have, byte[] prefix) throws IOException {
            Message.Begin begin = next(Message.Begin.class);
            if (begin != null) {
                take(begin, (int) have, prefix);
            }
            return begin != null;
        }

        /** Takes one of which a part is there already. */
        void take(Message.Begin begin, int have, byte[] prefix) throws IOException {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            if (!begin.eager()) {
                say(new Message.Ready(have, digest(begin, prefix)));
            }
            Message message;
            while ((message = next()) instanceof Message.Data || message == Message.Signal.PING) {
                if (message instanceof Message.Data data) {
                    if (content.size() == 0 && data.offset() == have) {
                        content.write(prefix, 0, have);
                    }
                    byte[] bytes = new byte[data.bytes().remaining()];
                    data.bytes().get(bytes);
                    content.write(bytes);
                }
            }
            if (message == Message.Signal.CANCEL) {
                say(Message.Refusal.reject(Code.CANCELLED, "As you like."));
            } else if (message instanceof Message.End end) {
                byte[] all = content.size() == 0 ? prefix : content.toByteArray();
                boolean right = digest(begin, all).equals(end.digest()) && all.length == begin.size();
                if (right) {
                    files.put(name(begin) + (begin.folder() ? "/" : ""), all);
                }
                say(right ? committed(begin, end) : Message.Refusal.reject(Code.DIGEST, "Not what came."));
            }
        }
    }

    static Message.Committed committed(Message.Begin begin, Message.End end) {
        return new Message.Committed(begin.size(), end.digest(), name(begin), false);
    }

    static String name(Message.Begin begin) {
        return new String(begin.name(), StandardCharsets.UTF_8);
    }

    static Digest digest(Message.Begin begin, byte[] bytes) {
        FileDigest digest = DigestKind.of(begin.digest()).orElseThrow().begin();
        digest.update(ByteBuffer.wrap(bytes));
        return digest.value();
    }
}
