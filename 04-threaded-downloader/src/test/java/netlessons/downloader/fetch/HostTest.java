package netlessons.downloader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netlessons.downloader.http.HttpFault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HostTest {
    private final Scope scope = new Scope();

    @Test
    @DisplayName("a host is its name and port, in any case")
    void names() {
        Hosts hosts = new Hosts(1);
        assertThat(hosts.of(URI.create("http://A.example/x"))).isSameAs(hosts.of(URI.create("https://a.EXAMPLE/y")));
        assertThat(hosts.of(URI.create("http://a.example:81/"))).isNotSameAs(hosts.of(URI.create("http://a.example/")));
    }

    @Test
    @DisplayName("no more requests are under way than allowed; who waits gets the place that is left")
    void cap() throws Exception {
        Host host = new Host("a", 2);
        host.enter(scope);
        host.enter(scope);
        CompletableFuture<Void> third = entering(host);
        assertThat(third).isNotDone();
        host.leave();
        third.get(10, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("a pause is for all, and only the first to announce it says so (case 30)")
    void pause() throws Exception {
        Host host = new Host("a", 10);
        assertThat(host.pause(Duration.ofDays(2))).isTrue();
        assertThat(host.pause(Duration.ofDays(1))).isFalse();
        Host other = new Host("b", 10);
        long start = System.nanoTime();
        other.pause(Duration.ofMillis(200));
        CompletableFuture.allOf(entering(other), entering(other)).get(10, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
    }

    @Test
    @DisplayName("a stop ends the wait for a host")
    void stop() throws Exception {
        Host host = new Host("a", 1);
        host.pause(Duration.ofDays(1));
        CompletableFuture<Void> waiting = entering(host);
        scope.end();
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(HttpFault.class);
    }

    private CompletableFuture<Void> entering(Host host) {
        return CompletableFuture.runAsync(() -> {
            try {
                host.enter(scope);
            } catch (HttpFault e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
