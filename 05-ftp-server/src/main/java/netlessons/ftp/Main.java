package netlessons.ftp;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import netlessons.ftp.options.Options;
import netlessons.ftp.text.Usage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the lesson: serves until it is stopped. */
@Command(
        name = "05-ftp-server",
        description = "Serves folders over FTP. Without options: this folder, to be read by guests, on port 2121.",
        mixinStandardHelpOptions = true,
        version = "netlessons 05-ftp-server 1.0.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        footer = {
            "",
            "RIGHTS are some of the letters e (enter folders), l (list), r (read), a (append), d (delete), f (rename), m (make"
                    + " folders), w (write), M (change modes), T (change times).",
            "TIME is a number of seconds such as 0.5, or has s, m, h or d behind it; SIZE is a number of bytes, or has K, M, G"
                    + " or T behind it (1K is 1024 bytes).",
            "@FILE stands for the options in that file, one a line: what is there, no list of processes shows.",
            "",
            "Exit status: 0 stopped by Ctrl-C or SIGTERM; 1 could not start; 2 wrong usage."
        })
public final class Main implements Callable<Integer> {
    @Mixin
    private Options options;

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

    private final LinePrinter printer = new LinePrinter(new PrintWriter(System.out));

    private Main() {}

    public static void main(String[] args) {
        int status = Usage.run(new CommandLine(new Main()), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Settings settings = options.settings();
            Classes.loadAll();
            FtpServer server = FtpServer.start(settings, Threads.executor(), log());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
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
            String url = url(server.address());
            printer.accept("Listening on " + url + " (Ctrl-C stops)");
            printer.accept("Try      curl " + url);
            printer.accept("or       lftp " + url);
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private FtpListener log() {
        return log == LogFormat.none ? new FtpListener() {} : new TransferLog(printer);
    }

    private static String url(InetSocketAddress address) {
        String shown = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "ftp://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + address.getPort() + "/";
    }
}
