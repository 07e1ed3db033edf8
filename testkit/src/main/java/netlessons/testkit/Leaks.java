package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a server in this JVM left behind since this began: descriptors, threads, complaints in the log. For one thread,
 * and one at a time: what other tests do meanwhile would look like leaks.
 */
public final class Leaks implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Held here, because the log manager forgets a logger that nobody holds, and its handlers with it. */
    private final Logger logger;

    private final String code;

    private final Path dir;
    private final Set<Thread> threads = Thread.getAllStackTraces().keySet();
    private final Set<String> descriptors;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue() && errors.size() < 10) {
                errors.add(record.getMessage() + ": " + record.getThrown());
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /**
     * Begins to watch.
     *
     * @param server any class of the server: its package is the one whose threads and log count
     * @param dir of files that the server may have open
     */
    public Leaks(Class<?> server, Path dir) throws IOException {
        this.code = server.getPackageName();
        this.logger = Logger.getLogger(code);
        this.dir = dir.toRealPath();
        this.descriptors = descriptors();
        logger.addHandler(listener);
    }

    @Override
    public void close() {
        logger.removeHandler(listener);
    }

    /** What the server has logged as errors: it should blame nothing that a client does on itself. */
    public List<String> errors() {
        return new ArrayList<>(errors);
    }

    /** Waits until no socket and no file is open that was not open at the beginning. */
    public void descriptorsComeBack() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(descriptors()).as("open sockets and files").isSubsetOf(descriptors));
    }

    /** Waits until the server's threads have ended, or have gone back to the pool they came from. */
    public void threadsEnd() {
        await().pollInSameThread()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().entrySet().stream()
                                .filter(entry -> !threads.contains(entry.getKey()) && isOurs(entry.getValue()))
                                .map(entry -> entry.getKey() + " " + List.of(entry.getValue())))
                        .as("threads in the server's code")
                        .isEmpty());
    }

    private boolean isOurs(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith(code + "."));
    }

    /** By name on Linux; elsewhere how many there are, which is less exact: the JVM opens some of its own. */
    private Set<String> descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? IntStream.range(0, (int) unix.getOpenFileDescriptorCount() / 10)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.toSet())
                    : Set.of();
        }
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path one : all) {
                try {
                    String name = Files.readSymbolicLink(one).toString();
                    if (name.startsWith("socket:") || name.startsWith(dir.toString())) {
                        names.add(one.getFileName() + " " + name);
                    }
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        return names;
    }
}
