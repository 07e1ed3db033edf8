package netlessons.share;

import netlessons.testkit.docs.DocsTest;

/** What the chapter says is true. */
class ChapterTest extends DocsTest {
    ChapterTest() {
        super("docs/03-simple-http-share.md");
    }

    @Override
    protected int port(String arguments) {
        return 8000;
    }
}
