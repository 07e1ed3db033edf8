package netlessons.webserver;

import netlessons.testkit.docs.DocsTest;

/** What the chapter says is true, and what no other lesson looks at. */
class ChapterTest extends DocsTest {
    ChapterTest() {
        super("docs/01-socket-webserver.md", "docs/01-event-loop.md", "docs/benchmarks.md", "docs/solutions.md");
    }
}
