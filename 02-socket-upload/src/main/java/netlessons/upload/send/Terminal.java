package netlessons.upload.send;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What the program's output goes to. */
final class Terminal {
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** Whether somebody can watch a bar grow. */
    static boolean isThere() {
        Console console = System.console();
        String kind = System.getenv("TERM");
        boolean dumb = kind == null ? !isWindows() : kind.equals("dumb");
        return console != null && !dumb && isTerminal(console);
    }

    /** Since JDK 22 there is a console also where there is no terminal; that is also since when it can be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Whether it shows more than ASCII. */
    static boolean isUnicode() {
        Charset charset = System.console() == null
                ? Charset.defaultCharset()
                : System.console().charset();
        return charset.newEncoder().canEncode('\u2588');
    }

    /** In characters. Java does not know, but stty does where there is one. */
    static int width() {
        if (isWindows()) {
            return USUAL_WIDTH;
        }
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size < /dev/tty").start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroy();
                return USUAL_WIDTH;
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int width = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            return width > 0 ? width : USUAL_WIDTH;
        } catch (IOException | NumberFormatException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
