package netlessons.testkit.browser;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.containers.Peer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startable;

/**
 * Chromium in a container, for as long as a test class lasts: mark the field with Testcontainers' {@code @Container}, and
 * the class with {@link netlessons.testkit.containers.NeedsDocker}.
 *
 * <p>A server on the loopback address of this machine is out of a container's reach; {@link #reach} puts a relay in front
 * of it. The browser is given an address of digits, as people in a meeting room have it: a server that knows its own names
 * answers to that, and a page without TLS has no more rights than it will have there (it is no "secure context").
 */
public final class Browser implements Startable {
    private static final int PORT = 4444;
    /** What a browser needs to begin, on a machine that has other things to do. */
    private static final Duration START = Duration.ofSeconds(90);
    /** Chromium keeps pictures of pages there; the 64 MB that Docker gives are too few. */
    private static final long SHARED_MEMORY = 512L << 20;

    private final ConcurrentLinkedDeque<FaultProxy> relays = new ConcurrentLinkedDeque<>();
    private final Peer container = Peer.withPackages(
                    "chromium", "chromium-driver", "fonts-noto-core", "fonts-noto-color-emoji")
            .withCommand("chromedriver", "--port=" + PORT, "--allowed-ips=", "--allowed-origins=*")
            .withEnv("LANG", "C.UTF-8") // for names of files
            .withSharedMemorySize(SHARED_MEMORY)
            .withExposedPorts(PORT)
            .withCreateContainerCmdModifier(command -> {
                // Who reaches this port can do with the browser what he likes: no business of the network outside.
                if (Set.of("localhost", "127.0.0.1")
                        .contains(DockerClientFactory.instance().dockerHostIpAddress())) {
                    command.getHostConfig()
                            .withPortBindings(
                                    new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(PORT)));
                }
            })
            .waitingFor(Wait.forHttp("/status").forPort(PORT).withStartupTimeout(START));

    private InetAddress here;
    private String there;

    @Override
    public void start() {
        container.start();
        here = container.bindAddress();
        String line = container.exec("getent", "ahostsv4", Peer.HOST).expectSuccess();
        there = line.substring(0, line.indexOf(' '));
    }

    @Override
    public void stop() {
        for (FaultProxy relay = relays.poll(); relay != null; relay = relays.poll()) {
            close(relay);
        }
        container.stop();
    }

    private static void close(FaultProxy relay) {
        try {
            relay.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new window of a browser that knows nothing yet: no cookies, no storage, no cache. The caller closes it. */
    public Tab open(View view) {
        return Tab.open(driver(), view, true);
    }

    /** The same for somebody who has switched JavaScript off. */
    public Tab openWithoutScripts(View view) {
        return Tab.open(driver(), view, false);
    }

    private URL driver() {
        try {
            return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT))
                    .toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address, "http://…/", under which the browser reaches a server of this machine, until the browser stops. */
    public URI reach(InetSocketAddress server) {
        return address(reach(server, (connection, way) -> NetworkFaults.NONE));
    }

    /** The same through a bad network. Whoever asks for it may close it earlier. */
    public FaultProxy reach(InetSocketAddress server, FaultProxy.Plan plan) {
        try {
            FaultProxy relay = FaultProxy.start(server, here, plan);
            relays.add(relay);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of such a relay, as the browser has to write it. */
    public URI address(FaultProxy relay) {
        return URI.create("http://" + there + ":" + relay.port() + "/");
    }

    /** Puts a file onto the disk of the browser's machine, with the folders that it needs, and returns its path there. */
    public String put(String path, byte[] bytes) {
        String whole = "/root/files/" + path;
        container.copyFileToContainer(Transferable.of(bytes), whole);
        return whole;
    }

    /** A command on the browser's machine, such as another program that fetches from {@link #reach}. */
    public Peer container() {
        return container;
    }
}
