package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More senders than there is room for. */
@Timeout(60)
class CrowdIT {
    @TempDir
    Path dir;

    private static TestSender turnedAway(TestReceiver receiver) throws IOException {
        TestSender sender = new TestSender(receiver.address());
        return sender.isGreeted().isRefused(FrameType.ERROR, Code.BUSY);
    }

    @Test
    void oneTooManyIsToldAndTheNextIsServedWhenOneLeaves() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.connections = 2)) {
            TestSender first = receiver.sender();
            try (TestSender second = receiver.sender()) {
                for (int i = 0; i < 200; i++) { // more than are seen to the door at one time
                    try (TestSender tooMany = turnedAway(receiver)) {
                        assertThat(tooMany.channel().isOpen()).isTrue();
                    }
                }
                second.say(TestSender.eager("x", 0), TestSender.end()).isCommitted("x", false);
            }
            first.close();
            TestSender.await("a free place", () -> {
                try (TestSender next = receiver.sender()) {
                    return next.say(Message.Signal.PING).isPong() != null;
                } catch (AssertionError | IOException e) {
                    return false;
                }
            });
        }
    }

    /** It says its own words first, as it may: they must not make the answer disappear. */
    @Test
    void theAnswerReachesWhoeverHasSpoken() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.connectionsPerAddress = 1);
                TestSender first = receiver.sender()) {
            for (int i = 0; i < 50; i++) {
                try (TestSender tooMany = new TestSender(receiver.address())) {
                    ByteArrayOutputStream words =
                            new ByteArrayOutputStream(); // in one piece: it is let go a second later
                    words.writeBytes(TestSender.ascii("NLUP\u0001\0"));
                    words.writeBytes(TestSender.bytes(TestSender.eager("x", 0)));
                    words.writeBytes(TestSender.bytes(TestSender.end()));
                    tooMany.say(words.toByteArray());
                    tooMany.isGreeted().isRefused(FrameType.ERROR, Code.BUSY).isClosed();
                }
            }
            first.say(Message.Signal.PING).isPong();
        }
    }

    @Test
    void addressesAreCountedEachForItself() throws IOException {
        Crowd crowd = new Crowd(5, 2);
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress two = InetAddress.getByName("192.0.2.2");
        assertThat(crowd.enter(one)).isTrue();
        assertThat(crowd.enter(one)).isTrue();
        assertThat(crowd.enter(one)).isFalse();
        assertThat(crowd.enter(two)).isTrue();
        crowd.leave(one);
        assertThat(crowd.enter(one)).isTrue();
        InetAddress network = InetAddress.getByName("2001:db8::1");
        InetAddress sameNetwork = InetAddress.getByName("2001:db8::ffff:2");
        assertThat(crowd.enter(network)).isTrue();
        assertThat(crowd.enter(sameNetwork)).isTrue();
        assertThat(crowd.enter(InetAddress.getByName("2001:db8:0:1::1")))
                .as("five in all")
                .isFalse();
        crowd.leave(two);
        assertThat(crowd.enter(sameNetwork)).isFalse();
    }

    /** Connections that come and go at once are not served any more, but are counted out. */
    @Test
    void nobodyIsCountedForEver() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.connections = 4)) {
            InetSocketAddress address = receiver.address();
            List<Socket> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(address.getAddress(), address.getPort());
                socket.setSoLinger(i % 2 == 0, 0); // every other one with a reset
                all.add(socket);
                if (i % 3 == 0) {
                    for (Socket one : all) {
                        one.close();
                    }
                    all.clear();
                }
            }
            for (Socket one : all) {
                one.close();
            }
            TestSender.await("a free place", () -> {
                try (TestSender next = receiver.sender()) {
                    return next.say(Message.Signal.PING).isPong() != null;
                } catch (AssertionError | IOException e) {
                    return false;
                }
            });
        }
    }
}
