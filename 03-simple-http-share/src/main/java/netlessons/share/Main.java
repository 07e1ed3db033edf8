package netlessons.share;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.Callable;
import netlessons.share.options.Greeting;
import netlessons.share.options.Options;
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
        footer = {
            "",
            "Exit status: 0 ended in order (Ctrl-C, SIGTERM, --stop-after, --downloads), 1 could not start, 2"
                    + " wrong usage."
        })
public final class Main implements Callable<Integer> {
    @Mixin
    private Options options;

    @Option(names = "--no-qr", description = "Do not print the QR code.")
    private boolean noQr;

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // pictures are made in memory: no screen is needed, or touched
        int status = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
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
        ShareSettings settings = options.settings();
        try (ShareServer server = ShareServer.start(settings, System.out)) {
            stopOnSignal(server);
            greet(settings, server);
            server.awaitEnd();
            return 0;
        } catch (FileSystemException e) {
            System.err.println("There is no folder " + settings.dir() + " that can be read.");
        } catch (IOException e) {
            System.err.println("Cannot listen on " + settings.address() + ": " + e.getMessage());
        }
        return 1;
    }

    private void greet(ShareSettings settings, ShareServer server) {
        List<String> urls = Greeting.urls(server.address(), settings.keyStore().isPresent());
        if (!noQr) {
            System.out.print(Greeting.qrCode(urls.get(0)));
        }
        System.out.println("Sharing " + settings.dir().toAbsolutePath().normalize() + " (Ctrl-C stops)");
        urls.forEach(url -> System.out.println("  " + url));
        System.out.println("Try    curl -O " + urls.get(0) + "NAME");
        System.out.println("All    wget -r -np -nH " + urls.get(0));
        if (settings.upload()) {
            System.out.println("Send   curl -T NAME " + urls.get(0));
        }
    }

    /** Ctrl-C and SIGTERM run the shutdown hooks; that we end because we were told to is no error, so status 0. */
    private static void stopOnSignal(ShareServer server) {
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
    }
}
