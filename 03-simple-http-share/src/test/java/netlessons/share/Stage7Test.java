package netlessons.share;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.browser.Browser;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.Tab;
import netlessons.testkit.browser.View;
import netlessons.testkit.containers.NeedsDocker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;

/** What tests of a page need: the target, seen through a browser. */
@Stage(value = 7, name = "the page in a real browser")
@NeedsDocker
abstract class Stage7Test {
    @Container
    static final Browser BROWSER = new Browser();

    Target target;
    Path folder;
    Tab tab;

    @BeforeEach
    final void makeFolder(Target given) {
        target = given;
        folder = given.newFolder();
    }

    @AfterEach
    void close() {
        if (tab != null) {
            tab.close();
        }
    }

    /** The address of the target, as the browser sees it. */
    final URI reach() {
        return BROWSER.reach(new InetSocketAddress(target.host(), target.port()));
    }

    /** Opens the page of the folder. */
    final SharePage open(View view) {
        tab = BROWSER.open(view);
        return page(reach());
    }

    final SharePage page(URI root) {
        return new SharePage(tab, root.resolve(folder.getFileName() + "/"));
    }

    final void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The names of all files whole and visible in it; temporary ones begin with a dot. */
    final List<String> names() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
