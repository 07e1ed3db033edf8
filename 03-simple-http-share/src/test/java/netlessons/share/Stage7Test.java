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
import org.testcontainers.junit.jupiter.Container;

/** What tests of a page need: the target, seen through a browser. */
@Stage(value = 7, name = "the page in a real browser")
@NeedsDocker
abstract class Stage7Test {
    @Container
    static final Browser BROWSER = new Browser();

    Tab tab;

    @AfterEach
    void close() {
        if (tab != null) {
            tab.close();
        }
    }

    static URI reach(Target target) {
        return BROWSER.reach(new InetSocketAddress(target.host(), target.port()));
    }

    /** Opens the page of a folder of the target's folder. */
    final SharePage open(Target target, Path folder, View view) {
        tab = BROWSER.open(view);
        return page(reach(target), folder);
    }

    final SharePage page(URI root, Path folder) {
        return new SharePage(tab, root.resolve(folder.getFileName() + "/"));
    }

    static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The names of all files whole and visible in it; temporary ones begin with a dot. */
    static List<String> names(Path folder) {
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
