package netlessons.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netlessons.testkit.Rfc;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 1: the sender moves a file to the receiver. How they do that is their own affair: nothing here knows a protocol.
 * Where only one of the two was given, the lesson's own is the other one.
 */
@Stage(value = 1, name = "one file", side = Side.BOTH)
@DisplayName("Stage 1: one file")
@Rfc("docs/02-protocol.md section 4")
final class Stage1OneFileIT {
    private static void expectArrival(Target target, SenderTarget sender, String name, int size) throws IOException {
        byte[] content = new byte[size];
        sender.random().nextBytes(content);
        Path file = Files.write(sender.newFolder().resolve(name), content);
        Path arrived = target.dir().resolve(name);
        try {
            sender.start(target.port(), file).expectSuccess();
            Arrival.expect(arrived, content);
        } finally {
            Files.deleteIfExists(arrived);
        }
    }

    @Test
    @Order(1)
    @DisplayName("a file of 65,426 bytes arrives whole and under its name, and the sender ends with exit status 0")
    void file(Target target, SenderTarget sender) throws IOException {
        expectArrival(target, sender, "photo.jpg", 65_426);
    }

    @Test
    @Order(2)
    @DisplayName("a file of one byte arrives: the receiver serves the next sender as well")
    void oneByte(Target target, SenderTarget sender) throws IOException {
        expectArrival(target, sender, "one", 1);
    }

    @Test
    @Order(3)
    @DisplayName("an empty file arrives")
    void empty(Target target, SenderTarget sender) throws IOException {
        expectArrival(target, sender, "empty.txt", 0);
    }

    @Test
    @Order(4)
    @DisplayName("a file of 1 MiB and one byte arrives whole")
    void big(Target target, SenderTarget sender) throws IOException {
        expectArrival(target, sender, "film.mp4", (1 << 20) + 1);
    }
}
