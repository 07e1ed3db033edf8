package netlessons.share.screenshots;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import netlessons.share.ShareLesson;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.Lesson;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.browser.Browser;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.Tab;
import netlessons.testkit.browser.View;

/**
 * Makes the pictures in docs/ anew; it needs Docker.
 *
 * <pre>mvn -q -pl 03-simple-http-share test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=netlessons.share.screenshots.Screenshots -Dexec.args=docs</pre>
 */
public final class Screenshots implements AutoCloseable {
    /** So slow that there is time for a picture. In bytes a second. */
    private static final long SLOW = 1 << 20;

    /** Thumbnails further below are not loaded. */
    private static final String SEEN = """
            return [...document.images].filter(i => i.checkVisibility() && i.getBoundingClientRect().top < innerHeight)
              .every(i => i.complete && i.naturalWidth);
            """;

    private static final String HALF = """
            const text = document.querySelector('.tray').innerText;
            return /^done,/m.test(text) && (text.match(/ left/g) || []).length === 2
              && [...document.querySelectorAll('.tray li:not(.done) progress')].some(bar => bar.value > .4 * bar.max);
            """;

    private final Browser browser = new Browser();
    private final Path docs;

    private Screenshots(Path docs) {
        this.docs = docs;
        browser.start();
    }

    /** @param args the folder to put them into, seen from the root of the repository */
    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset(); // what Testcontainers has to say is no news
        Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", "."));
        try (Screenshots all = new Screenshots(root.resolve(args.length == 0 ? "docs" : args[0]))) {
            all.take("03-desktop", View.DESKTOP, all::list);
            all.take("03-desktop-dark", View.DESKTOP.inTheDark(), all::list);
            all.take("03-phone", View.PHONE, all::upload);
            all.take("03-phone-dark", View.PHONE.inTheDark(), all::upload);
        }
    }

    /** What is done with the page until it is as it should be. */
    private interface Scene {
        void play(Tab tab, URI page) throws IOException;
    }

    /** Each picture is of a folder of its own, so that none shows what another one has left. */
    private void take(String name, View view, Scene scene) throws IOException {
        Path work = Files.createTempDirectory("screenshots");
        Path folder = Files.createDirectory(work.resolve("Two days by the sea"));
        SampleFolder.fill(folder);
        List<String> options = List.of("--upload", "--quota", "20G", "--min-free", "0", "--stop-after", "8h");
        try (Lesson.Running running = new ShareLesson().start(folder, options);
                FaultProxy slow = browser.reach(
                        running.address(),
                        (connection, way) -> way == FaultProxy.Way.TO_SERVER
                                ? NetworkFaults.NONE.atRate(SLOW)
                                : NetworkFaults.NONE);
                Tab tab = browser.open(view)) {
            scene.play(tab, browser.address(slow));
            byte[] picture = tab.picture();
            Files.write(docs.resolve(name + ".png"), picture);
            System.out.println(name + ".png: " + picture.length / 1000 + " kB");
        } finally {
            try (Stream<Path> all = Files.walk(work)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** What one sees first. */
    private void list(Tab tab, URI root) {
        new SharePage(tab, root);
        tab.await("all thumbnails that are to be seen", () -> (Boolean) tab.script(SEEN));
    }

    /** Three files on their way: one has arrived, two are still coming. */
    private void upload(Tab tab, URI root) throws IOException {
        Path picture = Files.createTempFile("sunset", ".jpg");
        SampleFolder.picture(picture, 40, 800, 600);
        byte[] jpeg = Files.readAllBytes(picture);
        Files.delete(picture);
        byte[] film = new byte[24 << 20];
        new Random(1).nextBytes(film);
        new SharePage(tab, root)
                .open("Photos/")
                .upload(
                        browser.put("Sunset.jpg", jpeg),
                        browser.put("Waves.mp4", film),
                        browser.put("Gulls.mp4", film));
        tab.await("half of a film", () -> (Boolean) tab.script(HALF));
        tab.script("document.querySelector('#upload').scrollIntoView();");
    }

    @Override
    public void close() {
        browser.stop();
    }
}
