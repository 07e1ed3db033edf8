package netlessons.upload.receive;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import netlessons.upload.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the receiver: starts it, waits until somebody stops it. */
@Command(
        name = "receive",
        description = "Receives files and puts them into a folder.",
        mixinStandardHelpOptions = true,
        version = "netlessons 02-socket-upload 1.0.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        customSynopsis = "02-socket-upload receive [OPTIONS] --dir=DIR",
        footer = {
            "",
            "TIME is a number of seconds such as 0.5, or has s, m, h or d behind it; SIZE is a number of bytes, or has K, M, G"
                    + " or T behind it (1K is 1024 bytes).",
            "@FILE stands for the options in that file, one a line: what is there, no list of processes shows.",
            "",
            "Exit status: 0 stopped by Ctrl-C or SIGTERM; 1 could not start; 2 wrong usage."
        })
public final class ReceiveCommand implements Callable<Integer> {
    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the files; made if it is missing.")
    private Path dir;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "6542",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--on-conflict",
            defaultValue = "reject",
            paramLabel = "RULE",
            description =
                    "What happens to a file whose name is taken: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Conflict onConflict;

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

    @Mixin
    private LimitOptions limits;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LinePrinter printer = new LinePrinter(out);
        Classes.loadAll();
        try (Receiver receiver = start(printer)) {
            Thread onSignal = onSignal(receiver, printer);
            Runtime.getRuntime().addShutdownHook(onSignal); // before anybody reads that it runs, and stops it
            printer.accept("Listening on %s (files go to %s; Ctrl-C stops)"
                    .formatted(text(receiver.address()), dir.toRealPath()));
            try {
                receiver.awaitClose();
            } catch (InterruptedException e) {
                stop(receiver, printer); // a test, in this JVM
                Runtime.getRuntime().removeShutdownHook(onSignal);
            }
            return 0;
        } catch (StartupFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private Receiver start(LinePrinter printer) throws StartupFailure {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "A port is a number from 0 to 65535, not " + port);
        }
        Path folder = folder();
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            return Receiver.start(
                    address,
                    folder,
                    onConflict,
                    limits.toLimits(spec),
                    Threads.executor(),
                    log == LogFormat.none ? line -> {} : line -> printer.accept(Printable.of(line)));
        } catch (UnknownHostException e) {
            throw StartupFailure.host(host);
        } catch (IOException e) {
            throw StartupFailure.bind(host, port, e);
        }
    }

    private Path folder() throws StartupFailure {
        try {
            makeFolder();
            Path folder = dir.toRealPath();
            if (Files.isDirectory(folder) && Files.isWritable(folder)) {
                return folder;
            }
        } catch (IOException e) {
            // what is wrong with it is said below
        }
        throw StartupFailure.dir(dir);
    }

    /** The last part of its path only: anything more is a mistyped one. */
    private void makeFolder() throws IOException {
        try {
            Files.createDirectory(dir);
        } catch (FileAlreadyExistsException e) {
            // all the better
        }
    }

    // @start region=signal
    /** Ctrl-C and SIGTERM run the shutdown hooks; that we end because we were told to is no error, so status 0. */
    private Thread onSignal(Receiver receiver, LinePrinter printer) {
        return new Thread(() -> {
            try {
                stop(receiver, printer);
            } catch (IOException | RuntimeException e) {
                System.err.println("The receiver did not stop cleanly: " + e.getMessage());
            } finally {
                Runtime.getRuntime().halt(0);
            }
        });
    }

    private static void stop(Receiver receiver, LinePrinter printer) throws IOException {
        receiver.close();
        printer.accept("Stopped.");
        try {
            printer.finish(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
    // @end

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
