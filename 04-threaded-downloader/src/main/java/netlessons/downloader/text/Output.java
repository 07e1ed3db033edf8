package netlessons.downloader.text;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Writes to standard output what is printed before a flush in one piece, however long: a terminal would show the first
 * half of a frame, and flicker. A {@link PrintWriter} around it is safe for threads.
 */
public final class Output extends Writer {
    private final PrintStream to;
    private final Charset charset;
    private final StringBuilder text = new StringBuilder();

    private Output(PrintStream to, Charset charset) {
        this.to = to;
        this.charset = charset;
    }

    /** Flushed with each line. */
    public static PrintWriter of(PrintStream to) {
        return new PrintWriter(new Output(to, charset()), true);
    }

    /** What the terminal expects, if there is one. (JDK 19 knows it under the first name, JDK 17 under the second.) */
    public static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        try {
            return name == null ? Charset.defaultCharset() : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return Charset.defaultCharset();
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        text.append(characters, offset, length);
    }

    @Override
    public void write(String string, int offset, int length) {
        text.append(string, offset, offset + length);
    }

    /** Through {@link PrintStream#write}, since {@link PrintStream#print} cuts what is long. */
    @Override
    public void flush() {
        if (text.length() > 0) {
            byte[] bytes = text.toString().getBytes(charset);
            text.setLength(0);
            to.write(bytes, 0, bytes.length);
        }
        to.flush();
    }

    /** Standard output stays open. */
    @Override
    public void close() {
        flush();
    }
}
