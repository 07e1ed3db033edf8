package netlessons.downloader;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import netlessons.downloader.options.Choices;
import netlessons.downloader.options.Sections;
import netlessons.downloader.text.Usage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads a command line with picocli, which knows how to help and to complain. */
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
            "TIME is a number of seconds such as 0.5, or has s, m, h or d behind it; SIZE is a number of bytes, or has K, M, G"
                    + " or T behind it (1K is 1024 bytes).",
            "@FILE stands for the options in that file, one a line: what is there, no list of processes shows."
                    + " Behind -- every word is a URL.",
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
final class Parser implements Callable<Integer> {
    @Mixin
    private Choices choices = new Choices();

    @Spec
    private CommandSpec spec;

    private Parser() {}

    /** Does what it says; returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new Parser()).setOut(out).setErr(err);
        Sections.in(commandLine);
        return Usage.run(commandLine, args);
    }

    @Override
    public Integer call() {
        return Work.run(choices, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
