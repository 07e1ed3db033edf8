package netlessons.downloader.file;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.JavaProgram;

/** Another process that works in the same folder. Closing kills it. */
final class FileProgram implements Closeable {
    private final Process process;
    private final BufferedReader output;

    private FileProgram(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one of the programs below. */
    static FileProgram start(Path dir, String program, Conflict onConflict) throws IOException {
        return start(List.of(), dir, program, onConflict);
    }

    /** The same, by way of another command. */
    static FileProgram start(List<String> by, Path dir, String program, Conflict onConflict) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(JavaProgram.command(
                FileProgram.class.getName(),
                List.of(Root.class.getName()),
                dir.toString(),
                program,
                onConflict.name()));
        return new FileProgram(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line that it prints. */
    String line() throws IOException {
        return output.readLine();
    }

    /** Lets it go on. */
    void enter() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not die");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static URI uri(int number) {
        return URI.create("http://a.example/?id=" + number);
    }

    /** Small ones and big ones, a little different each. */
    static int size(int number) {
        return number + (number % 2 == 0 ? 1000 : 100_000);
    }

    static Identity identity(int number) {
        return new Identity(uri(number), Optional.of("\"v\""), Optional.empty(), false, OptionalLong.of(size(number)));
    }

    public static void main(String... args) throws IOException {
        Root root = Root.open(Path.of(args[0]), Conflict.valueOf(args[2]), 0);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args[1].equals("many")) {
            for (int number = 0; ; number++) {
                publish(root, number);
                out.println(number);
            }
        }
        one(root, out);
    }

    private static void publish(Root root, int number) throws IOException {
        byte[] bytes = PartTest.random(size(number));
        try (Part part = root.claim("f" + number)) {
            part.begin(identity(number));
            part.write(ByteBuffer.wrap(bytes, 0, 500), 0);
            if (number % 4 < 2) {
                part.save();
            }
            part.write(ByteBuffer.wrap(bytes, 500, bytes.length - 500), 500);
            part.publish(Optional.of(Instant.EPOCH));
        }
    }

    /** Does half of a file, waits, does the rest. */
    private static void one(Root root, PrintStream out) throws IOException {
        byte[] bytes = PartTest.random(size(1));
        Optional<Part> left = root.left(List.of(uri(1)));
        out.println(left.isPresent() ? "left" : "nothing left");
        try (Part part = left.isPresent() ? left.get() : root.claim("x")) {
            part.begin(identity(1));
            part.write(ByteBuffer.wrap(bytes, 0, 50_000), 0);
            part.save();
            out.println(part.name());
            System.in.read();
            part.write(ByteBuffer.wrap(bytes, 50_000, bytes.length - 50_000), 50_000);
            out.println(part.publish(Optional.empty()).getFileName());
        } catch (Taken e) {
            out.println(e.getMessage());
        }
    }
}
