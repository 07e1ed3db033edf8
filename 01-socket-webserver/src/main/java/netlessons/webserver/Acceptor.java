package netlessons.webserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** The server's door: lets clients in one after the other, as long as there is room. */
final class Acceptor {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    /** Takes a client over, and closes its channel in the end. */
    interface Entrance {
        void enter(SocketChannel client) throws IOException;
    }

    private Acceptor() {}

    // @start region=accept
    /** Accepts until the listener is closed; {@code present} tells how many clients are inside. */
    static void accept(ServerSocketChannel listener, int most, IntSupplier present, Entrance entrance) {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Entrance next = present.getAsInt() < most ? entrance : Acceptor::turnAway;
                if (!Quietly.run(() -> next.enter(client))) {
                    client.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                pause();
            }
        }
    }

    /**
     * Too many open files or no memory, most likely; to write a log would want more of both. It passes when somebody
     * leaves; until then new clients wait, and we do not spin.
     */
    private static void pause() {
        try {
            LockSupport.parkNanos(PAUSE);
        } catch (OutOfMemoryError e) {
            // not even memory to load what is called here for the first time
        }
    }
    // @end

    /** Says 503 if that is possible without waiting: the accepting thread must not depend on any client. */
    private static void turnAway(SocketChannel client) throws IOException {
        try (client) {
            client.configureBlocking(false);
            Response busy = Service.refuse(new HttpError(503, "Too many connections at the moment."));
            Content.Bytes page = (Content.Bytes) busy.content();
            client.write(
                    new ByteBuffer[] {ByteBuffer.wrap(ResponseHead.encode(busy, "close")), ByteBuffer.wrap(page.bytes())
                    });
            client.shutdownOutput();
            client.read(ByteBuffer.allocate(8 << 10)); // what has come and is left unread would destroy the 503
        }
    }
}
