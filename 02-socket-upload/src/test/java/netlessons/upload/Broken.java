package netlessons.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import netlessons.testkit.Lesson;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;

/**
 * The lesson's receiver, or a sender that passes, behind a proxy that gives it one fault of the kind that first programs
 * have: the grader must find it at its stage and not before.
 */
enum Broken implements Lesson {
    /** What came in one read behind the end of a file is thrown away. */
    READS_ONE_FILE(2, Side.SERVER, path -> new SpoilingProxy.Fault() {
        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            List<Character> types = frames.stream().map(WireFrame::type).toList();
            int end = types.indexOf('E');
            return end < 0 ? frames : frames.subList(0, end + 1);
        }
    }),

    /**
     * There is one variable for the file that is open, for all clients. Only for those that wait for READY: of a client that
     * has just gone, another BEGIN might be seen late, and spoil a stage before.
     */
    ONE_OPEN_FILE(3, Side.SERVER, path -> new SpoilingProxy.Fault() {
        private boolean waits;

        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) throws IOException {
            for (WireFrame frame : frames) {
                if (frame.type() == 'B') {
                    waits = (frame.flags() & WireFrame.EAGER) == 0;
                    LAST_BEGIN.set(waits ? this : LAST_BEGIN.get());
                } else if (frame.type() == 'E' && waits && LAST_BEGIN.get() != this) {
                    throw new IOException("the file is somebody else's now");
                }
            }
            return frames;
        }
    }),

    /** The CRC-32C of a frame is read, and not compared. */
    OVERLOOKS_DAMAGE(4, Side.SERVER, path -> new SpoilingProxy.Fault() {
        @Override
        public boolean overlooksDamage() {
            return true;
        }
    }),

    /** The digest of END is not compared: here it always is what the receiver has. */
    BELIEVES_THE_DIGEST(4, Side.SERVER, path -> new SpoilingProxy.Fault() {
        private WireBegin begin;
        private byte[] bytes;

        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            return frames.stream().map(this::corrected).toList();
        }

        private WireFrame corrected(WireFrame frame) {
            if (frame.type() == 'B') {
                begin = WireBegin.of(frame);
                bytes = new byte[0];
            } else if (frame.type() == 'D' && begin != null && frame.number() == bytes.length) {
                bytes = WireFrame.join(bytes, frame.rest());
            } else if (frame.type() == 'E' && begin != null && bytes.length == begin.size()) {
                return WireFrame.end(begin.digest(bytes));
            }
            return frame;
        }
    }),

    /** What came of an upload before the connection was lost is never found again. */
    FORGETS(5, Side.SERVER, path -> new SpoilingProxy.Fault() {
        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            return frames.stream()
                    .map(frame -> frame.type() == 'B' ? changed(frame, UUID.randomUUID()) : frame)
                    .toList();
        }

        private WireFrame changed(WireFrame frame, UUID id) {
            byte[] payload = frame.payload().clone();
            System.arraycopy(WireFrame.u64(id.getMostSignificantBits()), 0, payload, 0, 8);
            return new WireFrame('B', frame.flags(), payload);
        }
    }),

    /** A backslash and a colon are letters like others: so they are, here. Elsewhere they lead out of the folder. */
    BELIEVES_NAMES(6, Side.SERVER, path -> new SpoilingProxy.Fault() {
        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            return frames.stream()
                    .map(frame -> frame.type() == 'B' ? cleaned(frame) : frame)
                    .toList();
        }

        private WireFrame cleaned(WireFrame frame) {
            byte[] payload = frame.payload().clone();
            for (int i = 35; i < payload.length; i++) {
                payload[i] = payload[i] == '\\' || payload[i] == ':' ? (byte) '_' : payload[i];
            }
            return new WireFrame('B', frame.flags(), payload);
        }
    }),

    /** Nothing in the program handles SIGTERM; see {@link AbruptReceiver}. */
    ENDS_ABRUPTLY(7, Side.SERVER, path -> new SpoilingProxy.Fault() {}),

    /** LIMITS is read, and not looked at. */
    IGNORES_LIMITS(2, Side.SENDER, path -> new SpoilingProxy.Fault() {
        @Override
        public List<WireFrame> toSender(List<WireFrame> frames) {
            return frames.stream()
                    .map(frame -> frame.type() == 'L' ? WireFrame.limits(1024, 262_144, Long.MAX_VALUE, 3000) : frame)
                    .toList();
        }
    }),

    /** Names go over the wire as the disk has them, which on some systems is not NFC. */
    DECOMPOSES_NAMES(3, Side.SENDER, path -> new SpoilingProxy.Fault() {
        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            return frames.stream()
                    .map(frame -> frame.type() == 'B' ? decomposed(frame) : frame)
                    .toList();
        }

        private WireFrame decomposed(WireFrame frame) {
            String name = WireBegin.of(frame).name();
            byte[] start = Arrays.copyOf(frame.payload(), 35);
            byte[] other = Normalizer.normalize(name, Normalizer.Form.NFD).getBytes(StandardCharsets.UTF_8);
            return new WireFrame('B', frame.flags(), WireFrame.join(start, other));
        }
    }),

    /** That COMMITTED comes is enough: what it says is not compared. */
    BELIEVES_COMMITTED(4, Side.SENDER, path -> new SpoilingProxy.Fault() {
        private final ConcurrentLinkedDeque<byte[]> ends = new ConcurrentLinkedDeque<>();
        private final ConcurrentLinkedDeque<WireBegin> begins = new ConcurrentLinkedDeque<>();

        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            for (WireFrame frame : frames) {
                if (frame.type() == 'B') {
                    begins.add(WireBegin.of(frame));
                } else if (frame.type() == 'E') {
                    ends.add(frame.payload());
                }
            }
            return frames;
        }

        @Override
        public List<WireFrame> toSender(List<WireFrame> frames) {
            return frames.stream().map(this::corrected).toList();
        }

        private WireFrame corrected(WireFrame frame) {
            if (frame.type() != 'C' || begins.isEmpty() || ends.isEmpty()) {
                return frame;
            }
            WireBegin begin = begins.poll();
            return WireFrame.committed(begin.size(), ends.poll(), begin.name());
        }
    }),

    /** What READY says is taken for the beginning of this file, whatever its digest is. */
    RESUMES_BLINDLY(5, Side.SENDER, path -> new SpoilingProxy.Fault() {
        private volatile int kind;

        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            frames.stream()
                    .filter(frame -> frame.type() == 'B')
                    .forEach(frame -> kind = WireBegin.of(frame).kind());
            return frames;
        }

        @Override
        public List<WireFrame> toSender(List<WireFrame> frames) throws IOException {
            List<WireFrame> believed = new ArrayList<>();
            for (WireFrame frame : frames) {
                boolean part = frame.type() == 'R' && frame.number() > 0 && frame.number() <= Files.size(path);
                believed.add(part ? WireFrame.ready(frame.number(), beginning(frame.number())) : frame);
            }
            return believed;
        }

        private byte[] beginning(long size) throws IOException {
            return WireUpload.digest(kind, Arrays.copyOf(Files.readAllBytes(path), (int) size));
        }
    }),

    /** COMMITTED is COMMITTED: also one that came before the file was sent. */
    COUNTS_ANSWERS(6, Side.SENDER, path -> new SpoilingProxy.Fault() {
        private volatile WireBegin begin;
        private volatile boolean early;
        private byte[] end;

        @Override
        public List<WireFrame> toReceiver(List<WireFrame> frames) {
            for (WireFrame frame : frames) {
                begin = frame.type() == 'B' ? WireBegin.of(frame) : begin;
                end = frame.type() == 'E' ? frame.payload() : end;
            }
            return frames;
        }

        @Override
        public List<WireFrame> toSender(List<WireFrame> frames) {
            if (begin != null) {
                return frames;
            }
            early |= frames.stream().anyMatch(frame -> frame.type() == 'C');
            return frames.stream().filter(frame -> frame.type() != 'C').toList();
        }

        @Override
        public List<WireFrame> toSenderToo() {
            if (!early || end == null) {
                return List.of();
            }
            early = false;
            return List.of(WireFrame.committed(begin.size(), end, begin.name()));
        }
    });

    private static final AtomicReference<Object> LAST_BEGIN = new AtomicReference<>();
    private static final UploadLesson LESSON = new UploadLesson();

    private final int stage;
    private final Side side;
    private final Function<Path, SpoilingProxy.Fault> fault;
    private final List<SpoilingProxy> proxies = new ArrayList<>();

    Broken(int stage, Side side, Function<Path, SpoilingProxy.Fault> fault) {
        this.stage = stage;
        this.side = side;
        this.fault = fault;
    }

    /** The stage that must fail. */
    int stage() {
        return stage;
    }

    /** In seconds, for each answer. A disk may take its time for what is to pass; only the first one falls by its silence. */
    String patience() {
        return this == READS_ONE_FILE ? "3" : "10";
    }

    /** Whether the grader has tests of this side at that stage. */
    boolean isTested() {
        return stages().stream()
                .anyMatch(type -> type.getAnnotation(Stage.class).value() == stage);
    }

    @Override
    public String chapter() {
        return LESSON.chapter();
    }

    /**
     * Those of the side with the fault, and no more than can fail. None that waits for time-outs; and of those of senders,
     * each of which starts programs, and of the last stage only the first one and those near the fault: all that costs
     * time.
     */
    @Override
    public List<Class<?>> stages() {
        return LESSON.stages().stream()
                .filter(type -> {
                    Stage one = type.getAnnotation(Stage.class);
                    boolean mine = one.side() == side || one.side() == Side.BOTH;
                    boolean near = side == Side.SERVER && stage < 7 || one.value() == 1 || one.value() >= stage - 1;
                    return mine
                            && near
                            && one.value() <= stage + 1
                            && !type.getSimpleName().contains("Patience");
                })
                .toList();
    }

    @Override
    public Running start(Path dir) throws IOException {
        Running running = LESSON.start(dir);
        if (side != Side.SERVER) {
            return running;
        }
        SpoilingProxy proxy = SpoilingProxy.start(running.address(), () -> fault.apply(dir));
        return new Running() {
            @Override
            public InetSocketAddress address() {
                return proxy.address();
            }

            @Override
            public void close() throws IOException {
                proxy.close();
                running.close();
            }
        };
    }

    @Override
    public List<String> command(int port, Path dir) {
        return this == ENDS_ABRUPTLY
                ? UploadLesson.java(AbruptReceiver.class, "" + port, dir.toString())
                : LESSON.command(port, dir);
    }

    /** The sender in Python, which starts soon; behind a proxy of its own if the fault is its. */
    @Override
    public List<String> sendCommand(int port, Path path) {
        if (side != Side.SENDER) {
            return UploadLesson.pythonSend(port, path);
        }
        try {
            SpoilingProxy proxy = SpoilingProxy.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), () -> fault.apply(path));
            proxies.add(proxy);
            return UploadLesson.pythonSend(proxy.address().getPort(), path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what its senders were behind. */
    void close() throws IOException {
        for (SpoilingProxy proxy : proxies) {
            proxy.close();
        }
        proxies.clear();
    }
}
