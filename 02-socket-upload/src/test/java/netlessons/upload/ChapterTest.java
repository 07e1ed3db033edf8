package netlessons.upload;

import netlessons.testkit.docs.DocsTest;

/** What the chapter and the specification say is true. */
class ChapterTest extends DocsTest {
    private static final int PORT = 6542;

    ChapterTest() {
        super("docs/02-socket-upload.md", "docs/02-protocol.md");
    }

    /** Only the receiver listens; the demonstration and the sender end by themselves. */
    @Override
    protected int port(String arguments) {
        return arguments.startsWith("receive") ? PORT : 0;
    }
}
