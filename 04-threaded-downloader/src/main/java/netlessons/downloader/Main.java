package netlessons.downloader;

import java.io.PrintWriter;
import java.util.Optional;
import netlessons.downloader.options.Choices;
import netlessons.downloader.options.Shortcut;
import netlessons.downloader.text.Output;

/** The command line of the lesson: fetches files, or without arguments shows what it is about. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int status = run(Output.of(System.out), Output.of(System.err), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The same without ending the JVM; returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        if (args.length == 0) {
            return new Demo(out, err).run();
        }
        Optional<Choices> choices = Shortcut.read(args);
        return choices.isPresent() ? Work.run(choices.get(), out, err) : Parser.run(out, err, args);
    }
}
