package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A class with a {@code main} as a process of its own; what it prints goes to two files. Closing kills it. */
record Program(Process process, Path out, Path err) implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    /** How it ended, and what it has printed. */
    record Ended(int status, List<String> out, List<String> err) {}

    static Program start(Path folder, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".log");
        Path err = Files.createTempFile(folder, "err", ".log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Program(process, out, err);
    }

    /** The lesson, with nothing on its standard input. */
    static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        try (Program program = start(folder, Main.class, arguments)) {
            program.process.getOutputStream().close();
            return program.await();
        }
    }

    void type(String text) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** What Ctrl-C does, where SIGINT is not ignored as in a job in the background. */
    void terminate() {
        process.toHandle().destroy();
    }

    Ended await() throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        return new Ended(process.exitValue(), lines(out), lines(err));
    }

    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
