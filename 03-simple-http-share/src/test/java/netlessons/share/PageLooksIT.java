package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import netlessons.testkit.browser.Axe;
import netlessons.testkit.browser.SharePage;
import netlessons.testkit.browser.View;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What this page shows, and to whom, beyond what any page has to ({@link Stage7PageIT}). */
class PageLooksIT extends PageTest {
    @Test
    @DisplayName("a new folder is made with and without JavaScript, and a name that is taken is told")
    void newFolder() throws IOException {
        URI root = reach(share("--upload"));
        for (String name : List.of("first", "second")) {
            SharePage page = name.equals("first") ? visit(root, View.DESKTOP) : visitWithoutScripts(root);
            tab.one("#new-folder summary").click();
            tab.one("form.folder input[name=folder]").sendKeys(name, Keys.ENTER);
            tab.await(name + " in the list", () -> page.links().contains(name + "/"));
            assertThat(folder.resolve(name)).isDirectory();
        }
        tab.one("#new-folder summary").click();
        tab.one("form.folder input[name=folder]").sendKeys("first", Keys.ENTER);
        tab.await("the reason", () -> tab.text().matches("(?is).*(already|taken|exists).*"));
    }

    @Test
    @DisplayName("without JavaScript, too, one chooses to keep both files")
    void keepBothWithoutScripts() throws IOException {
        Files.writeString(folder.resolve("taken.txt"), "old");
        SharePage page = visitWithoutScripts(reach(share("--upload", "--on-conflict", "reject")));
        tab.one("select[name=conflict] option[value=rename]").click();
        page.upload(BROWSER.put("taken.txt", bytes("new")));
        tab.await("two files in the list", () -> page.links().size() == 2);
        assertThat(folder.resolve("taken.txt")).hasContent("old");
    }

    @Test
    @DisplayName("pictures have thumbnails, a broken one does no harm, and the QR code is a picture, too")
    void pictures() throws IOException {
        BufferedImage image = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
        ImageIO.write(image, "jpg", folder.resolve("b & c.jpg").toFile());
        visit(reach(share()), View.DESKTOP);
        for (String name : List.of("a.png", "b%20%26%20c.jpg")) {
            tab.await("a thumbnail of " + name, () -> (Boolean) tab.script(
                    "return [...document.images].some(i => i.src.includes(arguments[0] + '?') && i.naturalWidth === 96);",
                    name));
        }
        assertThat(tab.complaints()).isEmpty();
        tab.one("#qr summary").click();
        tab.await("the code", () -> (Boolean) tab.script("return document.querySelector('#qr img').naturalWidth > 0;"));
        Files.writeString(folder.resolve("c.png"), "no picture at all");
        tab.reload();
        assertThat(Axe.violations(tab)).isEmpty();
    }

    @Test
    @DisplayName("a song plays where it is clicked on: its player may ask for it, though it is none of the page's")
    void media() throws Exception {
        AudioFormat format = new AudioFormat(8000, 8, 1, false, false);
        AudioInputStream silence = new AudioInputStream(new ByteArrayInputStream(new byte[16_000]), format, 16_000);
        AudioSystem.write(
                silence, AudioFileFormat.Type.WAVE, folder.resolve("song.wav").toFile());
        visit(reach(share()), View.DESKTOP);
        tab.one("td.name a[href='song.wav']").click();
        for (int visit = 0; visit < 2; visit++) { // the second time it is in the browser's memory
            tab.await("the length of the song", () ->
                    (Boolean) tab.script("return document.querySelector('video, audio')?.duration === 2;"));
            tab.reload();
        }
    }

    @Test
    @DisplayName("the page counts down to the end, and says after how many downloads it comes")
    void stops() throws IOException {
        visit(reach(share("--stop-after", "30m", "--downloads", "3")), View.DESKTOP);
        String before = tab.one(".stops").getText();
        assertThat(before).containsPattern("(29|30):[0-5][0-9]").endsWith("or after 3 more downloads");
        tab.await("another second", () -> !tab.one(".stops").getText().equals(before));
    }

    @Test
    @DisplayName("by night the page is dark, by day it is not")
    void night() throws IOException {
        SharePage page = visit(reach(share()), View.DESKTOP);
        String light = "const c = getComputedStyle(document.body);"
                + "const sum = color => color.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + +b, 0);"
                + "return sum(c.backgroundColor) > sum(c.color);";
        assertThat((Boolean) tab.script(light)).isTrue();
        tab.look(View.DESKTOP.inTheDark());
        page.open("");
        assertThat((Boolean) tab.script(light)).isFalse();
    }

    @Test
    @DisplayName("tab after tab the focus goes through the page in its order, and can be seen wherever it is")
    void keyboard() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.createDirectory(folder.resolve("b"));
        visit(reach(share("--upload")), View.DESKTOP);
        assertThat(tab.all("[tabindex]:not([tabindex='0']):not([tabindex='-1'])"))
                .isEmpty();
        List<String> stops = new ArrayList<>();
        String where = """
                const e = document.activeElement;
                if (e === document.body) return null;
                const seen = n => n && [null, '::before', '::after'].some(pseudo => {
                  const style = getComputedStyle(n, pseudo);
                  return style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
                });
                const box = (e.labels && e.labels[0] || e).getBoundingClientRect();
                const visible = box.bottom > 0 && box.top < innerHeight;
                const mark = seen(e) || [...(e.labels || [])].some(seen) || seen(e.closest('p, tr'));
                return (mark && visible ? '' : 'UNSEEN ') + e.tagName + ' ' + (e.id || e.getAttribute('href') || e.textContent.trim());
                """;
        for (int i = 0; i < 60; i++) {
            tab.press(Keys.TAB);
            String stop = (String) tab.script(where);
            if (stop == null) {
                break; // through: the focus has left the page
            }
            stops.add(stop);
        }
        assertThat(stops).hasSizeLessThan(60).noneMatch(stop -> stop.startsWith("UNSEEN"));
        assertThat(stops).contains("A #files", "INPUT q", "INPUT choice", "SELECT conflict", "A a.txt", "A b/");
        assertThat(stops.indexOf("INPUT q")).isLessThan(stops.indexOf("A b/"));
        assertThat(stops.indexOf("A b/")).isLessThan(stops.indexOf("A a.txt"));
    }

    @Test
    @DisplayName("on a phone, a finger that misses the middle of a link or a button by 20 pixels still hits it")
    void fingers() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        visit(reach(share("--upload")), View.PHONE);
        assertThat((List<?>) tab.script("""
                        const missed = [];
                        for (const e of document.querySelectorAll('a, button, summary, select, label, input')) {
                          const one = e.tagName === 'LABEL' ? e.control : e;
                          const shown = e.checkVisibility({opacityProperty: true}) && !e.matches('.skip, .unseen');
                          if (!shown || e.tagName === 'LABEL' && one.type !== 'file') {
                            continue;
                          }
                          e.scrollIntoView({block: 'center'});
                          const box = e.getBoundingClientRect();
                          for (const away of [-20, 20]) {
                            const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2 + away);
                            if (!hit || hit !== one && !e.contains(hit) && (hit.closest('label') || {}).control !== one) {
                              missed.push(`${away}: ${e.outerHTML.substring(0, 120)}, but ${hit && hit.outerHTML.substring(0, 60)}`);
                            }
                          }
                        }
                        return missed;
                        """)).isEmpty();
    }
}
