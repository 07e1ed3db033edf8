package netlessons.ftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import netlessons.ftp.options.Options;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    private Main() {}

    public static void main(String[] args) {
        int status = new CommandLine(new Main())
                .setParameterExceptionHandler((e, arguments) -> {
                    System.err.println(e.getMessage() + ". Run with --help to see all options.");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Settings settings = options.settings();
            FtpServer server = FtpServer.start(settings, Threads.executor(), new TransferLog(System.out::println));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                    System.out.println("Stopped.");
                } catch (IOException e) {
                    System.err.println("The server did not stop cleanly: " + e.getMessage());
                } finally {
                    Runtime.getRuntime().halt(0);
                }
            }));
            String url = url(server.address());
            System.out.println("Listening on " + url + " (Ctrl-C stops)");
            System.out.println("Try      curl " + url);
            System.out.println("or       lftp " + url);
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static String url(InetSocketAddress address) {
        String shown = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "ftp://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + address.getPort() + "/";
    }
}
