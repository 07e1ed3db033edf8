package netlessons.share.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import netlessons.share.ShareSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the greeting")
class GreetingTest {
    private static ShareSettings settings(String... words) {
        return OptionsTest.parse(words);
    }

    @ParameterizedTest
    @DisplayName("has IPv6 addresses as URLs have them (RFC 5952)")
    @CsvSource({
        "::1,[::1]",
        "fd00::2,[fd00::2]",
        "2001:db8:0:1:0:0:0:1,[2001:db8:0:1::1]",
        "2001:db8:0:1:1:1:1:1,[2001:db8:0:1:1:1:1:1]",
        "1:0:0:2:0:0:0:3,[1:0:0:2::3]",
        "1:0:0:2:3:0:0:4,[1::2:3:0:0:4]",
        "1::,[1::]",
        "192.0.2.7,192.0.2.7"
    })
    void addresses(String text, String shown) throws Exception {
        assertThat(Addresses.inUrl(InetAddress.getByName(text))).isEqualTo(shown);
    }

    @Test
    @DisplayName("names one address if the server listens on one")
    void one() throws Exception {
        assertThat(Greeting.urls(new InetSocketAddress(InetAddress.getByName("::1"), 8000), true))
                .containsExactly("https://[::1]:8000/");
    }

    @Test
    @DisplayName("names all addresses if the server listens on all, once each; those of this machine alone come last")
    void all() throws Exception {
        Set<InetAddress> own;
        List<InetAddress> all;
        do {
            own = own();
            all = Addresses.of(InetAddress.getByName("0.0.0.0"));
        } while (!own.equals(own())); // networks of containers come and go
        assertThat(all).doesNotHaveDuplicates().noneMatch(InetAddress::isLinkLocalAddress);
        assertThat(Set.copyOf(all)).isEqualTo(own);
        List<Boolean> loopback =
                all.stream().map(InetAddress::isLoopbackAddress).toList();
        assertThat(loopback).isEqualTo(loopback.stream().sorted().toList());
    }

    private static Set<InetAddress> own() throws SocketException {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("has commands that can be typed as they are")
    void commands() {
        assertThat(Greeting.commands("http://192.0.2.7:8000/", settings()))
                .containsExactly(
                        "One file   curl -O http://192.0.2.7:8000/NAME",
                        "All files  wget -r -np -nH --reject-regex '[?]' http://192.0.2.7:8000/");
        assertThat(Greeting.commands("http://a/", settings("--upload"))).contains("Send       curl -T NAME http://a/");
    }

    @Test
    @DisplayName("and never with a password in them, nor with a name that a shell would understand otherwise")
    void noPasswords() {
        assertThat(Greeting.commands("http://a/", settings("--user", "ada:secret", "--upload")))
                .contains("One file   curl -u ada -O http://a/NAME", "Send       curl -u ada -T NAME http://a/")
                .noneMatch(line -> line.contains("secret"))
                .anyMatch(line -> line.contains("--user=ada --ask-password"));
        assertThat(Greeting.commands("http://a/", settings("--user", "$(reboot):secret")))
                .contains("One file   curl -u NAME -O http://a/NAME");
        assertThat(Greeting.commands("http://a/", settings("--user", ":secret:upload")))
                .contains("One file   curl -O http://a/NAME");
    }

    @Test
    @DisplayName("has a QR code: lines of one length, white around")
    void qrCode() {
        List<String> lines = Greeting.qrCode("http://192.0.2.7:8000/").lines().toList();
        assertThat(lines)
                .hasSizeGreaterThan(12)
                .allSatisfy(line -> assertThat(line)
                        .hasSize(lines.get(0).length())
                        .matches("[ \u2580\u2584\u2588]+")
                        .startsWith("\u2588\u2588")
                        .endsWith("\u2588\u2588"));
    }
}
