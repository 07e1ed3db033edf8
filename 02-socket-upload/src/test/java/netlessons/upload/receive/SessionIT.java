package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without a network: a sender that never stops talking, so that nobody waits for input; and one that is cut off. */
@Timeout(60)
class SessionIT {
    @TempDir
    Path dir;

    private final List<Message> answers = new ArrayList<>();
    private SocketChannel channel;
    private Store store;
    private Session session;

    @BeforeEach
    void begin() throws IOException {
        channel = SocketChannel.open();
        store = new Store(dir, Conflict.reject, Limits.DEFAULT, Runnable::run);
        Patience patience = new Patience(channel, Limits.DEFAULT);
        session = new Session(store, patience, store.holder(() -> {}), answers::add, () -> {}, line -> {});
    }

    @AfterEach
    void end() throws IOException {
        session.interrupt();
        channel.close();
    }

    private void say(Message... messages) throws IOException {
        FrameDecoder decoder = new FrameDecoder(true, Limits.DEFAULT.message());
        for (Message message : messages) {
            decoder.room().put(TestSender.bytes(message));
            session.accept(decoder.next());
        }
    }

    /** The answers would fill the memory. */
    @Test
    void whatIsCancelledIsAnsweredAtTimes() throws IOException {
        for (int i = 0; i < Limits.GROUP; i++) {
            assertThat(answers).isEmpty();
            say(eager("x", 5), Message.Signal.CANCEL);
        }
        assertThat(answers).hasSize(Limits.GROUP);
    }

    @Test
    void answersAreDueAfterAWhile() throws IOException {
        assertThat(session.isLate()).isFalse();
        say(eager("x", 5), data(0, ascii("hello")), TestSender.end(ascii("hello")));
        TestSender.await("answers are due", () -> {
            say(Message.Signal.PING);
            return session.isLate();
        });
        session.settle();
        assertThat(session.isLate()).isFalse();
        assertThat(answers).last().isInstanceOf(Message.Committed.class);
    }

    /** All has come, and then we are interrupted: the part is a young one, however old the sender's file is. */
    @Test
    void aWholePartIsNotOld() throws Exception {
        Message.Begin begin = TestSender.begin("x", 5);
        Upload upload = store.begin(begin, store.holder(() -> {}), () -> {});
        upload.data(0, ByteBuffer.wrap(ascii("hello")));
        upload.end(TestSender.digest(ascii("hello")));
        upload.close();
        store.sweep();
        assertThat(TestSender.partial(dir, begin)).hasContent("hello");
    }
}
