package netlessons.testkit.browser;

import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A window of the browser, and what people do in it. Every wait ends: what a page is to do, it has to do within
 * {@link #PATIENCE}, which is long since the machine may be busy. For one thread.
 */
public final class Tab implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Chromium driver;

    private Tab(Chromium driver) {
        this.driver = driver;
    }

    static Tab open(URL driver, View view, boolean scripts) {
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // Chromium's own needs rights that a container has not; this one is a sandbox itself
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--lang=en-GB",
                "--window-size=" + view.width() + "," + view.height());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
        options.setPageLoadStrategy(PageLoadStrategy.NORMAL);
        Tab tab = new Tab(new Chromium(driver, options));
        try {
            tab.driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
            tab.look(view);
            tab.devTools("Emulation.setLocaleOverride", Map.of("locale", "en-GB"));
            tab.devTools("Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC"));
            if (!scripts) {
                tab.devTools("Emulation.setScriptExecutionDisabled", Map.of("value", true));
            }
            return tab;
        } catch (RuntimeException e) {
            tab.close();
            throw e;
        }
    }

    /** Another window size, or another time of the day. */
    public Tab look(View view) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        view.width(),
                        "height",
                        view.height(),
                        "deviceScaleFactor",
                        view.touch() ? 2 : 1,
                        "mobile",
                        view.touch()));
        devTools("Emulation.setTouchEmulationEnabled", Map.of("enabled", view.touch()));
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", view.dark() ? "dark" : "light"))));
        return this;
    }

    /** Opens a page and waits until it has loaded. */
    public Tab go(URI address) {
        driver.get(address.toASCIIString());
        return this;
    }

    public void reload() {
        driver.navigate().refresh();
    }

    public String title() {
        return driver.getTitle();
    }

    public String address() {
        return driver.getCurrentUrl();
    }

    /** Whether it has come whole, with all that belongs to it. */
    public boolean isLoaded() {
        return "complete".equals(script("return document.readyState;"));
    }

    /** All there are at this moment, shown or not. */
    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The first one that is shown; it is waited for. */
    public WebElement one(String css) {
        return await(
                "an element " + css + " that is shown",
                () -> all(css).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null),
                element -> element != null);
    }

    /** The text that the page says, as somebody would copy it. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Runs a function's body in the page; it works also where the page's own scripts are switched off. */
    public Object script(String body, Object... arguments) {
        return driver.executeScript(body, arguments);
    }

    /** The same for a body that calls its last argument when it has an answer. */
    public Object later(String body, Object... arguments) {
        return driver.executeAsyncScript(body, arguments);
    }

    /** Presses keys where the focus is. */
    public void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses a key and does not look where. */
    public void press(CharSequence... keys) {
        driver.press(keys);
    }

    /** What has the focus. */
    public WebElement focus() {
        return driver.switchTo().activeElement();
    }

    /**
     * Drags files and folders of the browser's machine over the page, and lets them go, as a file manager does it.
     *
     * @param paths as {@link Browser#put} returns them, or folders above these
     */
    public void drop(WebElement onto, String... paths) {
        drag("dragEnter", onto, paths);
        drag("dragOver", onto, paths);
        drag("drop", onto, paths);
    }

    /** One step of that: dragEnter, dragOver, dragCancel or drop. */
    public void drag(String step, WebElement over, String... paths) {
        Map<?, ?> box = (Map<?, ?>) script(
                "const b = arguments[0].getBoundingClientRect();"
                        + "return {x: b.x + Math.min(b.width, innerWidth) / 2, y: b.y + Math.min(b.height, 20) / 2};",
                over);
        devTools(
                "Input.dispatchDragEvent",
                Map.of(
                        "type",
                        step,
                        "x",
                        box.get("x"),
                        "y",
                        box.get("y"),
                        "data",
                        Map.of("items", List.of(), "files", List.of(paths), "dragOperationsMask", 1)));
    }

    /** What the page has complained about since somebody last asked. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What is to be seen, as a PNG. */
    public byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** Asks until the answer is right; an element that is gone by now is asked for again. */
    public <T> T await(String what, Supplier<T> question, Predicate<T> right) {
        try {
            return Awaitility.await()
                    .pollInSameThread()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsMatching(Tab::isAnotherPage)
                    .until(question::get, right::test);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("expected " + what + " within " + PATIENCE.toSeconds() + " s; the page at "
                    + address() + " says:\n" + text().indent(2));
        }
    }

    /** The same for what is true or not. */
    public void await(String what, Supplier<Boolean> question) {
        await(what, question, right -> right);
    }

    /** Whether what was asked for has just gone, with the page or without: chromedriver has several ways to say so. */
    private static boolean isAnotherPage(Throwable e) {
        return e instanceof StaleElementReferenceException
                || e instanceof NotFoundException
                || e instanceof WebDriverException
                        && String.valueOf(e.getMessage()).contains("loader has changed");
    }

    /** A command of the Chrome DevTools protocol. */
    public Map<String, Object> devTools(String command, Map<String, ?> parameters) {
        return driver.devTools(command, parameters);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
