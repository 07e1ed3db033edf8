package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.browser.Axe;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.View;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * What people see. A page may look as it likes: these tests know links by where they lead and what they are called, and
 * forms by what they send.
 */
class Stage7PageIT extends Stage7Test {
    @Test
    @Order(1)
    @DisplayName("the page of a folder has a link for each file and folder in it, with its name as text")
    void list() throws IOException {
        write("notes.txt", "some notes");
        write("Grüße aus Köln.txt", "ä");
        write("pictures/day one.txt", "one");
        SharePage page = open(View.DESKTOP);
        assertThat(page.links()).containsExactlyInAnyOrder("notes.txt", "Grüße aus Köln.txt", "pictures/");
        page.follow("pictures/");
        assertThat(page.links()).containsExactly("day one.txt");
        page.follow("day one.txt");
        tab.await("the text of the file", () -> tab.text().equals("one"));
    }

    @Test
    @Order(2)
    @DisplayName("the page has links that sort by name, size and time, and they do")
    void sort() throws IOException {
        write("a.txt", "22");
        write("b.txt", "1");
        write("c.txt", "333");
        SharePage page = open(View.DESKTOP);
        assertThat(page.links()).containsExactly("a.txt", "b.txt", "c.txt");
        for (String order : List.of("size", "modified", "name")) {
            page.open("");
            tab.one("a[href*='sort=" + order + "']").click();
            tab.await("an address with sort=" + order, () -> tab.address().contains("sort=" + order) && tab.isLoaded());
            assertThat(page.links()).hasSize(3);
        }
        page.open("?sort=size&order=desc");
        assertThat(page.links()).containsExactly("c.txt", "a.txt", "b.txt");
    }

    @Test
    @Order(3)
    @DisplayName("what is typed into the search field finds files in folders below, too")
    void search() throws IOException {
        write("apple.txt", "1");
        write("pear.txt", "2");
        write("basket/green Apple.txt", "3");
        SharePage page = open(View.DESKTOP);
        page.search("apple");
        assertThat(page.links()).containsExactlyInAnyOrder("apple.txt", "basket/green Apple.txt");
    }

    @Test
    @Order(4)
    @DisplayName("without JavaScript: the list, sorting, searching, and the form that uploads files")
    void withoutScripts() throws IOException {
        write("b.txt", "1");
        tab = BROWSER.openWithoutScripts(View.DESKTOP);
        SharePage page = page(reach());
        page.upload(BROWSER.put("a.txt", bytes("from a form")), BROWSER.put("ü c.txt", bytes("and another")));
        tab.await("both files in the folder", () -> names().equals(List.of("a.txt", "b.txt", "ü c.txt")));
        assertThat(folder.resolve("a.txt")).hasContent("from a form");
        assertThat(folder.resolve("ü c.txt")).hasContent("and another");
        tab.await("both files in the list", () -> page.links().equals(List.of("a.txt", "b.txt", "ü c.txt")));
        tab.one("a[href*='sort=size']").click();
        tab.await("an address with sort=size", () -> tab.address().contains("sort=size") && tab.isLoaded());
        assertThat(List.of(page.links().get(0), page.links().get(2)))
                .as("first and last by size")
                .contains("b.txt");
        page.search("c");
        assertThat(page.links()).containsExactly("ü c.txt");
    }

    @Test
    @Order(5)
    @DisplayName("an upload by the form shows its progress, and the file is in the folder when it is whole, not before")
    void progress() throws IOException {
        byte[] bytes = new byte[3 << 20];
        target.random().nextBytes(bytes);
        tab = BROWSER.open(View.DESKTOP);
        try (FaultProxy slow = BROWSER.reach(
                new InetSocketAddress(target.host(), target.port()),
                (connection, way) ->
                        way == FaultProxy.Way.TO_SERVER ? NetworkFaults.NONE.atRate(256 << 10) : NetworkFaults.NONE)) {
            SharePage page = page(BROWSER.address(slow));
            page.upload(BROWSER.put("film.bin", bytes));
            tab.one("progress, [role=progressbar]");
            Path file = folder.resolve("film.bin");
            tab.await("the whole file in the folder", () -> Files.exists(file));
            assertThat(file).hasBinaryContent(bytes);
            tab.await("the file in the list", () -> page.open("").links().contains("film.bin"));
        }
    }

    @Test
    @Order(6)
    @DisplayName("files that are dropped on the page are uploaded")
    void drop() throws IOException {
        SharePage page = open(View.DESKTOP);
        tab.drop(
                page.body(),
                BROWSER.put("dropped/one.txt", bytes("dropped")),
                BROWSER.put("dropped/two.txt", bytes("dropped, too")));
        tab.await("both files in the folder", () -> names().equals(List.of("one.txt", "two.txt")));
        assertThat(folder.resolve("one.txt")).hasContent("dropped");
        assertThat(folder.resolve("two.txt")).hasContent("dropped, too");
        tab.await("both files in the list", () -> page.links().equals(List.of("one.txt", "two.txt")));
    }

    @Test
    @Order(7)
    @DisplayName("on a phone nothing sticks out at the side, and the form is there, also with a very long name")
    void phone() throws IOException {
        write("a".repeat(200) + ".txt", "1");
        write("some words and a date, 2026-01-02 03.04.05.txt", "2");
        SharePage page = open(View.PHONE);
        for (View view : List.of(View.PHONE, new View(320, 568, true, false))) {
            tab.look(view);
            page.open("");
            assertThat(((Number) tab.script("return document.documentElement.scrollWidth;")).intValue())
                    .as("width of the page, in CSS pixels, on a screen of %s", view.width())
                    .isLessThanOrEqualTo(view.width());
            assertThat(page.fileInput().isDisplayed() || !tab.all("label").isEmpty())
                    .isTrue();
        }
    }

    @Test
    @Order(8)
    @DisplayName("with the keyboard alone one gets to a file and opens it")
    void keyboard() throws IOException {
        write("first.txt", "reached");
        SharePage page = open(View.DESKTOP);
        WebElement link = page.link("first.txt");
        for (int i = 0; i < 40 && !tab.focus().equals(link); i++) {
            tab.press(Keys.TAB);
        }
        assertThat(tab.focus()).as("where 40 tabs lead").isEqualTo(link);
        tab.press(Keys.ENTER);
        tab.await("the text of the file", () -> tab.text().equals("reached"));
    }

    @Test
    @Order(9)
    @DisplayName("axe-core finds nothing serious that keeps people out, by day and by night, and the page no error")
    void accessible() throws IOException {
        write("notes.txt", "some notes");
        write("below/more.txt", "more");
        SharePage page = open(View.DESKTOP);
        for (View view : List.of(View.DESKTOP, View.DESKTOP.inTheDark(), View.PHONE)) {
            tab.look(view);
            for (String address : List.of("", "?sort=size&order=desc", "?q=notes", "?q=nothing+like+this")) {
                page.open(address);
                assertThat(Axe.violations(tab)).as("%s, %s", address, view).isEmpty();
            }
        }
        assertThat(tab.complaints().stream().filter(line -> !line.contains("favicon.ico")))
                .isEmpty();
    }
}
