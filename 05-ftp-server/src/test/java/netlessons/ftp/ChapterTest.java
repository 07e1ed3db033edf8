package netlessons.ftp;

import netlessons.testkit.docs.DocsTest;

/** What the chapter says is true. */
class ChapterTest extends DocsTest {
    ChapterTest() {
        super("docs/05-ftp-server.md");
    }

    @Override
    protected int port(String arguments) {
        return 2121;
    }
}
