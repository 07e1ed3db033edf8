package netlessons.share;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stage 6: bodies that break off, lie about their length, or never end. */
@DisplayName("Stage 6: broken bodies")
final class Stage6BodiesIT extends Stage6Test {
    @Test
    @Order(40)
    @DisplayName("half a PUT, and the client is gone: nothing of it appears, the old file stays (attack 19)")
    @Rfc("RFC 9112 section 8")
    void halfPut() throws IOException {
        folder.write("old.txt", "old");
        byte[] half = folder.random(300_000);
        for (String name : List.of("new.bin", "old.txt")) {
            for (boolean reset : new boolean[] {true, false}) {
                Wire wire = raid.http().begin("PUT", folder.path(name), half, "Content-Length: 600000", "If-Match: *");
                Raid.breakOff(wire, reset);
                wire = raid.http().begin("PUT", folder.path(name), half, "Content-Length: 600000");
                Raid.breakOff(wire, reset);
                byte[] chunk = concat(Raid.bytes("493e0\r\n"), half);
                Raid.breakOff(raid.http().begin("PUT", folder.path(name), chunk, "Transfer-Encoding: chunked"), reset);
            }
        }
        raid.awaitFiles("old.txt");
        folder.get("old.txt").expectStatus(200).expectBody("old");
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @Order(47)
    @DisplayName("lengths that lie: no file, or the one that was meant; never a mix (attack 21)")
    @Rfc("RFC 9112 section 6.3")
    @CsvSource({
        "two lengths, 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!'",
        "a negative length, 'Content-Length: -5\r\n\r\nhello'",
        "a length with a sign, 'Content-Length: +5\r\n\r\nhello'",
        "a length in hex, 'Content-Length: 0x5\r\n\r\nhello'",
        "a length beyond all measure, 'Content-Length: 99999999999999999999\r\n\r\nhello'",
        "a coding that is none, 'Transfer-Encoding: xchunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'",
        "chunked is not the last coding, 'Transfer-Encoding: chunked, gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n'",
        "chunked twice, 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'",
        "a chunk beyond all measure, 'Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n'",
        "a chunk of 2^63, 'Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\nhello\r\n0\r\n\r\n'",
        "a chunk that is longer than it says, 'Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n'",
        "a chunk with a negative size, 'Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n'",
        "a chunk without a size, 'Transfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n'"
    })
    void lies(String what, String rest) throws IOException {
        try (Wire wire = target.connect()
                .send("PUT " + folder.path("a.txt") + " HTTP/1.1\r\nHost: "
                        + raid.http().host() + "\r\n" + rest)
                .finish()) {
            Optional<Reply> reply = Raid.answer(wire);
            if (reply.isPresent() && reply.get().status() < 400) {
                throw reply.get().failure("a refusal, such as 400 or 501", 0);
            }
        }
        raid.awaitFiles();
        raid.expectAlive();
    }

    @Test
    @Order(48)
    @DisplayName("a length and chunks: refused, or the chunks hold, and the connection ends (attack 21)")
    @Rfc("RFC 9112 section 6.3")
    void both() throws IOException {
        String smuggled = "PUT " + folder.path("evil.txt") + " HTTP/1.1\r\nHost: "
                + raid.http().host() + "\r\nContent-Length: 0\r\n\r\n";
        Wire wire = target.connect()
                .send("PUT " + folder.path("a.txt") + " HTTP/1.1\r\nHost: "
                        + raid.http().host()
                        + "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                        + smuggled)
                .finish();
        Optional<Reply> reply = Raid.answer(wire);
        wire.close();
        if (reply.isPresent() && reply.get().status() < 400) {
            folder.get("a.txt").expectStatus(200).expectBody("hello");
        }
        if (Files.exists(folder.file("evil.txt"))) {
            throw folder.get("").failure("the request behind such a body not to be carried out", 0);
        }
        raid.expectAlive();
    }

    @Test
    @Order(49)
    @DisplayName("a chunk with 1 MB of extension: refused, or left out (attack 21)")
    @Rfc("RFC 9112 section 7.1.1")
    void extension() throws IOException {
        byte[] body = Raid.bytes("5;x=" + "y".repeat(1 << 20) + "\r\nhello\r\n0\r\n\r\n");
        try (Wire wire = raid.http().begin("PUT", folder.path("a.txt"), body, "Transfer-Encoding: chunked")) {
            Optional<Reply> reply = Raid.answer(wire);
            if (reply.isPresent() && reply.get().status() < 400) {
                folder.get("a.txt").expectStatus(200).expectBody("hello");
            }
        }
        raid.expectAlive();
    }

    @Test
    @Order(50)
    @DisplayName("a body with GET, even a form: nothing is stored, and nobody waits for it (attack 23)")
    @Rfc("RFC 9110 section 9.3.1")
    void bodyWithGet() throws IOException {
        folder.write("a.txt", "content");
        Form form = new Form().file("evil.txt", "x").field("folder", "evil");
        for (String path : List.of("", "a.txt", "?resize=10x10", "?preview=10x10")) {
            try (Wire wire = raid.http()
                    .begin(
                            "GET",
                            folder.path(path),
                            form.bytes(),
                            "Content-Type: " + form.contentType(),
                            "Content-Length: " + form.bytes().length)) {
                Raid.answer(wire);
            }
        }
        try (Wire wire = raid.http().begin("GET", folder.path("a.txt"), new byte[8 << 20])) {
            Raid.answer(wire);
        }
        raid.expectFiles(folder.get("a.txt").expectStatus(200).expectBody("content"), "a.txt");
        if (Files.exists(folder.file("evil"))) {
            throw folder.get("").failure("no folder to be made by GET", 0);
        }
    }

    @Test
    @Order(51)
    @DisplayName("a client that asks first, with Expect, is refused before it sends: no 100 comes (attack 24)")
    @Rfc("RFC 9110 section 10.1.1")
    void asksFirst() throws IOException {
        folder.write("a.txt", "old");
        Http readOnly = Http.of(target.fresh(new String[0]));
        for (Wire wire : List.of(
                readOnly.begin(
                        "PUT", folder.path("new.txt"), Raid.NOTHING, "Content-Length: 100", "Expect: 100-continue"),
                raid.http()
                        .begin(
                                "PUT",
                                folder.path("a.txt"),
                                Raid.NOTHING,
                                "Content-Length: 100",
                                "Expect: 100-continue",
                                "If-None-Match: *"),
                raid.http()
                        .begin(
                                "PUT",
                                folder.path("new.txt"),
                                Raid.NOTHING,
                                "Content-Length: 100",
                                "Expect: 100-continue",
                                "Origin: http://evil.example"),
                raid.http()
                        .begin(
                                "POST",
                                folder.path("?resize=9x9"),
                                Raid.NOTHING,
                                "Content-Length: 9000000",
                                "Expect: 100-continue"))) {
            Raid.expectRefused(wire.reply());
            wire.close();
        }
        raid.awaitFiles("a.txt");
        Wire wire = raid.http()
                .begin("PUT", folder.path("new.txt"), Raid.NOTHING, "Content-Length: 5", "Expect: 100-continue");
        wire.reply().expectStatus(100);
        wire.send("hello").finalReply().expectStatus(201);
    }
}
