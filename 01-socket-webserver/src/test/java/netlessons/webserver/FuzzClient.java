package netlessons.webserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Does what a {@link FuzzCase} says, on a connection of its own. */
final class FuzzClient {
    /** No healthy server makes a client wait for so long, however slow the machine. */
    private static final int HANG_MILLIS = 20_000;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    enum End {
        CLOSED,
        RESET,
        /** The connection was still open when we had waited long enough. */
        HANG,
        /** We did not look. */
        UNSEEN
    }

    /**
     * What came back.
     *
     * @param millis from before the connection was made to its end
     */
    record Heard(byte[] bytes, End end, long millis) {}

    private FuzzClient() {}

    /** @throws IOException if no connection could be made */
    static Heard talk(InetSocketAddress server, FuzzCase how) throws IOException {
        long start = System.nanoTime();
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        End end = End.UNSEEN;
        try (Socket socket = new Socket()) {
            socket.connect(server, HANG_MILLIS);
            socket.setSoTimeout(HANG_MILLIS);
            socket.setTcpNoDelay(true);
            send(socket, how);
            switch (how.ending()) {
                case RESETS -> socket.setSoLinger(true, 0);
                case LEAVES -> {}
                case FINISHES, WAITS -> end = listen(socket, heard);
            }
        }
        return new Heard(heard.toByteArray(), end, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static void send(Socket socket, FuzzCase how) {
        int from = 0;
        try {
            for (int i = 0; i <= how.cuts().length; i++) {
                int to = i < how.cuts().length ? how.cuts()[i] : how.sent().length;
                socket.getOutputStream().write(how.sent(), from, to - from);
                from = to;
                if (how.pauses()) {
                    LockSupport.parkNanos(PAUSE);
                }
            }
            if (how.ending() == FuzzCase.Ending.FINISHES) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // The server wants no more of it; what it has said is still to be read.
        }
    }

    private static End listen(Socket socket, ByteArrayOutputStream heard) {
        byte[] buffer = new byte[16 << 10];
        try {
            int count = socket.getInputStream().read(buffer);
            while (count >= 0) {
                heard.write(buffer, 0, count);
                count = socket.getInputStream().read(buffer);
            }
            return End.CLOSED;
        } catch (SocketTimeoutException e) {
            return End.HANG;
        } catch (IOException e) {
            return End.RESET;
        }
    }
}
