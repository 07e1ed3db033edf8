package netlessons.webserver;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the lesson: chooses the parts, starts the server, waits until somebody stops it. */
@Command(
        name = "01-socket-webserver",
        description = "Serves HTTP/1.1 on a bare socket. Without options: on this machine alone, on port 8080.",
        mixinStandardHelpOptions = true,
        version = "netlessons 01-socket-webserver 1.0.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        footer = {
            "",
            "TIME is a number of seconds such as 0.5, or has s, m, h or d behind it; SIZE is a number of bytes, or has K, M, G"
                    + " or T behind it (1K is 1024 bytes).",
            "@FILE stands for the options in that file, one a line: what is there, no list of processes shows.",
            "",
            "Exit status: 0 stopped by Ctrl-C or SIGTERM; 1 could not start; 2 wrong usage."
        })
public final class Main implements Callable<Integer> {
    private static final int MOST_LOOPS = 1024;

    /** A selector on macOS; on Linux it is two. */
    private static final long FILES_PER_LOOP = 3;

    /** For the listener, a few clients, classes that are still to be loaded. */
    private static final long OTHER_FILES = 20;

    enum EngineName {
        single,
        threads,
        loop
    }

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--root",
            defaultValue = ".",
            paramLabel = "DIR",
            description = "Folder behind /files/ (default: ${DEFAULT-VALUE}).")
    private Path root;

    @Option(
            names = "--engine",
            defaultValue = "threads",
            paramLabel = "NAME",
            description = "How clients share the server: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private EngineName engine;

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "How many event loops --engine loop has (default: one for every two processors).")
    private Integer loops;

    @Option(
            names = "--log",
            defaultValue = "plain",
            paramLabel = "FORMAT",
            description = "A line for each thing done: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LogFormat log;

    enum LogFormat {
        none,
        plain
    }

    @Option(names = "--no-log", description = "The same as --log=none.")
    private boolean noLog;

    @Mixin
    private LimitOptions limits;

    private final LinePrinter printer = new LinePrinter(new PrintWriter(System.out));
    private HttpServer begun; // guarded by this

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        int status = Usage.run(new CommandLine(new Main()), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Classes.loadAll();
        stopOnSignal(); // first: a signal may come as soon as somebody can connect
        try (HttpServer server = start()) {
            String url = url(server.address());
            System.out.println("Listening on " + url + " (engine " + engine + "; Ctrl-C stops)");
            System.out.println("Files    " + url + "files/NAME is NAME in " + root.toRealPath());
            System.out.println("Try      curl -i " + url + "hello/Ada");
            server.awaitClose();
            return 0;
        } catch (StartupFailure e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private HttpServer start() throws StartupFailure {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "A port is a number from 0 to 65535, not " + port);
        }
        if (loops != null && engine != EngineName.loop) {
            throw new ParameterException(spec.commandLine(), "--loops goes with --engine loop, not with " + engine);
        }
        Handler site;
        try {
            site = Site.routes(root);
        } catch (IOException e) {
            throw StartupFailure.root(root);
        }
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            synchronized (this) {
                begun = HttpServer.start(address, site, limits.toLimits(spec), engine(), log());
                return begun;
            }
        } catch (UnknownHostException e) {
            throw StartupFailure.host(host);
        } catch (IOException e) {
            throw StartupFailure.bind(host, port, e);
        }
    }

    private Engine engine() throws StartupFailure {
        return switch (engine) {
            case single -> Engine.single();
            case threads -> Engine.threads(Threads.executor());
            case loop -> Engine.loop(Threads.executor(), loops());
        };
    }

    private int loops() throws StartupFailure {
        if (loops == null) {
            // The other half is for the system's part of the work, and for handlers that may block.
            return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        }
        if (loops < 1 || loops > MOST_LOOPS) {
            throw new ParameterException(spec.commandLine(), "--loops is 1 to " + MOST_LOOPS);
        }
        // Asked beforehand: when the last one is used up, Java cannot even load the class that says so.
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long left = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
            if (left < FILES_PER_LOOP * loops + OTHER_FILES) {
                throw StartupFailure.loops(loops, left);
            }
        }
        return loops;
    }

    private AccessLog log() {
        return noLog || log == LogFormat.none ? AccessLog.NONE : new AccessLog(printer);
    }

    // @start region=signal
    /** Ctrl-C and SIGTERM run the shutdown hooks; that we end because we were told to is no error, so status 0. */
    private void stopOnSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            HttpServer server = begun();
            if (server == null) {
                return; // it has not come to that, and the status says why
            }
            try {
                server.close();
                printer.accept("Stopped.");
                printer.finish(Duration.ofSeconds(5));
            } catch (IOException | InterruptedException e) {
                System.err.println("The server did not stop cleanly: " + e.getMessage());
            } finally {
                Runtime.getRuntime().halt(0);
            }
        }));
    }
    // @end

    /** Waits while it is being started. */
    private synchronized HttpServer begun() {
        return begun;
    }

    private static String url(InetSocketAddress address) {
        String shown = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + address.getPort() + "/";
    }
}
