package netlessons.upload.receive;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A receiver in this JVM, on a free port of this machine. */
final class TestReceiver implements Closeable {
    private final Path dir;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Receiver receiver;

    private TestReceiver(Path dir, Conflict onConflict, Limits limits) throws IOException {
        this.dir = dir;
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        receiver = Receiver.start(any, dir, onConflict, limits, Threads.executor(), log::add);
    }

    static TestReceiver start(Path dir) throws IOException {
        return start(dir, Conflict.reject);
    }

    static TestReceiver start(Path dir, Conflict onConflict) throws IOException {
        return new TestReceiver(dir, onConflict, Limits.DEFAULT);
    }

    static TestReceiver start(Path dir, Consumer<LimitsDraft> limits) throws IOException {
        return new TestReceiver(dir, Conflict.reject, LimitsDraft.with(limits));
    }

    static TestReceiver start(Path dir, Conflict onConflict, Consumer<LimitsDraft> limits) throws IOException {
        return new TestReceiver(dir, onConflict, LimitsDraft.with(limits));
    }

    InetSocketAddress address() {
        return receiver.address();
    }

    Receiver receiver() {
        return receiver;
    }

    /** A sender that has been greeted. */
    TestSender sender() throws IOException {
        return TestSender.greeted(address());
    }

    /** What was said to the person who runs it. */
    List<String> log() {
        return List.copyOf(log);
    }

    /** All files, with parts of files, and without symbolic links. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> dir.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Waits until there are no parts of files. */
    void awaitNoParts() {
        TestSender.await("no parts of files", () -> files().stream().noneMatch(file -> file.contains(".netlessons-")));
    }

    @Override
    public void close() throws IOException {
        receiver.close();
    }
}
