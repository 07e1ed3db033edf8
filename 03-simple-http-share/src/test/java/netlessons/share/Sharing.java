package netlessons.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.Lesson;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;

/** The lesson in this JVM, for one test, with the options it needs. Closing stops it. */
final class Sharing implements AutoCloseable {
    private final Lesson.Running running;
    private final Target target;

    private Sharing(Lesson.Running running) {
        this.running = running;
        this.target = Target.at(running.address());
    }

    static Sharing of(Path dir, String... options) throws IOException {
        return new Sharing(new ShareLesson().start(dir, List.of(options)));
    }

    int port() {
        return target.port();
    }

    Target target() {
        return target;
    }

    Http http() {
        return Http.of(target);
    }

    Wire connect() {
        return target.connect();
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
