package netlessons.share;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Wire;
import netlessons.testkit.http.FolderList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: little that costs the server much. */
@DisplayName("Stage 6: resources")
final class Stage6ResourcesIT extends Stage6Test {
    private static final String JSON = "Accept: application/json";
    private static final int CROWD = 200;

    @Test
    @Order(80)
    @DisplayName("200 who send half a head, and 200 who send half a file: others are served all the same (attack 27)")
    @Rfc("RFC 9112 section 9.5")
    void slow() throws IOException {
        List<Wire> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(target.connect().send("GET " + folder.path("alive.txt") + " HTTP/1.1\r\nHost: "));
            crowd.add(raid.http()
                    .begin("PUT", folder.path("slow" + i + ".txt"), Raid.bytes("x"), "Content-Length: 1000"));
            if (i % 20 == 0) {
                raid.expectAlive();
            }
        }
        raid.expectAlive();
        crowd.forEach(Wire::reset);
        raid.awaitFiles();
    }

    @ParameterizedTest(name = "{0}")
    @Order(81)
    @DisplayName("pictures that are bombs, broken, or none: 413 or 415, and the server lives on (attack 41)")
    @Rfc("RFC 9110 section 15.5.14")
    @ValueSource(
            strings = {
                "a PNG of 50,000 x 50,000 pixels",
                "a PNG of 2^31 - 1 x 2^31 - 1 pixels",
                "a JPEG cut in half",
                "a PNG cut in half",
                "a text called .jpg",
                "a page called .png",
                "a GIF of one byte"
            })
    void bombs(String what) throws IOException {
        byte[] bytes = switch (what) {
            case "a PNG of 50,000 x 50,000 pixels" -> Pictures.pngThatSays(50_000, 50_000);
            case "a PNG of 2^31 - 1 x 2^31 - 1 pixels" -> Pictures.pngThatSays(Integer.MAX_VALUE, Integer.MAX_VALUE);
            case "a JPEG cut in half" -> half(Pictures.jpeg(300, 200));
            case "a PNG cut in half" -> half(Pictures.png(300, 200));
            case "a text called .jpg" -> Raid.bytes("This is text, and no picture at all.\n");
            case "a page called .png" -> Raid.bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>");
            default -> Raid.bytes("G");
        };
        boolean part = what.contains("half"); // of which some show what there is
        folder.write("pic.png", bytes);
        expectPicture(folder.get("pic.png?width=100&height=100"), part);
        expectPicture(folder.get("pic.png?width=10000"), part);
        for (String query : List.of("?preview=100x100", "?resize=100x100")) {
            expectPicture(folder.http().ask("POST", folder.path(query), bytes, "Content-Type: image/png"), part);
        }
        raid.expectAlive();
    }

    private static byte[] half(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static void expectPicture(Reply reply, boolean maybe) {
        if (!maybe || reply.status() >= 300) {
            reply.expectStatus(413, 415, 422, 400);
        }
    }

    @Test
    @Order(82)
    @DisplayName(
            "a GIF with 100,000 frames, a JPEG of 1 x 65,500, one with 10,000 scans: an answer in time (attack 41)")
    void strange() throws IOException {
        folder.write("frames.gif", Pictures.gifWithFrames(100_000));
        Reply frames = folder.get("frames.gif?width=100&height=100");
        frames.expectStatus(200, 413, 415, 422);
        folder.write("thread.jpg", Pictures.jpeg(1, 65_500));
        folder.get("thread.jpg?width=100&height=100").expectStatus(200, 413, 415, 422);
        folder.write("scans.jpg", Pictures.jpegWithScans(1000, 1000, 10_000));
        Wire wire = folder.http().begin("GET", folder.path("scans.jpg?width=100&height=100"), Raid.NOTHING);
        raid.expectAlive(); // while it works at that
        for (int i = 0; i < 3 && !wire.hasWord(Duration.ofSeconds(9)); i++) {
            raid.expectAlive();
        }
        wire.finalReply().expectStatus(200, 413, 415, 422, 503);
    }

    @Test
    @Order(83)
    @DisplayName("hundreds of pictures at once: each is answered, some with 503, and others are served (attack 41)")
    void thumbnails() throws Exception {
        folder.write("pic.jpg", Pictures.jpeg(1200, 900));
        ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        Raid.together(30, client -> {
            for (int i = 0; i < 5; i++) {
                Reply reply = await(folder.path("pic.jpg?width=" + (50 + client * 5 + i)));
                statuses.add(reply.status());
                if (client == 0) {
                    folder.get("").expectStatus(200);
                }
            }
        });
        Set<Integer> kinds = new HashSet<>(statuses);
        kinds.removeAll(Set.of(200, 429, 503));
        if (!statuses.contains(200) || !kinds.isEmpty()) {
            throw folder.get("").failure("200, and 503 or 429 where it is too much; the statuses were " + statuses, 0);
        }
        raid.expectAlive();
    }

    /** Of many who ask at once, the last one's turn comes late on a slow machine. */
    private Reply await(String path, String... fields) {
        try (Wire wire = folder.http().begin("GET", path, Raid.NOTHING, fields)) {
            wire.hasWord(Duration.ofMinutes(1));
            return wire.finalReply();
        }
    }

    @Test
    @Order(84)
    @DisplayName("an archive of 1,000 files is whole; there are no parts of it (attack 42)")
    void archive() throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            folder.write("d" + i % 20 + "/f" + i, "content " + i);
            names.add("d" + i % 20 + "/f" + i);
        }
        Reply reply = folder.get("?zip", "Range: bytes=0-9").expectStatus(200);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                String last = name.substring(name.lastIndexOf('/') + 1);
                if (names.removeIf(name::endsWith)
                        && !new String(zip.readAllBytes(), StandardCharsets.UTF_8)
                                .equals("content " + last.substring(1))) {
                    throw reply.failure("the content of " + name + " as it is", 0);
                }
            }
        }
        if (!names.isEmpty()) {
            throw reply.failure("all files in the archive; " + names.size() + " are missing", 0);
        }
    }

    @Test
    @Order(85)
    @DisplayName("an archive of files that grow and shrink meanwhile, and of clients that go: no harm (attack 42)")
    void movingArchive() throws Exception {
        Path log = folder.write("log.txt", "x".repeat(1 << 20));
        folder.write("big.bin", new byte[16 << 20]);
        for (int i = 0; i < 10; i++) {
            Wire wire =
                    raid.http().begin("GET", folder.path("?zip"), Raid.NOTHING).awaitAnswer();
            if (i % 2 == 0) {
                Files.writeString(log, "y".repeat(1 << 20), StandardOpenOption.APPEND);
            } else {
                Files.writeString(log, "short");
            }
            wire.reset();
        }
        Files.writeString(log, "z");
        folder.get("?zip").expectStatus(200);
        raid.expectAlive();
    }

    @Test
    @Order(86)
    @DisplayName("questions that look like patterns, and very long ones: an answer, and what is meant (attack 43)")
    void search() throws IOException {
        folder.write("(a+)+$.txt", "x");
        folder.write("a".repeat(100) + "!.txt", "x");
        folder.write("100%_[x]*.txt", "x");
        for (String words : List.of("(a%2B)%2B%24", "%5Bx%5D*", "100%25_")) {
            FolderList found = folder.list("?q=" + words);
            if (found.entries().size() != 1) {
                throw folder.get("?q=" + words, JSON).failure("the one file that has these characters in its name", 0);
            }
        }
        for (String words : List.of("(a|a?)%2B%24", "%5C", ".*.*.*.*.*=", "%25", "a".repeat(2000), "%F0%9F%98%80")) {
            Raid.expectSane(folder.get("?q=" + words, JSON)).expectStatus(200, 400, 414, 431);
        }
        try (Wire wire = raid.http().begin("GET", folder.path("?q=" + "a".repeat(1 << 20)), Raid.NOTHING)) {
            Optional<Reply> reply = Raid.answer(wire);
            reply.ifPresent(one -> one.expectStatus(400, 413, 414, 431));
        }
        raid.expectAlive();
    }

    @Test
    @Order(87)
    @DisplayName("folders a thousand deep, and a name that is no text: list, search and zip come to an end (attack 43)")
    void deep() throws Exception {
        folder.write("d/".repeat(900) + "bottom.txt", "x");
        folder.write("e/".repeat(200) + "bottom.txt", "x");
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377name.txt')\"")
                .directory(folder.dir().toFile())
                .start()
                .waitFor();
        folder.write("own.txt", "own");
        if (!folder.list("").names().contains("own.txt")) {
            throw folder.get("", JSON).failure("own.txt in the list", 0);
        }
        folder.get("").expectStatus(200);
        if (!folder.list("?q=own").names().contains("own.txt")) {
            throw folder.get("?q=own", JSON).failure("own.txt to be found", 0);
        }
        folder.get("e/?zip").expectStatus(200);
        Raid.expectSane(folder.get("d/".repeat(900))).expectStatus(200, 404, 414);
        raid.expectAlive();
    }

    @Test
    @Order(88)
    @DisplayName("a folder of 3,000 files is listed, also for many at once (attack 43)")
    void longList() throws Exception {
        for (int i = 0; i < 3000; i++) {
            folder.write("file-" + i, "");
        }
        FolderList list = folder.list("");
        if (list.entries().size() != 3000 && !list.truncated()) {
            throw folder.get("", JSON)
                    .failure("3000 entries; there are " + list.entries().size(), 0);
        }
        Raid.together(8, client -> await(folder.path(""), JSON).expectStatus(200, 503, 429));
        raid.expectAlive();
    }

    @Test
    @Order(89)
    @DisplayName("a file that shrinks while it is sent is never filled up: the answer breaks off (attack 44)")
    @Rfc("RFC 9112 section 6.3")
    void shrinks() throws IOException {
        byte[] big = new byte[32 << 20];
        java.util.Arrays.fill(big, (byte) 'x');
        Path file = folder.write("big.bin", big);
        Wire wire =
                raid.http().begin("GET", folder.path("big.bin"), Raid.NOTHING).awaitAnswer();
        Files.write(file, new byte[] {'x'});
        try {
            Reply reply = wire.finalReply();
            for (byte one : reply.body()) {
                if (one != 'x') {
                    throw reply.failure("only bytes that were in the file, or the end of the connection", 0);
                }
            }
        } catch (AssertionError e) {
            if (e.getMessage().contains("only bytes that were")) {
                throw e;
            }
        }
        raid.expectAlive();
    }
}
