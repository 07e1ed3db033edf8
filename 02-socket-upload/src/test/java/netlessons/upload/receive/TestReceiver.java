package netlessons.upload.receive;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

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
        List<String> files = new ArrayList<>();
        Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(dir.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // it has just gone
                }
                throw e;
            }
        });
        files.sort(null);
        return files;
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
