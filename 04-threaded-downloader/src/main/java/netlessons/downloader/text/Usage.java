package netlessons.downloader.text;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command line as all lessons do, and says in one line what is wrong with it. */
public final class Usage implements IParameterExceptionHandler {
    /** Does what the words say; returns the exit status. */
    public static int run(CommandLine program, String... words) {
        program.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new Usage());
        try {
            return program.execute(AtFiles.expand(words));
        } catch (IOException e) {
            return wrong(program.getErr(), e.getMessage());
        }
    }

    @Override
    public int handleParseException(ParameterException e, String[] words) {
        return wrong(e.getCommandLine().getErr(), message(e));
    }

    /** An option that there is none of is told without its value: a misspelt --user has a password. */
    private static String message(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return e.getMessage();
        }
        String word = unmatched.getUnmatched().get(0);
        if (!word.startsWith("-")) {
            return "'" + word + "' is one word too many";
        }
        int end = word.startsWith("--") ? (word + "=").indexOf('=') : Math.min(2, word.length());
        return "There is no option " + word.substring(0, end);
    }

    /**
     * Returns the exit status.
     *
     * @param message a sentence without full stop
     */
    public static int wrong(PrintWriter err, String message) {
        err.println(Printable.of(message) + ". Run with --help to see all options.");
        return CommandLine.ExitCode.USAGE;
    }
}
