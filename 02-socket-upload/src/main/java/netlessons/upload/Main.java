package netlessons.upload;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import netlessons.upload.receive.ReceiveCommand;
import netlessons.upload.send.SendCommand;
import netlessons.upload.text.Usage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the lesson: receives, sends, or without arguments shows what it is about. */
@Command(
        name = "02-socket-upload",
        description = "Sends files over TCP, and receives them. Without arguments: a demonstration on this machine.",
        subcommands = {ReceiveCommand.class, SendCommand.class},
        mixinStandardHelpOptions = true,
        version = "netlessons 02-socket-upload 1.0.0",
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        footer = {
            "",
            "\"receive --help\" and \"send --help\" list their options.",
            "@FILE stands for the options in that file, one a line: what is there, no list of processes shows.",
            "",
            "Exit status: 0 done, or stopped by Ctrl-C or SIGTERM; 1 could not start, or not all is done; 2 wrong usage."
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        int status = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The same without ending the JVM; returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return Usage.run(new CommandLine(new Main()).setOut(out).setErr(err), args);
    }

    @Override
    public Integer call() throws IOException {
        return new Demo(spec.commandLine().getOut(), spec.commandLine().getErr()).run();
    }
}
