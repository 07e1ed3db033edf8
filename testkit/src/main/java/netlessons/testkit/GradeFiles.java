package netlessons.testkit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/**
 * What a grading leaves beside student.log: the report, a summary in JSON, and the tests in the XML that continuous integration
 * reads. Those of an earlier grading are taken away first, so that nobody takes them for those of this one.
 */
final class GradeFiles {
    private final Path report;
    private final Path summary;
    private final Path junit;
    private final Path work;

    GradeFiles(Path log) throws IOException {
        report = log.resolveSibling("student-report.txt");
        summary = log.resolveSibling("student-summary.json");
        junit = log.resolveSibling("student-junit.xml");
        work = log.resolveSibling("student-junit");
        Files.createDirectories(log.toAbsolutePath().getParent());
        for (Path old : new Path[] {report, summary, junit}) {
            Files.deleteIfExists(old);
        }
    }

    Path report() {
        return report;
    }

    /** Writes the XML while the tests run. */
    TestExecutionListener xml() {
        return new LegacyXmlReportGeneratingListener(work, new PrintWriter(Writer.nullWriter()));
    }

    void write(Report result, String json) throws IOException {
        Files.writeString(report, result.text(), StandardCharsets.UTF_8);
        GradeXml.write(work.resolve("TEST-junit-jupiter.xml"), result.lesson(), junit);
        TargetOpener.delete(work);
        write(json);
    }

    void write(String json) throws IOException {
        Files.writeString(summary, json, StandardCharsets.UTF_8);
    }
}
