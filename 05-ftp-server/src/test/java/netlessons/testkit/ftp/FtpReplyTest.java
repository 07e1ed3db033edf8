package netlessons.testkit.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import netlessons.testkit.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies are read strictly, and a failure points at the first wrong byte. */
@Timeout(30)
class FtpReplyTest {
    private ServerSocket listener;
    private Ftp ftp;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ftp = Ftp.on(Target.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()))
                .connect());
    }

    @AfterEach
    void close() throws IOException {
        ftp.close();
        listener.close();
    }

    /** What the server says, who then goes. */
    private void says(String text) throws IOException {
        try (Socket client = listener.accept()) {
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void fails(String told) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(ftp::next).withMessageContaining(told);
    }

    @Test
    void ofOneLine() throws IOException {
        says("220 ready\r\n331 \r\n");
        FtpReply reply = ftp.next().expect(230, 220).expectText("ready").expectOneLine();
        assertThat(reply.lines()).containsExactly("220 ready");
        assertThat(reply.text()).isEqualTo("ready");
        assertThat(ftp.next().expect(331).text()).isEmpty();
        ftp.expectClosed();
    }

    @Test
    void ofSeveralLines() throws IOException {
        says("211-Features:\r\n SIZE\r\n211-more\r\n 211 not yet\r\n2112\r\n211 End\r\n200 ok\r\n");
        FtpReply reply = ftp.next().expect(211).expectLine(" SIZE").expectNoLine("200.*");
        assertThat(reply.lines()).hasSize(6);
        assertThat(reply.inner()).containsExactly("SIZE", "211-more", "211 not yet", "2112");
        ftp.next().expect(200);
    }

    @Test
    void path() throws IOException {
        says("257 \"/a \"\"b\"\"\" is it\r\n257 \"/a \"b\"\" is it\r\n");
        ftp.next().expectPath("/a \"b\"");
        FtpReply wrong = ftp.next();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> wrong.expectPath("/a \"b\""));
    }

    @Test
    void anotherCode() throws IOException {
        says("220 ready\r\n550 no\r\n");
        ftp.next();
        FtpReply reply = ftp.next();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> reply.expect(226, 250))
                .withMessageContaining("expected 226 or 250")
                .withMessageContaining("received 220 ready\\r\\n\n           550 no\\r\\n\n           ^ here");
    }

    @Test
    void noDigits() throws IOException {
        says("22O ready\r\n");
        fails("received 22O ready\\r\\n\n             ^ here: malformed");
    }

    @Test
    void noBlank() throws IOException {
        says("220ready\r\n");
        fails("received 220ready\\r\\n\n              ^ here: malformed");
    }

    @Test
    void noCarriageReturn() throws IOException {
        says("220 ready\n");
        fails(
                "expected CR LF (\\r\\n) at the end of each line\n  received 220 ready\\n\n                    ^ here: malformed");
    }

    @Test
    void carriageReturnWithin() throws IOException {
        says("220 re\rady\r\n");
        fails("received 220 re\\rady\\r\\n\n                 ^ here: malformed");
    }

    @Test
    void neverEnds() throws IOException {
        says("211-Features:\r\n SIZE\r\n");
        fails("a line that begins with \"211 \", the last one of this reply");
    }

    @Test
    void facts() throws IOException {
        says("250-Listing\r\n Type=file;Size=12;x.y=; a b;c=d; \r\n250 End\r\n250-Listing\r\n  /a\r\n250 End\r\n");
        Entry entry = Entry.of(ftp.next());
        assertThat(entry.name()).isEqualTo("a b;c=d; ");
        assertThat(entry.facts()).isEqualTo(Map.of("type", "file", "size", "12", "x.y", ""));
        assertThat(Entry.of(ftp.next())).isEqualTo(new Entry("/a", Map.of()));
    }
}
