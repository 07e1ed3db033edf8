package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.Lesson;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.browser.Axe;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.View;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** What this page does with uploads, beyond what any page has to do ({@link Stage7PageIT}). */
class PageIT extends PageTest {
    private FaultProxy network(Lesson.Running running, NetworkFaults toServer) {
        return BROWSER.reach(
                running.address(),
                (connection, way) -> way == FaultProxy.Way.TO_SERVER ? toServer : NetworkFaults.NONE);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** All there is, also what is not to be seen. */
    private List<String> everything() {
        try {
            return Sharing.all(folder);
        } catch (UncheckedIOException e) {
            return List.of("a file that has just gone"); // its name changed while we looked
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of all that in bytes. */
    private long size() {
        return everything().stream()
                .mapToLong(name -> folder.resolve(name).toFile().length())
                .sum();
    }

    /** The line of the tray that shows this file. */
    private WebElement row(String name) {
        return tab.await(
                "a line about " + name,
                () -> tab.all(".tray li").stream()
                        .filter(row -> row.getText().contains(name))
                        .findFirst()
                        .orElse(null),
                row -> row != null);
    }

    private double value(String name) {
        return Double.parseDouble(row(name).findElement(By.tagName("progress")).getDomProperty("value"));
    }

    private void awaitInList(SharePage page, String name) {
        tab.await(name + " in the list", () -> page.links().contains(name));
    }

    @Test
    @DisplayName("a folder that is dropped comes with all that is in it, and the tray counts")
    void dropFolder() throws IOException {
        SharePage page = visit(reach(share("--upload")));
        BROWSER.put("trip/day 1/one.txt", bytes("1"));
        BROWSER.put("trip/day 2/two.txt", bytes("2"));
        String note = BROWSER.put("note.txt", bytes("a note"));
        tab.drag("dragEnter", page.body(), note);
        assertThat(tab.one(".drop").getText()).contains("Drop");
        tab.drop(page.body(), note.replace("note.txt", "trip"), note);
        tab.await(
                "all of it",
                () -> everything()
                        .equals(List.of(
                                "note.txt",
                                "trip",
                                "trip/day 1",
                                "trip/day 1/one.txt",
                                "trip/day 2",
                                "trip/day 2/two.txt")));
        awaitInList(page, "trip/");
        awaitInList(page, "note.txt");
        assertThat(tab.all(".drop").stream().filter(WebElement::isDisplayed)).isEmpty();
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    @DisplayName("an upload that is cancelled leaves nothing, and the one beside it is not disturbed")
    void cancel() throws IOException {
        Lesson.Running running = share("--upload");
        FaultProxy slow = network(running, NetworkFaults.NONE.atRate(128 << 10));
        SharePage page = visit(BROWSER.address(slow));
        page.upload(BROWSER.put("large.bin", random(40 << 20)), BROWSER.put("small.bin", random(300_000)));
        tab.await("progress", () -> value("large.bin") > 0);
        tab.one(".tray button[aria-label='Cancel large.bin']").click();
        tab.await(
                "the end of it",
                () -> tab.all(".tray button[aria-label='Cancel large.bin']").stream()
                        .noneMatch(WebElement::isDisplayed));
        tab.await("small.bin alone", () -> everything().equals(List.of("small.bin")));
        assertThat(folder.resolve("small.bin")).hasBinaryContent(random(300_000));
    }

    @Test
    @DisplayName("an upload goes on where it was each time that the connection breaks")
    void resume() throws IOException {
        Lesson.Running running = share("--upload");
        FaultProxy bad = network(running, NetworkFaults.NONE.endAfter(1 << 20)); // it comes through only in parts
        SharePage page = visit(BROWSER.address(bad));
        byte[] bytes = random(4 << 20);
        page.upload(BROWSER.put("film.bin", bytes));
        awaitInList(page, "film.bin");
        assertThat(folder.resolve("film.bin")).hasBinaryContent(bytes);
        tab.await("film.bin alone", () -> everything().equals(List.of("film.bin")));
    }

    @Test
    @DisplayName("whoever closes the page and comes back chooses the file again, and it goes on where it was")
    void reload() throws IOException {
        Lesson.Running running = share("--upload");
        byte[] bytes = random(4 << 20);
        String path = BROWSER.put("film.bin", bytes);
        FaultProxy bad = network(running, NetworkFaults.NONE.holdAfter(3 << 20));
        SharePage page = visit(BROWSER.address(bad));
        page.upload(path);
        tab.await("most of it", () -> bad.passed(FaultProxy.Way.TO_SERVER) >= 3 << 20);
        tab.await("most of it on the disk", () -> size() > 2 << 20); // what was not read by then would be sent again
        tab.go(URI.create("about:blank"));
        // Another relay is another port, and so another site with other storage: the first one has to be good again.
        long before = bad.passed(FaultProxy.Way.TO_SERVER);
        page.open("").upload(path);
        awaitInList(page, "film.bin");
        assertThat(folder.resolve("film.bin")).hasBinaryContent(bytes);
        assertThat(bad.passed(FaultProxy.Way.TO_SERVER) - before).isLessThan(3L << 20);
    }

    @Test
    @DisplayName("a refusal is told in plain words, and axe-core can read them")
    void refusal() throws IOException {
        Files.writeString(folder.resolve("taken.txt"), "old");
        SharePage page = visit(reach(share("--upload", "--max-upload", "1M", "--on-conflict", "reject")));
        page.upload(BROWSER.put("taken.txt", bytes("new")), BROWSER.put("large.bin", random(2_000_000)));
        tab.await(
                "a button to try again",
                () -> tab.all(".tray button[aria-label^='Try again']").stream()
                                .filter(WebElement::isDisplayed)
                                .count()
                        == 2);
        assertThat(row("large.bin").getText()).containsPattern("(?i)too (large|big)|larger than");
        assertThat(row("taken.txt").getText()).containsPattern("(?i)already|taken|exists");
        assertThat(everything()).containsExactly("taken.txt");
        assertThat(folder.resolve("taken.txt")).hasContent("old");
        for (View view : List.of(View.DESKTOP, View.DESKTOP.inTheDark(), View.PHONE)) {
            assertThat(Axe.violations(tab.look(view))).isEmpty();
        }
    }

    @Test
    @DisplayName("who chooses to keep both gets a second name, with the old file as it was")
    void keepBoth() throws IOException {
        Files.writeString(folder.resolve("taken.txt"), "old");
        SharePage page = visit(reach(share("--upload", "--on-conflict", "reject")));
        tab.one("select[name=conflict] option[value=rename]").click();
        page.upload(BROWSER.put("taken.txt", bytes("new")));
        tab.await("a second file in the list", () -> page.links().size() == 2);
        assertThat(everything()).hasSize(2).containsAll(page.links());
        assertThat(folder.resolve("taken.txt")).hasContent("old");
    }
}
