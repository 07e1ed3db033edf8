package netlessons.testkit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import netlessons.testkit.Report.Failure;
import netlessons.testkit.Report.StageResult;
import netlessons.testkit.http.JsonText;

/** A grading for another program to read, as JSON; docs/teaching.md tells what the names mean. */
final class Summary {
    private Summary() {}

    /** @param configuration as for {@link Grade#run} */
    static String of(Report report, Map<String, String> configuration, Instant date) {
        Map<String, Object> summary = begin(report.lesson(), configuration, date);
        summary.put("seed", report.seed());
        summary.put("result", report.passed() ? "passed" : "failed");
        summary.put("message", null);
        summary.put("reached", reached(report));
        summary.put("total", total(report));
        summary.put("stages", report.all().stream().map(Summary::stage).toList());
        return JsonText.of(summary);
    }

    /** Nothing was graded, since an option makes no sense. */
    static String refused(String lesson, Map<String, String> configuration, String message, Instant date) {
        Map<String, Object> summary = begin(lesson, configuration, date);
        summary.put("seed", null);
        summary.put("result", "refused");
        summary.put("message", message);
        summary.put("reached", null);
        summary.put("total", counts(0, 0, 0));
        summary.put("stages", List.of());
        return JsonText.of(summary);
    }

    private static Map<String, Object> begin(String lesson, Map<String, String> configuration, Instant date) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("lesson", lesson);
        summary.put("command", configuration.get("target.command"));
        summary.put("send", configuration.get("target.send"));
        summary.put("target", configuration.get("target"));
        summary.put("date", date.truncatedTo(ChronoUnit.SECONDS).toString());
        return summary;
    }

    /** The last stage up to which all have passed, or do not apply; null if it does not even start. */
    private static Integer reached(Report report) {
        Integer reached = null;
        for (StageResult stage : report.all()) {
            if (stage.ok()) {
                reached = stage.stage();
            } else if (!stage.notApplicable()) {
                break;
            }
        }
        return reached;
    }

    private static Map<String, Object> total(Report report) {
        return counts(
                sum(report, StageResult::passed), sum(report, StageResult::failed), sum(report, StageResult::skipped));
    }

    private static int sum(Report report, ToIntFunction<StageResult> count) {
        return report.all().stream().filter(StageResult::ran).mapToInt(count).sum();
    }

    private static Map<String, Object> counts(Integer passed, Integer failed, Integer notRun) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("passed", passed);
        counts.put("failed", failed);
        counts.put("notRun", notRun);
        return counts;
    }

    private static Map<String, Object> stage(StageResult result) {
        Map<String, Object> stage = new LinkedHashMap<>();
        stage.put("number", result.stage());
        stage.put("name", result.name());
        stage.put("state", result.state());
        stage.putAll(counts(result.passed(), result.failed(), result.ran() ? result.skipped() : null));
        stage.put("failures", result.failures().stream().map(Failure::test).toList());
        stage.put("reasons", result.reasons());
        return stage;
    }
}
