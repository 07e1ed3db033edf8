package netlessons.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that locks a file until it is killed; it says L when it has, and N if somebody else has the lock. */
public final class Locker {
    private Locker() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
            System.out.print(channel.tryLock() == null ? 'N' : 'L');
            System.out.flush();
            Thread.sleep(60_000); // at most: the test kills it
        }
    }
}
