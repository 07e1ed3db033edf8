package netlessons.share.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import netlessons.share.http.Fields;
import netlessons.share.http.Request;
import netlessons.share.http.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OriginTest {
    private static String origin(String bound, String authority, boolean secure) throws UnknownHostException {
        Request request = new Request(
                "GET",
                Target.parse("/", ""),
                authority,
                Fields.NONE,
                InputStream.nullInputStream(),
                0,
                InetAddress.getLoopbackAddress(),
                secure);
        return new Origin(InetAddress.getByName(bound)).apply(request);
    }

    @Test
    @DisplayName("what is asked for as localhost others reach under the address that is printed first")
    void here() throws UnknownHostException {
        String first =
                Addresses.inUrl(Addresses.of(InetAddress.getByName("0.0.0.0")).get(0));
        for (String authority : new String[] {"localhost:8000", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000"}) {
            assertThat(origin("0.0.0.0", authority, false)).isEqualTo("http://" + first + ":8000");
        }
        assertThat(origin("0.0.0.0", "localhost", true)).isEqualTo("https://" + first);
    }

    @Test
    void elsewhere() throws UnknownHostException {
        assertThat(origin("0.0.0.0", "192.168.1.7:8000", false)).isEqualTo("http://192.168.1.7:8000");
        assertThat(origin("0.0.0.0", "laptop.example", true)).isEqualTo("https://laptop.example");
        assertThat(origin("127.0.0.1", "localhost:8000", false))
                .as("nobody else can reach it")
                .isEqualTo("http://localhost:8000");
    }
}
