package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The room that all bodies share. */
class RequestBodyTest {
    private static final RequestHead TEN_BYTES = new HeadParser(Limits.DEFAULT)
            .parse(ByteBuffer.wrap(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

    @Test
    void takesRoomAsItIsReadAndGivesItBack() throws IOException {
        Budget room = new Budget(15);
        Service service = new Service(request -> Response.of(200), Limits.DEFAULT, AccessLog.NONE, room, () -> true);
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel channel = listener.accept()) {
            client.write(ByteBuffer.wrap("0123456789abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII)));
            Input input = new Input(channel);
            Patience patience = new Patience(channel, Limits.DEFAULT);
            try (RequestBody first = new RequestBody(TEN_BYTES, service, input, patience, () -> {})) {
                assertThat(first.readAllBytes()).asString().isEqualTo("0123456789");
                RequestBody second = new RequestBody(TEN_BYTES, service, input, patience, () -> {});
                HttpError error = catchThrowableOfType(HttpError.class, second::readAllBytes);
                assertThat(error.status()).isEqualTo(503);
                assertThatThrownBy(second::read).as("a fault stays a fault").isSameAs(error);
                second.close();
                second.close();
            }
            try (RequestBody third = new RequestBody(TEN_BYTES, service, input, patience, () -> {})) {
                assertThat(third.readAllBytes()).hasSize(10);
            }
            assertThat(room.take(15)).as("all of it is back").isTrue();
            assertThat(room.take(1)).isFalse();
        }
    }
}
