package netlessons.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets tests that wait for something wait for a minute, not for the ten seconds that are usual: on a machine that has other
 * things to do, it comes late. JUnit finds this class among the services.
 */
public final class Patience implements LauncherSessionListener {
    /** For JUnit. */
    public Patience() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
