package netlessons.testkit.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;

/**
 * A container with programs from Debian's packages, in which tests run commands. It does nothing by itself until a test
 * says {@link #exec}; a program that should run from the start is given with {@link #withCommand}.
 *
 * <p>Commands reach a server in the test's own JVM under the name {@link #HOST}, if that server listens at
 * {@link #bindAddress()}.
 */
public final class Peer extends GenericContainer<Peer> {
    /** The name, inside the container, of the machine on which the tests run. */
    public static final String HOST = "host.docker.internal";

    /** How long {@link #exec(String...)} waits. */
    public static final Duration EXEC_LIMIT = Duration.ofSeconds(60);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private Peer(Future<String> image) {
        super(image);
        withExtraHost(HOST, "host-gateway");
        withCommand("sleep", "infinity");
    }

    /** A container with these packages of Debian 12 in it. */
    public static Peer withPackages(String... packages) {
        return fromDockerfile("""
                FROM %s:%s
                RUN apt-get update \\
                 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends %s \\
                 && rm -rf /var/lib/apt/lists/*
                """.formatted(Docker.BASE_REPOSITORY, Docker.BASE_TAG, String.join(" ", packages)));
    }

    /** A container made from this Dockerfile; it is alone in its build context, so it has nothing to COPY. */
    public static Peer fromDockerfile(String dockerfile) {
        return new Peer(new PeerImage(dockerfile));
    }

    /** A container made from the Dockerfile that lies beside this class under this name. */
    public static Peer fromResource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name + " beside " + beside.getName());
            }
            return fromDockerfile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a server in this JVM has to listen so that this container reaches it as {@link #HOST}: the engine's bridge
     * where that is an interface of this machine (Linux), so that a test need not listen on every interface; else the
     * loopback interface, to which Docker Desktop forwards. The container must be running.
     */
    public InetAddress bindAddress() {
        String line = exec("getent", "ahostsv4", HOST).expectSuccess();
        try {
            InetAddress address = InetAddress.getByName(line.substring(0, line.indexOf(' ')));
            return NetworkInterface.getByInetAddress(address) != null ? address : InetAddress.getByName("127.0.0.1");
        } catch (UnknownHostException | SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command in the container and waits up to {@link #EXEC_LIMIT} for its end. */
    public Outcome exec(String... command) {
        return exec(EXEC_LIMIT, command);
    }

    /**
     * Runs a command in the container, without a shell and without standard input, and waits for its end.
     *
     * @param limit whole seconds; a command that runs longer is ended, and that is an AssertionError
     */
    public Outcome exec(Duration limit, String... command) {
        // timeout (coreutils) ends the command inside the container, which giving up out here would not.
        String[] bounded = Stream.concat(
                        Stream.of("timeout", "--kill-after=2", Long.toString(limit.toSeconds())), Stream.of(command))
                .toArray(String[]::new);
        long start = System.nanoTime();
        try {
            ExecResult result = Bounded.call(limit.plus(GRACE), () -> execInContainer(StandardCharsets.UTF_8, bounded));
            Outcome outcome =
                    new Outcome(List.of(command), result.getExitCode(), result.getStdout(), result.getStderr());
            boolean ended = outcome.exitCode() != 124 && outcome.exitCode() != 137;
            if (ended || System.nanoTime() - start < limit.toNanos()) {
                return outcome;
            }
            throw new AssertionError("did not end within " + limit.toSeconds() + " s: " + outcome);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "no word within " + limit.plus(GRACE).toSeconds() + " s from " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + String.join(" ", command), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("could not run " + String.join(" ", command), e);
        }
    }

    /** How a command ended. Both outputs are read as UTF-8. */
    public record Outcome(List<String> command, int exitCode, String stdout, String stderr) {

        /** Returns the standard output of a command that ended with exit status 0; any other is an AssertionError. */
        public String expectSuccess() {
            if (exitCode != 0) {
                throw new AssertionError(toString());
            }
            return stdout;
        }

        @Override
        public String toString() {
            return String.join(" ", command) + "\nexit status " + exitCode + "\nstdout:\n" + stdout + "\nstderr:\n"
                    + stderr;
        }
    }
}
