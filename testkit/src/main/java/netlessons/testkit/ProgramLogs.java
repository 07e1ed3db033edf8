package netlessons.testkit;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Names for what programs print: student.log, student-2.log, … A name that is given back is used again. Safe for threads. */
final class ProgramLogs {
    private final Path first;
    private final String suffix;
    private final Set<Path> used = new HashSet<>();

    /** @param suffix to tell the logs of one kind of program from those of another */
    ProgramLogs(Settings settings, String suffix) {
        this.first = settings.log();
        this.suffix = suffix;
    }

    synchronized Path take() {
        for (int n = 1; ; n++) {
            String ending = suffix + (n == 1 ? "" : "-" + n);
            Path log = first.resolveSibling(first.getFileName().toString().replaceFirst("(?=[.][^.]*$)|$", ending));
            if (used.add(log)) {
                return log;
            }
        }
    }

    synchronized void giveBack(Path log) {
        used.remove(log);
    }
}
