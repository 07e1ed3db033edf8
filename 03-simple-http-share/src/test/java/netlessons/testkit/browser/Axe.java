package netlessons.testkit.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What keeps people with a screen reader, without a mouse, or with weak eyes from using a page, as axe-core sees it. */
public final class Axe {
    /** Short lines: how bad, which rule, where it is explained, which elements. */
    private static final String ASK = """
            const done = arguments[arguments.length - 1];
            for (const moving of document.getAnimations()) {
              try { moving.finish(); } catch (endless) { } // colours half-way from day to night are nobody's fault
            }
            axe.run(document, {resultTypes: ['violations']}).then(
              result => done(result.violations
                .filter(v => v.impact === 'serious' || v.impact === 'critical')
                .map(v => `${v.impact}: ${v.help} (${v.helpUrl})\\n`
                  + v.nodes.map(n => `    ${n.html}\\n    ${n.failureSummary}`).join('\\n'))),
              error => done([String(error)]));
            """;

    private Axe() {}

    /** The serious and the critical ones; none, if all is well. */
    public static List<String> violations(Tab tab) {
        tab.script(source() + "\nreturn 0;");
        return ((List<?>) tab.later(ASK)).stream().map(String::valueOf).toList();
    }

    private static String source() {
        try (InputStream in = Axe.class.getResourceAsStream("axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
