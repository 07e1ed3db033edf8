package netlessons.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Stage 0 of each lesson, which {@link Grade} puts before the lesson's own stages: it starts. Nothing is asked of what it says
 * or does then. A program that has to be compiled first, or that ends with an error, is told so once, and not by each test.
 */
final class Starting {
    static final String NAME = "it starts";
    private static final String TITLE = "Stage 0: " + NAME;

    private Starting() {}

    /** The tests for programs of these sides. */
    static List<Class<?>> tests(Set<Side> sides) {
        List<Class<?>> tests = new ArrayList<>();
        if (sides.stream().anyMatch(Side::listens)) {
            tests.add(Server.class);
        }
        if (sides.contains(Side.SENDER) || sides.contains(Side.BOTH)) {
            tests.add(Sender.class);
        }
        if (sides.contains(Side.DOWNLOADER)) {
            tests.add(Downloader.class);
        }
        return tests;
    }

    @Stage(value = 0, name = NAME)
    @DisplayName(TITLE)
    static final class Server {
        @Test
        @DisplayName("the program listens on its port, and still runs a moment after the first connection")
        void listens(Target target) {
            target.expectRunning(); // once there is a target, it has listened
        }
    }

    @Stage(value = 0, name = NAME, side = Side.SENDER)
    @DisplayName(TITLE)
    static final class Sender {
        @Test
        @DisplayName("the sender connects to its port")
        void connects(SenderTarget sender) throws IOException {
            Path file = Files.writeString(sender.newFolder().resolve("hello.txt"), "hello\n");
            Listener listener = sender.listen();
            sender.start(listener.port(), file);
            listener.acceptFirst();
        }
    }

    @Stage(value = 0, name = NAME, side = Side.DOWNLOADER)
    @DisplayName(TITLE)
    static final class Downloader {
        @Test
        @DisplayName("the downloader connects to the address in the URL")
        void connects(DownloadTarget downloader) {
            Origin origin = downloader.origin().at("/hello.txt", ServedFile.of(Content.of("hello\n")));
            downloader.start(origin.uri("/hello.txt"));
            downloader.expectConnection(origin);
        }
    }
}
