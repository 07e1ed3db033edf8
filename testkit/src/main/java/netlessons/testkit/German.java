package netlessons.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Runs a class as on the machine of somebody who speaks German: there the system's words for its faults are German. */
public final class German {
    private German() {}

    /**
     * What its {@code main} prints, in UTF-8. German it is only where the system has its translations; Debian has them in
     * libc-l10n.
     *
     * @param main of the tests
     * @param lesson any class of the lesson
     */
    public static List<String> linesOf(Class<?> main, Class<?> lesson, String... arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(JavaProgram.command(main.getName(), List.of(lesson.getName()), arguments));
        builder.environment().put("LC_ALL", "C.UTF-8"); // for what it prints; and a name of a language alone is enough
        builder.environment().put("LANGUAGE", "de");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines().collect(Collectors.toList());
        } finally {
            process.destroyForcibly();
        }
    }
}
