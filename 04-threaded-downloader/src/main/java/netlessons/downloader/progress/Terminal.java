package netlessons.downloader.progress;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the program's output goes to. Its size is found out when somebody asks, and again when it has changed. */
final class Terminal implements Screen {
    private static final int USUAL_WIDTH = 80;
    private static final int USUAL_HEIGHT = 24;
    private static final int MOST = 10_000;

    private volatile boolean heard;
    private volatile boolean known;
    private volatile int width = USUAL_WIDTH;
    private volatile int height = USUAL_HEIGHT;

    Terminal() {}

    /** Whether somebody can watch a bar grow: a terminal that understands what {@link Bar} says. */
    static boolean isThere() {
        String kind = System.getenv("TERM");
        if (isWindows() ? System.getenv("WT_SESSION") == null && kind == null : kind == null || kind.equals("dumb")) {
            return false;
        }
        return isTerminal(1);
    }

    /** Whether standard input is somebody who types. */
    static boolean isTyped() {
        return isTerminal(0);
    }

    private static boolean isTerminal(int descriptor) {
        try { // on Linux: quick, and each of the two is looked at by itself
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            Console console = System.console();
            return console != null && isTerminal(console);
        }
    }

    /** Since JDK 22 there is a console also where there is no terminal; that is also since when it can be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Whether a charset has what bars are made of. */
    static boolean isUnicode(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) || charset.newEncoder().canEncode('\u258F');
    }

    @Override
    public int width() {
        measure();
        return width;
    }

    @Override
    public int height() {
        measure();
        return height;
    }

    /** Java does not know, but stty does where there is one. */
    private void measure() {
        if (known || isWindows()) {
            return;
        }
        if (!heard) {
            heard = true;
            onResize(() -> known = false);
        }
        known = true;
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (stty.waitFor(1, TimeUnit.SECONDS)) {
                understand(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
            } else {
                stty.destroy();
            }
        } catch (IOException e) {
            // no stty, or no terminal: the usual size will do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param size {@code 24 80} */
    private void understand(String size) {
        int space = size.indexOf(' ');
        try {
            int lines = Integer.parseInt(size.substring(0, Math.max(0, space)));
            int columns = Integer.parseInt(size.substring(space + 1));
            if (lines > 0 && columns > 0 && lines < MOST && columns < MOST) { // 0 0 is said where nobody knows
                height = lines;
                width = columns;
            }
        } catch (NumberFormatException e) {
            // as it was
        }
    }

    /** Only {@code sun.misc.Signal} can tell; it is asked for by name since it belongs to no standard. */
    private static void onResize(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = java.lang.reflect.Proxy.newProxyInstance(
                    Terminal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.getName().equals("equals") ? proxy == arguments[0] : method.hashCode();
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), ours);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // then it keeps the size that it had
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
