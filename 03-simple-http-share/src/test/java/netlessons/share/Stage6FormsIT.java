package netlessons.share;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: forms that break off, make no sense, or never end. */
@DisplayName("Stage 6: broken forms")
final class Stage6FormsIT extends Stage6Test {
    @Test
    @Order(41)
    @DisplayName("half a form, and the client is gone: none of its files appears, not even the whole ones (attack 19)")
    void halfForm() throws IOException {
        folder.write("old.txt", "old");
        Form form = new Form().file("whole.txt", "whole").file("half.bin", folder.random(300_000));
        byte[] all = form.bytes();
        for (int length : new int[] {all.length / 2, all.length - 20, all.length - 4, 100, 250}) {
            for (boolean reset : new boolean[] {true, false}) {
                Raid.breakOff(
                        raid.http()
                                .begin(
                                        "POST",
                                        folder.path(""),
                                        Arrays.copyOf(all, length),
                                        "Content-Length: " + all.length,
                                        "Content-Type: " + form.contentType()),
                        reset);
            }
        }
        raid.awaitFiles("old.txt");
    }

    @ParameterizedTest(name = "{0}")
    @Order(42)
    @DisplayName("a form that has an end of its own, but not its last boundary: 400, and no file (attack 22)")
    @Rfc("RFC 2046 section 5.1.1")
    @ValueSource(
            strings = {"no last boundary", "a boundary cut short", "lines that end in LF only", "another boundary"})
    void noBoundary(String what) throws IOException {
        Form form = new Form().file("a.txt", "content");
        byte[] body = switch (what) {
            case "no last boundary" -> form.unfinished();
            case "a boundary cut short" -> Arrays.copyOf(form.bytes(), form.bytes().length - 8);
            case "lines that end in LF only" ->
                new String(form.bytes(), StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
            default -> new Form("other").file("a.txt", "content").bytes();
        };
        Reply reply = folder.http().ask("POST", folder.path(""), body, "Content-Type: " + form.contentType());
        if (!what.contains("LF") || reply.status() >= 400) { // some take LF, and that does no harm
            Raid.expectRefused(reply);
            raid.awaitFiles();
        }
        raid.expectAlive();
    }

    @ParameterizedTest(name = "{0}")
    @Order(43)
    @DisplayName("a Content-Type for a form that makes no sense: 400 or 415 (attack 22)")
    @Rfc("RFC 2046 section 5.1.1")
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"a",
                "multipart/mixed; boundary=a",
                "text/plain; boundary=a",
                "multipart/",
                "multipart/form-data boundary=a",
                "x"
            })
    void noForm(String type) throws IOException {
        Raid.expectRefused(folder.http()
                .ask("POST", folder.path(""), new Form("a").file("a.txt", "x").bytes(), "Content-Type: " + type));
        Raid.expectRefused(folder.http()
                .ask("POST", folder.path(""), new Form("a").file("a.txt", "x").bytes()));
        raid.awaitFiles();
    }

    @Test
    @Order(44)
    @DisplayName("a boundary of 70 characters is fine; one of 4,096 is refused, or does no harm (attack 22)")
    @Rfc("RFC 2046 section 5.1.1")
    void longBoundaries() throws IOException {
        folder.post(new Form("b".repeat(70)).file("a.txt", "content")).expectStatus(201, 303);
        folder.get("a.txt").expectStatus(200).expectBody("content");
        for (int length : new int[] {71, 4096}) {
            Raid.expectSane(folder.post(new Form("b".repeat(length)).file("b" + length + ".txt", "content")));
        }
        raid.expectAlive();
    }

    @Test
    @Order(45)
    @DisplayName("content that looks like its boundary, across all edges of a buffer, stays what it is (attack 22)")
    void lookAlikes() throws IOException {
        Form form = new Form("XbX");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        String[] alike = {"\r\n--XbY", "\r\n--Xb", "\r\n--X", "\r\n-", "\r\n", "\r", "--XbX", "\n--XbX--", "\r\r\n--XbY"
        };
        for (int i = 0; content.size() < 600_000; i++) {
            content.writeBytes(Raid.bytes(alike[i % alike.length]));
            content.write(i % 7 == 0 ? 'a' : '-');
        }
        folder.post(form.file("a.bin", content.toByteArray())).expectStatus(201, 303);
        if (!Arrays.equals(Files.readAllBytes(folder.file("a.bin")), content.toByteArray())) {
            throw folder.get("").failure("a.bin to hold the very bytes that were sent", 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(46)
    @DisplayName("forms without measure: an answer or the end, and the server lives on (attack 22)")
    @ValueSource(
            strings = {
                "10,000 parts",
                "a head of a part of 10 MB",
                "a head of 100,000 lines",
                "8 MB that are no file",
                "8 MB before the first part",
                "10,000 empty names"
            })
    void measureless(String what) throws IOException {
        Form form = new Form("b");
        switch (what) {
            case "10,000 parts" -> repeat(10_000, i -> form.file("f" + i, ""));
            case "a head of a part of 10 MB" -> form.part("X: " + "x".repeat(10 << 20) + "\r\n", Raid.bytes("x"));
            case "a head of 100,000 lines" -> form.part("X: y\r\n".repeat(100_000), Raid.bytes("x"));
            case "8 MB that are no file" -> form.field("field", "x".repeat(8 << 20));
            case "8 MB before the first part" ->
                form.raw("x".repeat(8 << 20) + "\r\n").file("a.txt", "x");
            default -> repeat(10_000, i -> form.part("Content-Disposition: form-data; name=\"\"\r\n", Raid.bytes("x")));
        }
        try (Wire wire = raid.http()
                .begin(
                        "POST",
                        folder.path(""),
                        form.bytes(),
                        "Content-Type: " + form.contentType(),
                        "Content-Length: " + form.bytes().length)) {
            wire.hasWord(Duration.ofMinutes(1)); // whoever takes them may have to wait for a slow disk
            Raid.answer(wire);
        }
        raid.expectAlive();
    }

    private static void repeat(int times, java.util.function.IntConsumer action) {
        for (int i = 0; i < times; i++) {
            action.accept(i);
        }
    }
}
