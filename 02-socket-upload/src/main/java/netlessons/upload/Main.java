package netlessons.upload;

import java.io.PrintStream;

/** The command line of the lesson. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int status = run(System.out, System.err, args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The same without ending the JVM; returns the exit status. */
    static int run(PrintStream out, PrintStream err, String... args) {
        err.println("Nothing is here yet.");
        return 1;
    }
}
