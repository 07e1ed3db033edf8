package netlessons.testkit.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;

/**
 * Whether container tests can run here: decided once a JVM, because the answer can take a while to find.
 *
 * <p>Testcontainers has a check of its own ({@code disabledWithoutDocker}), but on a machine with an engine and without
 * a registry it tries for minutes to fetch its helper images before it gives up. Here each step has a limit.
 */
final class Docker {
    /** What every image of the test kit is made from. */
    static final String BASE_REPOSITORY = "debian";

    static final String BASE_TAG = "bookworm-slim";

    /** An engine on this machine answers a ping in milliseconds, unless the machine is very busy. */
    private static final Duration PING_LIMIT = Duration.ofSeconds(20);
    /** Testcontainers may fetch its clean-up helper (7 MB) the first time. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
    /** The base image is 30 MB. */
    private static final Duration PULL_LIMIT = Duration.ofSeconds(60);

    private Docker() {}

    /** Why container tests cannot run here, or nothing where they can. Thread-safe; the same answer each time. */
    static Optional<String> obstacle() {
        return Holder.OBSTACLE;
    }

    /**
     * A class is initialized once, under the JVM's own lock: this keeps the answer and prints the line once. The work
     * itself is done outside of it, for a thread that runs code of this class would wait for that lock.
     */
    private static final class Holder {
        static final Optional<String> OBSTACLE = find();
    }

    private static Optional<String> find() {
        Optional<String> obstacle =
                EnginePing.obstacle(PING_LIMIT).or(Docker::connect).or(Docker::baseImage);
        obstacle.ifPresent(reason -> System.out.println("Container tests skipped: " + reason + "."));
        return obstacle;
    }

    private static Optional<String> connect() {
        try {
            Bounded.call(CONNECT_LIMIT, () -> DockerClientFactory.instance().client());
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("Testcontainers was not ready after " + CONNECT_LIMIT.toSeconds()
                    + " s (where its helper images cannot be fetched, set TESTCONTAINERS_RYUK_DISABLED=true"
                    + " and TESTCONTAINERS_HOST_OVERRIDE=localhost)");
        } catch (Exception e) {
            return Optional.of("Testcontainers cannot use the Docker engine: " + firstLine(e));
        }
    }

    private static Optional<String> baseImage() {
        String image = BASE_REPOSITORY + ":" + BASE_TAG;
        DockerClient client = DockerClientFactory.instance().client();
        try {
            if (isLocal(client, image)) {
                return Optional.empty();
            }
            boolean ended = client.pullImageCmd(BASE_REPOSITORY)
                    .withTag(BASE_TAG)
                    .exec(new Pull())
                    .awaitCompletion(PULL_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return isLocal(client, image)
                    ? Optional.empty()
                    : Optional.of("the Docker engine has no image " + image + " and could not fetch it"
                            + (ended ? "" : " within " + PULL_LIMIT.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while fetching " + image);
        } catch (RuntimeException e) {
            return Optional.of("the Docker engine has no image " + image + " and could not fetch it: " + firstLine(e));
        }
    }

    /** Whether the engine has this image already. */
    static boolean isLocal(DockerClient client, String image) {
        try {
            client.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("no reason given");
    }

    /** Whether a pull succeeded is asked of the engine afterwards, so nothing in its progress matters here. */
    private static final class Pull extends ResultCallbackTemplate<Pull, PullResponseItem> {
        @Override
        public void onNext(PullResponseItem item) {}
    }
}
