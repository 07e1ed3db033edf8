package netlessons.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Rfc;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3 for senders: folders, names, many files, and some that the receiver does not want. */
@Stage(value = 3, name = "many files, many clients", side = Side.SENDER)
@DisplayName("Stage 3: many files, many clients (sender)")
@Rfc("docs/02-protocol.md section 4.1")
final class Stage3SenderIT {
    private static Path folder(SenderTarget sender, String name) throws IOException {
        return Files.createDirectory(sender.newFolder().resolve(name));
    }

    private static void write(Path folder, String name, String text) throws IOException {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (InvalidPathException e) {
            Assumptions.abort("this system, or its locale, has no such file names");
        }
    }

    private static void expectText(ModelReceiver model, String name, String text) {
        Sent.expect(model, name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Order(1)
    @DisplayName("a folder is sent with all that is in it, under its own name: photos/…")
    void tree(SenderTarget sender) throws IOException {
        Path photos = folder(sender, "photos");
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : List.of("1.jpg", "a/1.jpg", "a/b/c/d/1.jpg", "a/b/2.jpg", "b/3.jpg")) {
            write(photos, name, "content of " + name);
            files.put("photos/" + name, "content of " + name);
        }
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), photos));
        }
        files.forEach((name, text) -> expectText(model, name, text));
        if (model.uploads.stream().filter(got -> !got.begin().folder()).count() != files.size()) {
            throw new AssertionError(
                    "expected " + files.size() + " files and no more; there were " + model.files.keySet());
        }
    }

    @Test
    @Order(2)
    @DisplayName("names of all scripts go over the wire as UTF-8, in NFC even if the disk has them otherwise")
    @Rfc("docs/02-protocol.md section 6")
    void names(SenderTarget sender) throws IOException {
        Path folder = folder(sender, "names");
        List<String> names = List.of("größe.txt", "Привет.txt", "中文 文件.txt", "हिन्दी.txt", "🦊.png", "a b.txt");
        for (String name : names) {
            write(folder, name, name);
        }
        String composed = "é-Å-한.txt";
        write(folder, Normalizer.normalize(composed, Normalizer.Form.NFD), composed);
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), folder));
        }
        names.forEach(name -> expectText(model, "names/" + name, name));
        expectText(model, "names/" + composed, composed);
    }

    @Test
    @Order(3)
    @DisplayName("BEGIN has the size and the time of change of the file")
    void times(SenderTarget sender) throws IOException {
        Path file = Files.writeString(sender.newFolder().resolve("old.txt"), "old");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_123L));
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        long here = Files.getLastModifiedTime(file).toMillis();
        long said = model.uploads.get(0).begin().mtime();
        if (Math.abs(said - here) > 2000) { // some languages know only seconds
            throw new AssertionError("expected BEGIN to say that the file was changed at " + here
                    + " milliseconds since 1970; it said " + said);
        }
    }

    @Test
    @Order(4)
    @DisplayName("an empty folder is sent as FOLDER, or not at all; its neighbours are")
    void emptyFolder(SenderTarget sender) throws IOException {
        Path folder = folder(sender, "some");
        Files.createDirectories(folder.resolve("empty/inside"));
        write(folder, "full/file.txt", "full");
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), folder));
        }
        expectText(model, "some/full/file.txt", "full");
        boolean files = model.uploads.stream()
                .anyMatch(got -> !got.begin().folder() && got.begin().name().contains("empty"));
        if (files) {
            throw new AssertionError("expected no file some/empty: it is a folder");
        }
    }

    @Test
    @Order(5)
    @DisplayName("five hundred small files arrive")
    void many(SenderTarget sender) throws IOException {
        Path folder = folder(sender, "many");
        for (int i = 0; i < 500; i++) {
            write(folder, "file-" + i, "content " + i);
        }
        ModelReceiver model = new ModelReceiver();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectSuccess(sender.start(receiver.port(), folder));
        }
        for (int i = 0; i < 500; i++) {
            expectText(model, "many/file-" + i, "content " + i);
        }
    }

    @Test
    @Order(6)
    @DisplayName("one file is refused: the others are sent, and the exit status is not 0")
    @Rfc("docs/02-protocol.md section 4.5")
    void oneRefused(SenderTarget sender) throws IOException {
        Path folder = folder(sender, "some");
        for (String name : List.of("1-good.txt", "2-bad.txt", "3-good.txt", "4-good.txt")) {
            write(folder, name, name);
        }
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame ready(WireBegin begin) {
                return begin.name().contains("bad") ? refusal() : super.ready(begin);
            }

            @Override
            WireFrame verdict(WireBegin begin, byte[] bytes) {
                return begin.name().contains("bad") ? refusal() : super.verdict(begin, bytes);
            }

            private WireFrame refusal() {
                return WireFrame.reject(WireCode.EXISTS, "There is another one.");
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectFailure(sender.start(receiver.port(), folder));
        }
        for (String name : List.of("1-good.txt", "3-good.txt", "4-good.txt")) {
            expectText(model, "some/" + name, name);
        }
    }

    @Test
    @Order(7)
    @DisplayName("a name longer than LIMITS allows is not sent: it would end the connection; the others are")
    @Rfc("docs/02-protocol.md section 3, section 6")
    void nameTooLong(SenderTarget sender) throws IOException {
        Path folder = folder(sender, "long");
        String deep = ("d".repeat(99) + "/").repeat(3) + "file.txt";
        write(folder, deep, "deep");
        write(folder, "short.txt", "short");
        ModelReceiver model = new ModelReceiver();
        model.nameLimit = 255;
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectFailure(sender.start(receiver.port(), folder));
        }
        expectText(model, "long/short.txt", "short");
    }

    @Test
    @Order(8)
    @DisplayName("a file bigger than LIMITS allows: the exit status is not 0, and the others are sent")
    @Rfc("docs/02-protocol.md section 3")
    void tooLarge(SenderTarget sender) throws IOException {
        Path folder = folder(sender, "large");
        write(folder, "large.txt", "x".repeat(1001));
        write(folder, "small.txt", "x".repeat(1000));
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame ready(WireBegin begin) {
                return begin.size() > fileLimit ? refusal() : super.ready(begin);
            }

            @Override
            WireFrame verdict(WireBegin begin, byte[] bytes) {
                return begin.size() > fileLimit ? refusal() : super.verdict(begin, bytes);
            }

            private WireFrame refusal() {
                return WireFrame.reject(WireCode.TOO_LARGE, "Too large.");
            }
        };
        model.fileLimit = 1000;
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectFailure(sender.start(receiver.port(), folder));
        }
        expectText(model, "large/small.txt", "x".repeat(1000));
    }
}
