package netlessons.share;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import netlessons.testkit.Lesson;
import netlessons.testkit.browser.Browser;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.Tab;
import netlessons.testkit.browser.View;
import netlessons.testkit.containers.NeedsDocker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;

/** A folder, this lesson that shares it, and a browser. */
@NeedsDocker
abstract class PageTest {
    @Container
    static final Browser BROWSER = new Browser();

    @TempDir
    Path folder;

    /** The last one that was opened. */
    Tab tab;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** To be closed after the test, before what came earlier. */
    final <T extends AutoCloseable> T closing(T opened) {
        open.push(opened);
        return opened;
    }

    final Lesson.Running share(String... options) throws IOException {
        return closing(new ShareLesson().start(folder, List.of(options)));
    }

    final URI reach(Lesson.Running running) {
        return BROWSER.reach(running.address());
    }

    final SharePage visit(URI address, View view) {
        tab = closing(BROWSER.open(view));
        return new SharePage(tab, address);
    }

    final SharePage visit(URI address) {
        return visit(address, View.DESKTOP);
    }

    final SharePage visitWithoutScripts(URI address) {
        tab = closing(BROWSER.openWithoutScripts(View.DESKTOP));
        return new SharePage(tab, address);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
