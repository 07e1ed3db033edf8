package netlessons.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netlessons.testkit.Report.Failure;
import netlessons.testkit.Report.StageResult;

/** Writes a report: the table, the failures of the first stage that failed, what to do next. */
final class ReportText {
    private final Report report;
    private final StringBuilder text = new StringBuilder();

    ReportText(Report report) {
        this.report = report;
    }

    @Override
    public String toString() {
        text.setLength(0);
        line("%s: graded %s (seed %d)", report.lesson(), report.target(), report.seed());
        line("");
        table();
        Optional<StageResult> failed = report.firstFailed();
        failed.ifPresent(this::failures);
        report.stages().stream()
                .filter(s -> s.failed() > 0 && s != failed.orElseThrow())
                .forEach(this::names);
        next(failed);
        return text.toString();
    }

    private void table() {
        int width =
                report.stages().stream().mapToInt(s -> s.name().length()).max().orElse(0);
        String row = "  %-" + (width + 5) + "s %7s %7s %7s   %s";
        line(row, "stage", "passed", "failed", "not run", "");
        for (StageResult s : report.stages()) {
            line(row, s.stage() + "  " + s.name(), s.passed(), s.failed(), s.skipped(), mark(s));
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

    /** All failures of a stage; those that say the same are told once. */
    private void failures(StageResult stage) {
        line(
                "Stage %d, %s: %d of %d failed",
                stage.stage(), stage.name(), stage.failed(), stage.failed() + stage.passed());
        List<String> told = new ArrayList<>();
        int number = 0;
        for (Failure failure : stage.failures()) {
            number++;
            line("");
            line("%d) %s", number, failure.test());
            int before = told.indexOf(failure.message());
            told.add(failure.message());
            text.append(before < 0 ? failure.message() : "  the same as " + (before + 1) + ")")
                    .append('\n');
        }
        line("");
    }

    private void names(StageResult stage) {
        line("Stage %d, %s, failed too:", stage.stage(), stage.name());
        stage.failures().forEach(f -> line("  - %s", f.test()));
        line("");
    }

    private void next(Optional<StageResult> failed) {
        Optional<StageResult> open =
                report.stages().stream().filter(s -> s.asked() && !s.ok()).findFirst();
        Optional<StageResult> later =
                report.stages().stream().filter(s -> !s.asked()).findFirst();
        String first = "Next: ";
        StageResult target;
        if (failed.isPresent()) {
            target = failed.get();
            first += "mend stage " + target.stage() + ", and run just that far again:";
        } else if (open.isPresent()) {
            target = open.get();
            first += "stage " + target.stage() + " has not been tested; " + String.join("; ", target.reasons()) + ":";
        } else if (later.isPresent()) {
            target = later.get();
            first = "All stages that were asked for passed. " + first + "stage " + target.stage() + ":";
        } else {
            line("All %d stages passed.", report.stages().size());
            return;
        }
        if (failed.isPresent()
                && failed.get().failures().stream().anyMatch(f -> f.message().contains("\n  again    printf"))
                && report.arguments().contains("-Dtarget.command=")) {
            line("An \"again\" line needs your program running: start it on the port in that line first.");
        }
        line("%s", first);
        line("  mvn -q -pl %s verify%s -Dstage=%d", report.lesson(), report.arguments(), target.stage());
    }

    private void line(String format, Object... values) {
        text.append(String.format(format, values).stripTrailing()).append('\n');
    }
}
