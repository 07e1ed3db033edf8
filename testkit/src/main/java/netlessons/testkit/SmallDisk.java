package netlessons.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real disk that is soon full, in memory, for tests that may mount one: those of root on Linux. */
public final class SmallDisk {
    private static final long LIMIT_SECONDS = 60;

    private final Path dir;

    private SmallDisk(Path dir) {
        this.dir = dir;
    }

    /**
     * Mounts it; the test is skipped where that is not allowed.
     *
     * @param dir an empty folder
     * @param size in MiB
     */
    public static SmallDisk mount(Path dir, int size) throws InterruptedException {
        return mount(dir, "size=" + size + "m");
    }

    /**
     * The same, of 8 MiB, where there is room for so many files and folders, itself included, however small they are.
     *
     * @param dir an empty folder
     */
    public static SmallDisk mountForFiles(Path dir, int files) throws InterruptedException {
        return mount(dir, "size=8m,nr_inodes=" + files);
    }

    private static SmallDisk mount(Path dir, String options) throws InterruptedException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", options, "tmpfs", dir.toString()),
                "only root may mount a small disk");
        return new SmallDisk(dir);
    }

    /** From now on nobody can write to it. Waits until nobody does. */
    public void makeReadOnly() {
        succeed("mount", "-o", "remount,ro", dir.toString());
    }

    /** Waits until nobody has a file open there any more. */
    public void unmount() {
        succeed("umount", dir.toString());
    }

    /** What is closed by another thread, a moment after the answer, keeps the disk busy until then. */
    private static void succeed(String... command) {
        await(String.join(" ", command))
                .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .until(() -> run(command));
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
