package netlessons.testkit.browser;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/**
 * The page of a shared folder, whoever wrote it: a link is known by where it leads and by the name that it shows, a form by
 * what it sends.
 */
public final class SharePage {
    /** All links that lead to something below this folder: [path below it, decoded; text; the element]. */
    private static final String LINKS = """
            const base = new URL(arguments[0]).pathname;
            // What nobody can see (ends of lines, turns of direction) a page may leave out, or show that it is there.
            const seen = text => text.replace(/[\\p{Cc}\\p{Cf}\\uFFFD?]/gu, '');
            const found = [];
            for (const a of document.querySelectorAll('a[href]')) {
              const url = new URL(a.href);
              if (url.origin === location.origin && !url.search && url.pathname.startsWith(base)) {
                const path = decodeURIComponent(url.pathname.substring(base.length));
                const name = path.replace(/[/]$/, '').replace(/.*[/]/s, '');
                if (path && seen(a.textContent).includes(seen(name))) {
                  found.push([path, a]);
                }
              }
            }
            return found;
            """;

    /**
     * The buttons of a form, if it still has files to send. Asked for at once: what a page shows of files on their way, it
     * may take away at any moment.
     */
    private static final String SENDERS = """
            const input = arguments[0];
            return input.files.length ? [...input.form.elements].filter(element => element.type === 'submit') : [];
            """;

    private final Tab tab;
    private URI folder;

    /** Opens it. */
    public SharePage(Tab tab, URI folder) {
        this.tab = tab;
        this.folder = folder;
        tab.go(folder);
    }

    /** As part of an address. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Opens an address that begins with this folder's. */
    public SharePage open(String rest) {
        tab.go(URI.create(folder + rest));
        return this;
    }

    private List<List<Object>> found() {
        @SuppressWarnings("unchecked") // what the script returns
        List<List<Object>> found = (List<List<Object>>) tab.script(LINKS, folder.toASCIIString());
        return found;
    }

    /** Where the links of the list lead, each once, in the order of the page: "a.txt", "folder/", "folder/b.txt". */
    public List<String> links() {
        return found().stream().map(link -> (String) link.get(0)).distinct().toList();
    }

    /** The link that leads there. */
    public WebElement link(String path) {
        return found().stream()
                .filter(link -> link.get(0).equals(path))
                .map(link -> (WebElement) link.get(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link to " + path + ", but to " + links()));
    }

    /** Clicks it. If it leads to a folder, that is the one whose page this is from now on. */
    public void follow(String path) {
        URI there = folder.resolve(encode(path.replaceFirst("/$", "")) + (path.endsWith("/") ? "/" : ""));
        String before = tab.address();
        tab.await("a link to " + path, () -> {
            if (tab.address().equals(before)) {
                link(path).click(); // once more if the page has just made its list anew
            }
            return true;
        });
        tab.await("another page", () -> !tab.address().equals(before) && tab.isLoaded());
        if (path.endsWith("/")) {
            folder = there;
        }
    }

    /** Searches as people do. */
    public void search(String words) {
        WebElement field = tab.one("input[type=search], [role=searchbox], input[name=q]");
        field.clear();
        field.sendKeys(words, Keys.ENTER);
        tab.await("an address with q=" + words, () -> tab.address().contains("q=" + words) && tab.isLoaded());
    }

    /** Where files are chosen. */
    public WebElement fileInput() {
        return first(tab.all("form input[type=file]"), "a form with an input for files", element -> true);
    }

    /** Chooses files of the browser's machine, and presses the button of the form, unless that is enough by itself. */
    public void upload(String... paths) {
        WebElement input = fileInput();
        input.sendKeys(String.join("\n", paths));
        try {
            senders(input).stream().filter(WebElement::isDisplayed).findFirst().ifPresent(WebElement::click);
        } catch (StaleElementReferenceException e) {
            // it was enough: this is the page that comes behind it
        }
    }

    private List<WebElement> senders(WebElement input) {
        @SuppressWarnings("unchecked") // what the script returns
        List<WebElement> senders = (List<WebElement>) tab.script(SENDERS, input);
        return senders;
    }

    public WebElement body() {
        return tab.one("body");
    }

    private static WebElement first(List<WebElement> all, String what, Predicate<WebElement> right) {
        return all.stream().filter(right).findFirst().orElseThrow(() -> new AssertionError("the page has no " + what));
    }
}
