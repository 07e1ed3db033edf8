package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import netlessons.testkit.Report;

/**
 * Which tests a server fails.
 *
 * @param tests how their names begin
 * @param asItHappens how the names begin of those that it fails now and then
 */
record KnownFailures(Set<String> tests, Set<String> asItHappens) {
    /** It has failed these and no others. */
    void expectIn(Report report) {
        Set<String> failures = report.stages().stream()
                .flatMap(stage -> stage.failures().stream())
                .map(Report.Failure::test)
                .filter(test -> asItHappens.stream().noneMatch(test::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(failures).as(report.text()).allMatch(test -> tests.stream().anyMatch(test::startsWith));
        assertThat(tests)
                .as(report.text())
                .allMatch(start -> failures.stream().anyMatch(test -> test.startsWith(start)));
    }
}
