package netlessons.share.options;

import java.io.Console;
import java.nio.charset.Charset;

/** What the terminal can do, if there is one. */
public final class Terminal {
    private Terminal() {}

    /** Whether somebody looks at our output, and sees blocks, not question marks. */
    public static boolean showsBlocks() {
        Console console = System.console();
        return console != null
                && isTerminal(console)
                && Charset.forName(System.getProperty(
                                "stdout.encoding", Charset.defaultCharset().name()))
                        .newEncoder()
                        .canEncode('\u2588');
    }

    /** With Java 22 or newer there is a console also where there is no terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
