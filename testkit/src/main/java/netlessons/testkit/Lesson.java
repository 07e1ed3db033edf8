package netlessons.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a lesson gives to the test kit. The module names its implementation, which has a constructor without parameters,
 * in META-INF/services/netlessons.testkit.Lesson of its test resources.
 */
public interface Lesson {
    /** The chapter, seen from the root of the repository: "docs/01-socket-webserver.md". */
    String chapter();

    /** The folder of the lesson, which the chapter is named after: "01-socket-webserver". */
    default String module() {
        return chapter().replaceAll("^.*/|\\.md$", "");
    }

    /** The graded test classes, in the order of their stages. */
    List<Class<?>> stages();

    /**
     * Starts the lesson itself in this JVM, on a free port of the loopback address. A lesson whose program listens to
     * nobody has no use for it.
     *
     * @param dir the folder that it serves
     * @return once the port accepts connections
     * @throws Exception if it cannot start, for whatever reason
     */
    default Running start(Path dir) throws Exception {
        throw new UnsupportedOperationException("this lesson has no server");
    }

    /**
     * How to start the lesson as a program of its own, for what only a process can show, such as its exit status.
     * Nothing: such tests are skipped.
     *
     * @param port the port of the loopback address to listen on
     * @param dir the folder that it serves
     */
    default List<String> command(int port, Path dir) {
        return List.of();
    }

    /** The options, as words of its command line, of the server that most tests share. */
    default List<String> options() {
        return List.of();
    }

    /** The same as {@link #start(Path)}, with these options; for a lesson whose tests need servers of several kinds. */
    default Running start(Path dir, List<String> options) throws Exception {
        return start(dir);
    }

    /** The same as {@link #command(int, Path)}, with these options. */
    default List<String> command(int port, Path dir, List<String> options) {
        return command(port, dir);
    }

    /**
     * How to start the lesson's own sender, in a lesson that has one. Nothing: its tests are skipped where no other one
     * was given.
     *
     * @param port the port of the loopback address to send to
     * @param path the file or folder to send
     */
    default List<String> sendCommand(int port, Path path) {
        return List.of();
    }

    /**
     * How to start the lesson itself, if it downloads: it is run for each thing to fetch. Nothing: its tests are skipped
     * where no other one was given.
     *
     * @param urls what to fetch, all at once
     * @param dir the folder to put it into
     */
    default List<String> downloadCommand(List<URI> urls, Path dir) {
        return List.of();
    }

    /**
     * What the grader says on its first connection to a program that it has started, which shows that the program
     * listens: a complete, harmless request, so that a simple program lives on. Nothing: it connects and closes.
     */
    default byte[] greeting() {
        return new byte[0];
    }

    /**
     * A port of the loopback address that is free, for {@link #start}. As long as this JVM runs, no other server of these tests
     * gets it, not even after this one has closed it: then nobody is let in there.
     */
    static int freePort() {
        return ProgramStarter.freePort();
    }

    /** The lesson while it runs. */
    interface Running extends AutoCloseable {
        /** The address to connect to. */
        InetSocketAddress address();

        /**
         * Stops it and waits, for a bounded time, until it has stopped. It may be called again, and meanwhile from
         * another thread.
         */
        @Override
        void close() throws IOException;

        /** One that is stopped by closing the server. */
        static Running of(InetSocketAddress address, Closeable server) {
            return new Running() {
                @Override
                public InetSocketAddress address() {
                    return address;
                }

                @Override
                public void close() throws IOException {
                    server.close();
                }
            };
        }
    }
}
