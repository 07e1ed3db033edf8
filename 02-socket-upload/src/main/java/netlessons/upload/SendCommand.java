package netlessons.upload;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the sender. */
@Command(name = "send", description = "Sends files and folders to a receiver.", mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH")
    private List<Path> paths;

    @Option(names = "--to", required = true, paramLabel = "HOST:PORT")
    private String to;

    @Option(names = "--hidden")
    private boolean hidden;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        int colon = to.lastIndexOf(':');
        SendSettings settings = SendSettings.to(to.substring(0, colon), Integer.parseInt(to.substring(colon + 1)));
        PrintWriter out = spec.commandLine().getOut();
        Sender sender = new Sender(settings, new Progress() {
            @Override
            public void failed(Path path, String name, Fault fault) {
                out.println("failed " + path + " " + fault);
            }

            @Override
            public void retrying(Item item, Fault fault, java.time.Duration wait, int attempt, int of) {
                out.println("retry " + item + " " + fault + wait);
            }

            @Override
            public void gaveUp(Fault fault, List<Outgoing> rest) {
                out.println("gave up " + fault);
            }

            @Override
            public void skipped(Path path, String reason) {
                out.println("skipped " + path + " " + reason);
            }

            @Override
            public void finished(Summary summary) {
                out.println(summary);
                out.flush();
            }
        });
        return sender.send(sink -> {
                    Scan scan = new Scan(hidden, sink);
                    for (Path path : paths) {
                        scan.path(path);
                    }
                })
                .exitStatus();
    }
}
