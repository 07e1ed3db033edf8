package netlessons.share;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import netlessons.share.options.Greeting;
import netlessons.share.options.Options;
import netlessons.share.options.Terminal;
import netlessons.share.text.Usage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the lesson: shares a folder until somebody stops it, or until it is enough. */
@Command(
        name = "03-simple-http-share",
        description = "Shares a folder over HTTP. Without options: this folder, to be read by all who reach port 8000.",
        mixinStandardHelpOptions = true,
        version = "netlessons 03-simple-http-share 1.0.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        footer = {
            "",
            "TIME is a number of seconds such as 0.5, or has s, m, h or d behind it; SIZE is a number of bytes, or has K, M, G"
                    + " or T behind it (1K is 1024 bytes).",
            "@FILE stands for the options in that file, one a line: what is there, no list of processes shows.",
            "",
            "Exit status: 0 stopped by Ctrl-C or SIGTERM, --stop-after or --downloads; 1 could not start; 2 wrong usage."
        })
public final class Main implements Callable<Integer> {
    @Mixin
    private Options options;

    @Option(
            names = "--no-qr",
            negatable = true,
            description = "Print the address as a QR code, or not (default: on a terminal that can show it).")
    private Boolean noQr;

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // pictures are made in memory: no screen is needed, or touched
        int status = Usage.run(new CommandLine(new Main()), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Classes.loadAll();
        Logging.quiet();
        ShareSettings settings = options.settings();
        Thread hook;
        try (ShareServer server = ShareServer.start(settings, System.out)) {
            hook = stopOnSignal(server);
            List<String> lines = Greeting.lines(settings, server);
            if (noQr == null ? Terminal.showsBlocks() : !noQr) {
                System.out.print(Greeting.qrCode(Greeting.urls(settings, server).get(0)));
            }
            lines.forEach(System.out::println);
            server.awaitEnd();
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        if (isStillRunning(hook)) {
            sayStopped();
        }
        return 0;
    }

    /** Ctrl-C and SIGTERM run the shutdown hooks; that we end because we were told to is no error, so status 0. */
    private static Thread stopOnSignal(ShareServer server) {
        Thread hook = new Thread(() -> {
            try {
                server.close();
                sayStopped();
            } catch (IOException | InterruptedException e) {
                System.err.println("The server did not stop cleanly: " + e.getMessage());
            } finally {
                Runtime.getRuntime().halt(0);
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** Whoever stops it does not have to read that, or to wait for long for somebody who does. */
    private static void sayStopped() throws InterruptedException {
        LinePrinter printer = new LinePrinter(new PrintWriter(System.out));
        printer.accept("Stopped.");
        printer.finish(Duration.ofSeconds(5));
    }

    /** Whether nobody has told the program to end: then there is nothing left for the hook to do. */
    private static boolean isStillRunning(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false; // it is at work
        }
    }
}
