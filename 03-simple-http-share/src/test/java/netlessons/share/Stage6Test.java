package netlessons.share;

import java.io.IOException;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What attacks need: a folder, and what lies outside, which is taken away after each of them. */
@Stage(value = 6, name = "hostile input")
abstract class Stage6Test {
    Target target;
    Raid raid;
    SharedFolder folder;

    @BeforeEach
    final void makeFolder(Target given) {
        target = given;
        raid = new Raid(given);
        folder = raid.folder();
    }

    @AfterEach
    final void clean() throws IOException {
        raid.close();
    }
}
