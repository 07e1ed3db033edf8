package netlessons.downloader;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import netlessons.downloader.fetch.Downloader;
import netlessons.downloader.fetch.Settings;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.http.HttpFault;
import netlessons.downloader.http.HttpSettings;
import netlessons.downloader.options.Choices;
import netlessons.downloader.options.Sections;
import netlessons.downloader.options.Source;
import netlessons.downloader.options.Wrong;
import netlessons.downloader.progress.Kind;
import netlessons.downloader.progress.Progress;
import netlessons.downloader.progress.Summary;
import netlessons.downloader.text.Output;
import netlessons.downloader.text.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the lesson: fetches files, or without arguments shows what it is about. */
@Command(
        name = "04-threaded-downloader",
        description = "Fetches many files at once, each over several connections. Without arguments: a demonstration on"
                + " this machine.",
        synopsisHeading = "Usage: ",
        customSynopsis = "04-threaded-downloader [OPTIONS] URL...",
        mixinStandardHelpOptions = true,
        version = "netlessons 04-threaded-downloader 1.0.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "A list has a file a line, in fields with TABs between them: an address; more addresses of the same file, to"
                    + " be tried if the first fails; out=NAME; checksum=ALG=HEX. Lines that begin with # are left out.",
            "",
            "Proxies are taken from http_proxy, https_proxy, all_proxy and no_proxy.",
            "",
            "--progress json prints an object a line. All have \"event\"; those about a file have \"file\" (its number),"
                    + " \"url\" and \"name\":",
            "  started (total, kept), progress (bytes, total, rate, secondsLeft), retry (reason, seconds, attempt, of),"
                    + " restart (reason), mirror (reason), warning (message), done (path, bytes, there), failed (reason,"
                    + " kept)",
            "and the others are:",
            "  paused (host, seconds), total (done, failed, files, bytes, total, rate, secondsLeft), finished (done,"
                    + " failed, resumable, bytes, seconds, folder, interrupted, exit)",
            "",
            "Exit status: 0 all files are there, complete and right; 1 some are not; 2 wrong usage; 3 none is; 4 one was"
                    + " not what it should be (checksum); 5 the disk is full, or a file could not be written; 130"
                    + " interrupted: then the same command goes on where it was."
        })
public final class Main implements Callable<Integer> {
    private static final int DISK = 5;

    @Mixin
    private Source source = new Source();

    @Mixin
    private Choices choices = new Choices();

    @Option(
            names = "--progress",
            paramLabel = "KIND",
            description =
                    "auto, bar, plain, json or none: auto is bar on a terminal, else plain; json is an object a line"
                            + " (see below); none tells only of what does not work (default: auto).")
    private Kind progress = Kind.auto;

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        int status = run(Output.of(System.out), Output.of(System.err), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The same without ending the JVM; returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, arguments) -> usage(err, message(e)))
                .setExecutionExceptionHandler((e, command, result) -> fault(err, e));
        Sections.in(commandLine);
        return commandLine.execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (spec.commandLine().getParseResult().originalArgs().isEmpty()) {
            return new Demo(out, err).run();
        }
        Source.Items items = source.items(System.in);
        Settings settings = choices.settings();
        HttpSettings http = choices.http(System.getenv());
        boolean reading = items.live().isPresent();
        try (Progress told = progress.start(out, err, Output.charset(), reading, items.count());
                Downloader downloader = new Downloader(settings, http, told)) {
            Summary summary = fetch(downloader, items);
            Wrong wrong = items.live().flatMap(Source.Live::fault).orElse(null);
            return wrong == null || summary.interrupted() ? summary.exitStatus() : usage(err, wrong.getMessage());
        }
    }

    private static Summary fetch(Downloader downloader, Source.Items items) throws InterruptedException {
        Interrupt interrupt = new Interrupt(() -> {
            downloader.stop();
            items.live().ifPresent(Source.Live::close);
        });
        try {
            return downloader.download(items.all());
        } finally {
            interrupt.end();
        }
    }

    private static int usage(PrintWriter err, String message) {
        err.println(message + ". Run with --help to see all options.");
        return CommandLine.ExitCode.USAGE;
    }

    /** Nothing has been fetched yet: something that was asked for cannot be had. */
    private static int fault(PrintWriter err, Exception e) throws Exception {
        if (e instanceof Wrong) {
            return usage(err, e.getMessage());
        }
        if (e instanceof HttpFault || e instanceof DiskFault) {
            err.println("Cannot begin: " + Printable.of(e.getMessage()) + ".");
            return e instanceof DiskFault ? DISK : CommandLine.ExitCode.USAGE;
        }
        throw e;
    }

    /** An option that there is none of is told without its value: a misspelt --user has a password. */
    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String option = unmatched.getUnmatched().get(0);
            int equals = option.indexOf('=');
            String name = option.startsWith("--")
                    ? option.substring(0, equals < 0 ? option.length() : equals)
                    : option.substring(0, Math.min(2, option.length()));
            return "There is no option " + Printable.of(name);
        }
        return Printable.of(e.getMessage());
    }
}
