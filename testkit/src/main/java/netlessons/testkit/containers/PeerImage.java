package netlessons.testkit.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.LazyFuture;

/**
 * An image made from a Dockerfile when it is first needed. Its tag is the hash of the Dockerfile, so the same text is
 * built once on a machine and found again by every later run; a changed text is another image.
 *
 * <p>Testcontainers' ImageFromDockerfile does nearly this, but it builds on every run and sends the build's output to
 * the log, which is off here. When {@code apt-get} fails, that output is what one needs to see.
 */
final class PeerImage extends LazyFuture<String> {
    /** The localhost/ in front says that no registry has it. */
    private static final String REPOSITORY = "localhost/netlessons/peer";
    /** Packages come from the network; a browser with its fonts is some 200 MB. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);

    private final String dockerfile;

    PeerImage(String dockerfile) {
        this.dockerfile = dockerfile;
    }

    @Override
    protected String resolve() {
        String name = REPOSITORY + ":" + tag();
        DockerClient client = DockerClientFactory.instance().client();
        if (!Docker.isLocal(client, name)) {
            build(client, name);
        }
        return name;
    }

    private void build(DockerClient client, String name) {
        Output output = new Output();
        try {
            Path context = Files.createTempDirectory("peer-image");
            Path file = Files.writeString(context.resolve("Dockerfile"), dockerfile, StandardCharsets.UTF_8);
            try {
                client.buildImageCmd(file.toFile())
                        .withTags(Set.of(name))
                        .withRemove(true)
                        .withForcerm(true)
                        .exec(output)
                        .awaitImageId(BUILD_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } finally {
                Files.delete(file);
                Files.delete(context);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "Building this image failed: " + e.getMessage() + "\n\n" + dockerfile
                            + "\nThe end of the engine's output:\n" + output.end(),
                    e);
        }
    }

    private String tag() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(dockerfile.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Keeps what the engine says while it builds. */
    private static final class Output extends BuildImageResultCallback {
        private static final int KEPT = 4000;
        private final StringBuffer text = new StringBuffer();

        @Override
        public void onNext(BuildResponseItem item) {
            super.onNext(item);
            if (item.getStream() != null) {
                text.append(item.getStream());
            }
        }

        String end() {
            return text.substring(Math.max(0, text.length() - KEPT));
        }
    }
}
