package netlessons.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * FTP clients that do the same again and again, each in a thread: {@code ADDRESS PORT CLIENTS WARM-UP SECONDS [PATH SIZE]}.
 * With a path they are all logged in first, one after the other, and then fetch that file, each time over a data connection
 * of its own; without one they connect, log in and leave. Prints {@code start} when the seconds of the warm-up are over, and
 * after the others {@code end} and how often it was done meanwhile. What goes wrong ends it with status 1.
 */
final class FtpCrowd {
    /** None of the servers takes a tenth of that to answer: one that does has come to a standstill. */
    private static final int PATIENCE_MS = 15_000;

    private FtpCrowd() {}

    public static void main(String[] args) throws Exception {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        int clients = Integer.parseInt(args[2]);
        LongAdder done = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Task task =
                    args.length > 5 ? new Fetching(server, args[5], Integer.parseInt(args[6])) : () -> visit(server);
            Thread thread = new Thread(() -> repeat(task, done));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        Thread.sleep(1000 * Long.parseLong(args[3]));
        long before = done.sum();
        System.out.println("start");
        Thread.sleep(1000 * Long.parseLong(args[4]));
        System.out.println("end " + (done.sum() - before));
    }

    private interface Task {
        void once() throws IOException;
    }

    private static void repeat(Task task, LongAdder done) {
        try {
            while (true) {
                task.once();
                done.increment();
            }
        } catch (IOException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** To the very end: so the server is who closes first, and no port of ours is left waiting. */
    private static void visit(InetSocketAddress server) throws IOException {
        try (Control control = new Control(server)) {
            control.ask("QUIT", 221);
            control.awaitEnd();
        }
    }

    private static final class Fetching implements Task {
        private final Control control;
        private final String command;
        private final byte[] bytes;

        Fetching(InetSocketAddress server, String path, int size) throws IOException {
            control = new Control(server);
            control.ask("TYPE I", 200);
            command = "RETR " + path;
            bytes = new byte[size + 1];
        }

        @Override
        public void once() throws IOException {
            String[] parts = control.ask("EPSV", 229).split("\\|");
            try (Socket data = connect(control.address(), Integer.parseInt(parts[3]))) {
                control.ask(command, 125, 150);
                int size = data.getInputStream().readNBytes(bytes, 0, bytes.length);
                if (size != bytes.length - 1) {
                    throw new IOException("There came " + size + " bytes");
                }
            }
            control.expect(226);
        }
    }

    /** A control connection on which a guest has logged in. */
    private static final class Control implements AutoCloseable {
        private final Socket socket;
        private final byte[] bytes = new byte[4096];
        private int count;

        Control(InetSocketAddress server) throws IOException {
            socket = connect(server.getAddress(), server.getPort());
            expect(220);
            ask("USER anonymous", 331);
            ask("PASS ftp@example.com", 230);
        }

        InetAddress address() {
            return socket.getInetAddress();
        }

        String ask(String line, int... codes) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return expect(codes);
        }

        /** The next reply. One of a few lines is not known here, as none of the servers gives one here. */
        String expect(int... codes) throws IOException {
            InputStream in = socket.getInputStream();
            int end = lineEnd();
            while (end < 0) {
                int more = in.read(bytes, count, bytes.length - count);
                if (more <= 0) {
                    throw new EOFException("The server has gone, or says too much");
                }
                count += more;
                end = lineEnd();
            }
            String line = new String(bytes, 0, end, StandardCharsets.US_ASCII);
            count -= end + 1;
            System.arraycopy(bytes, end + 1, bytes, 0, count);
            for (int code : codes) {
                if (line.startsWith(code + " ")) {
                    return line;
                }
            }
            throw new IOException("The server says: " + line);
        }

        private int lineEnd() {
            for (int i = 0; i < count; i++) {
                if (bytes[i] == '\n') {
                    return i;
                }
            }
            return -1;
        }

        void awaitEnd() throws IOException {
            if (count > 0 || socket.getInputStream().read() >= 0) {
                throw new IOException("The server says more");
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Socket connect(InetAddress address, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
