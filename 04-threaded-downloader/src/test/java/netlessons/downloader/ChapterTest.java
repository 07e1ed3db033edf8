package netlessons.downloader;

import netlessons.testkit.docs.DocsTest;

/** What the chapter says is true. */
class ChapterTest extends DocsTest {
    ChapterTest() {
        super("docs/04-threaded-downloader.md");
    }

    /** The downloader listens nowhere; the origin of the demonstration takes its port as an argument. */
    @Override
    protected int port(String arguments) {
        return 0;
    }
}
