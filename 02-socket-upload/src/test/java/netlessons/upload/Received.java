package netlessons.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import netlessons.testkit.Target;

/** What lies in the folder of a receiver under test. */
final class Received {
    private Received() {}

    /** A file of random bytes to be uploaded into this folder. */
    static WireUpload file(Target target, Path folder, String name, int size) {
        byte[] bytes = new byte[size];
        target.random().nextBytes(bytes);
        return WireUpload.of(folder.getFileName() + "/" + name, bytes);
    }

    /** Where it is to lie. */
    static Path place(Target target, WireUpload upload) {
        return target.dir().resolve(upload.name());
    }

    static void expectNothing(Target target, WireUpload upload) {
        assertThat(Files.exists(place(target, upload), LinkOption.NOFOLLOW_LINKS))
                .as("whether %s is there, though nobody has said COMMITTED", upload.name())
                .isFalse();
    }

    static void expectFile(Target target, WireUpload upload) throws IOException {
        assertThat(place(target, upload))
                .as("%s, of which COMMITTED or HAVE was said", upload.name())
                .hasBinaryContent(upload.bytes());
    }

    /** Wherever a receiver keeps what came: the files below its folder that begin with these bytes. */
    static List<Path> holding(Target target, byte[] bytes) throws IOException {
        try (Stream<Path> walk = Files.walk(target.dir())) {
            return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> beginsWith(path, bytes))
                    .toList();
        }
    }

    private static boolean beginsWith(Path path, byte[] bytes) {
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(bytes.length), bytes);
        } catch (IOException e) {
            return false; // it has just been taken away
        }
    }

    /** Somebody else, who is not to blame, uploads a file. */
    static void expectAlive(Target target) {
        String name = "alive-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        try (FrameWire wire = FrameWire.open(target)) {
            WireUpload file = WireUpload.of(name, name);
            wire.upload(file);
            Files.delete(place(target, file));
        } catch (IOException e) {
            throw new AssertionError(name + ", of which COMMITTED was said, cannot be taken away: " + e, e);
        }
    }
}
