package netlessons.testkit;

import java.util.List;
import java.util.Optional;
import netlessons.testkit.Report.Failure;
import netlessons.testkit.Report.StageResult;

/** Writes a report: the table, the failures of the first stage that failed, what to do next. */
final class ReportText {
    private static final int MOST_NAMES = 8;

    private final Report report;
    private final int most;
    private final String where;
    private final StringBuilder text = new StringBuilder();

    /**
     * Writes nothing yet.
     *
     * @param most how many failures to tell in full; of more, only some names are told
     * @param where the file that has them all
     */
    ReportText(Report report, int most, String where) {
        this.report = report;
        this.most = most;
        this.where = where;
    }

    @Override
    public String toString() {
        text.setLength(0);
        line("%s: graded %s (seed %d)", report.lesson(), report.target(), report.seed());
        line("");
        table();
        for (StageResult stage : report.all()) {
            if (stage.failed() > 0) {
                failures(stage, stage.equals(report.firstFailed().orElseThrow()) ? most : 0);
            }
        }
        next();
        return text.toString();
    }

    private void table() {
        int width = report.all().stream().mapToInt(s -> s.name().length()).max().orElse(0);
        String row = "  %-" + (width + 5) + "s %7s %7s %7s   %s";
        line(row, "stage", "passed", "failed", "not run", "");
        for (StageResult s : report.all()) {
            boolean ran = s.ran();
            String name = s.stage() + "  " + s.name();
            line(row, name, ran ? s.passed() : "-", ran ? s.failed() : "-", ran ? s.skipped() : "-", mark(s));
        }
        line("");
    }

    private static String mark(StageResult stage) {
        String reasons = String.join("; ", stage.reasons());
        if (stage.failed() > 0) {
            return "FAILED";
        } else if (stage.ok()) {
            return "passed" + (reasons.isEmpty() ? "" : " (" + stage.skipped() + " not run: " + reasons + ")");
        }
        return reasons.isEmpty() ? "no tests" : reasons;
    }

    /** The first failures of a stage in full, of the others the names; what is always the same is told once. */
    private void failures(StageResult stage, int full) {
        List<Failure> all = stage.failures();
        boolean same = full > 0
                && all.size() > 1
                && all.stream().map(Failure::message).distinct().count() == 1;
        line(
                "Stage %d, %s: %d of %d failed%s",
                stage.stage(),
                stage.name(),
                all.size(),
                all.size() + stage.passed(),
                same ? ", all in the same way:" : "");
        line("");
        if (same) {
            line("%s", all.get(0).message());
            line("");
            return;
        }
        int told = Math.min(full, all.size());
        for (int i = 0; i < told; i++) {
            line("%d) %s", i + 1, all.get(i).test());
            line("%s", all.get(i).message());
            line("");
        }
        int named = where.isEmpty() ? all.size() : Math.min(all.size(), told + MOST_NAMES);
        if (told > 0 && told < all.size()) {
            line("%d more failed (all are told in %s):", all.size() - told, where);
        }
        for (int i = told; i < named; i++) {
            line("%d) %s", i + 1, all.get(i).test());
        }
        if (named < all.size()) {
            line("... and %d more", all.size() - named);
        }
        if (told < all.size()) {
            line("");
        }
    }

    private void next() {
        Optional<StageResult> open = report.all().stream()
                .filter(s -> s.asked() && !s.ok() && !s.notApplicable())
                .findFirst();
        Optional<StageResult> later =
                report.all().stream().filter(s -> !s.asked()).findFirst();
        StageResult next = report.firstFailed().or(() -> open).or(() -> later).orElse(null);
        if (next == null) {
            boolean all = report.all().stream().noneMatch(StageResult::notApplicable);
            line(
                    all ? "All %d stages passed." : "All stages passed that apply.",
                    report.stages().size());
            return;
        } else if (next.failed() > 0) {
            if (!report.again().isEmpty() && next.failures().stream().anyMatch(ReportText::needsTheProgram)) {
                line("To try an \"again\" line, first start your program, in another terminal:");
                line("  %s", report.again());
                line("");
            }
            line("Next: fix the first failure of stage %d, and run just that far again:", next.stage());
        } else if (next.asked()) {
            line("Next: stage %d has not been tested; %s:", next.stage(), String.join("; ", next.reasons()));
        } else {
            line("All stages that were asked for passed. Next: stage %d:", next.stage());
        }
        line("  mvn -q -pl %s verify%s -Dstage=%d", report.lesson(), report.arguments(), next.stage());
    }

    /** It has an "again" line, which does not start the program itself. */
    private static boolean needsTheProgram(Failure failure) {
        return failure.message().contains("\n  again ") && !failure.message().contains(StopOrder.IN_BACKGROUND);
    }

    private void line(String format, Object... values) {
        text.append(String.format(format, values).stripTrailing()).append('\n');
    }
}
