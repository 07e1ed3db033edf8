package netlessons.testkit.browser;

import java.net.URL;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.remote.CommandInfo;
import org.openqa.selenium.remote.HttpCommandExecutor;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.remote.http.HttpClient;
import org.openqa.selenium.remote.http.HttpMethod;

/** Selenium's client of a browser elsewhere, and the one command of chromedriver that it lacks. */
final class Chromium extends RemoteWebDriver {
    private static final String DEV_TOOLS = "devTools";
    /** A page may take as long as {@link Tab#PATIENCE}; then chromedriver itself says so. */
    private static final Duration ANSWER = Tab.PATIENCE.plusSeconds(30);

    @SuppressWarnings("removal") // 4.52 marks the constructor, and has no other that takes a command of one's own
    Chromium(URL driver, ChromeOptions options) {
        super(
                new HttpCommandExecutor(
                        HttpClient.Factory.createDefault()
                                .createClient(ClientConfig.defaultConfig()
                                        .baseUrl(driver)
                                        .connectionTimeout(Duration.ofSeconds(10))
                                        .readTimeout(ANSWER)),
                        Map.of(DEV_TOOLS, new CommandInfo("/session/:sessionId/goog/cdp/execute", HttpMethod.POST)),
                        driver),
                options);
    }

    @SuppressWarnings("unchecked") // WebDriver's answer is JSON: an object
    Map<String, Object> devTools(String command, Map<String, ?> parameters) {
        return (Map<String, Object>)
                execute(DEV_TOOLS, Map.of("cmd", command, "params", parameters)).getValue();
    }

    void press(CharSequence... keys) {
        new Actions(this).sendKeys(keys).perform();
    }
}
