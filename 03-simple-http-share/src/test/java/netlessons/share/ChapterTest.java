package netlessons.share;

import netlessons.testkit.docs.DocsTest;

/** What the chapter and the contract say is true. */
class ChapterTest extends DocsTest {
    ChapterTest() {
        super("docs/03-simple-http-share.md", "docs/03-contract.md");
    }

    @Override
    protected int port(String arguments) {
        return 8000;
    }
}
