package netlessons.upload.send;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import netlessons.upload.text.Seconds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the sender. */
@Command(
        name = "send",
        description = "Sends files, and folders with all that is in them, to a receiver.",
        mixinStandardHelpOptions = true,
        version = "netlessons 02-socket-upload 1.0.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        customSynopsis = "02-socket-upload send [OPTIONS] --to=HOST:PORT PATH...",
        footer = {
            "",
            "A folder arrives under its own name, what is in . under its own names. Links in folders are not followed.",
            "",
            "TIME is a number of seconds such as 0.5, or has s, m, h or d behind it; SIZE is a number of bytes, or has K, M, G"
                    + " or T behind it (1K is 1024 bytes).",
            "@FILE stands for the options in that file, one a line: what is there, no list of processes shows."
                    + " Behind -- every word is a PATH.",
            "",
            "Exit status: 0 all files are safe at the receiver's; 1 some are not; 2 wrong usage; 130 interrupted: then"
                    + " the same command goes on where it was."
        })
public final class SendCommand implements Callable<Integer> {
    enum Show {
        auto,
        bar,
        plain,
        json,
        none
    }

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths;

    @Mixin
    private SendOptions options;

    @Option(
            names = "--progress",
            defaultValue = "auto",
            paramLabel = "KIND",
            description =
                    "What is shown: ${COMPLETION-CANDIDATES}. auto is bar on a terminal, else plain; json is an object a"
                            + " line; none tells only of what does not work (default: ${DEFAULT-VALUE}).")
    private Show show;

    @Option(
            names = "--watch",
            description =
                    "Go on: send what is new or changed in the folders, until Ctrl-C. Names that begin with a dot or end"
                            + " with ~ .part .tmp .crdownload are left out. To have changed files replaced, start the receiver with"
                            + " --on-conflict replace.")
    private boolean watch;

    @Option(
            names = "--settle",
            defaultValue = "2",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a file has to stay as it is, with --watch (default: ${DEFAULT-VALUE}).")
    private Duration settle;

    @Option(names = "--hidden", description = "Send files and folders whose names begin with a dot, too.")
    private boolean hidden;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        SendSettings settings = options.toSettings(spec);
        return (watch ? watch(settings) : send(settings)).exitStatus();
    }

    private Summary send(SendSettings settings) throws InterruptedException {
        Sender sender = new Sender(settings, progress());
        Interrupt interrupt = new Interrupt(sender::stop);
        try {
            return sender.send(sink -> {
                Scan scan = new Scan(hidden, sink);
                for (Path path : new LinkedHashSet<>(paths)) {
                    scan.path(path);
                }
            });
        } finally {
            interrupt.end();
        }
    }

    private Summary watch(SendSettings settings) throws InterruptedException {
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                throw new ParameterException(spec.commandLine(), "There is no folder " + path + " to watch");
            }
        }
        if (show == Show.bar) {
            throw new ParameterException(spec.commandLine(), "A watch has no end, and so no bar; try --progress plain");
        }
        Watch watching = new Watch(paths, hidden, settle, settings, progress());
        Interrupt interrupt = new Interrupt(watching::stop);
        try {
            return watching.run();
        } finally {
            interrupt.end();
        }
    }

    private Progress progress() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean bar = show == Show.bar || show == Show.auto && !watch && Terminal.isThere();
        if (bar) {
            return new BarProgress(out, Terminal.width(), Terminal.isUnicode());
        }
        return show == Show.json ? new JsonProgress(out) : new PlainProgress(out, err, show == Show.none);
    }
}
