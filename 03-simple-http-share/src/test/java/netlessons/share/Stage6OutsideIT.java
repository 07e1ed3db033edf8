package netlessons.share;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.FolderList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: what lies in the folder, and is not for everybody: links, what is hidden, pipes, halves. */
@DisplayName("Stage 6: reading outside")
final class Stage6OutsideIT extends Stage6Test {
    private static final String JSON = "Accept: application/json";

    @Test
    @Order(7)
    @DisplayName("a link to what is outside is as if it were not there: GET, list, search, zip, picture (attack 9)")
    void links() throws IOException {
        raid.link("file.txt", raid.secret("-secret.txt"));
        Path other = raid.outside("-other", null);
        Files.writeString(other.resolve("canary.txt"), Raid.SECRET);
        Files.write(other.resolve("canary.png"), Pictures.png(20, 20));
        raid.link("dir", other);
        Files.createDirectories(folder.file("sub"));
        raid.link("sub/middle", other);
        raid.link("loop", folder.file("loop"));
        raid.link("ring", folder.dir());
        raid.link("dangling", other.resolve("nothing"));
        folder.write("own.txt", "own");
        raid.link("inside.txt", folder.file("own.txt"));
        for (String path : List.of(
                "file.txt",
                "dir",
                "dir/",
                "dir/canary.txt",
                "sub/middle/",
                "sub/middle/canary.txt",
                "dir/?zip",
                "dir/canary.png?width=10",
                "loop",
                "loop/",
                "dangling",
                "dir/?q=canary")) {
            raid.expectNowhere(folder.get(path));
            raid.expectNowhere(folder.get(path, JSON));
        }
        for (String path : List.of("", "?q=canary", "sub/", "?zip")) {
            Raid.expectKept(folder.get(path).expectStatus(200));
        }
        FolderList list = folder.list("");
        if (list.names().stream().anyMatch(List.of("file.txt", "dir", "loop", "dangling")::contains)) {
            throw folder.get("", JSON).failure("no link in the list that leads outside, or nowhere", 0);
        }
        FolderList found = folder.list("?q=canary");
        if (!found.names().isEmpty()) {
            throw folder.get("?q=canary", JSON).failure("nothing to be found behind a link that leads outside", 0);
        }
        expectZip(folder.get("?zip").expectStatus(200));
    }

    /** A ring of links must not make it endless, either. */
    private static void expectZip(Reply reply) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                if (text.contains(Raid.SECRET) || entry.getName().matches(".*\\.\\..*|/.*|.*\\\\.*")) {
                    throw reply.failure("an archive of the folder, and nothing else: " + entry.getName(), 0);
                }
            }
        }
    }

    @Test
    @Order(8)
    @DisplayName("a folder becomes a link while it is read: nothing outside is sent (attack 10)")
    void exchanged(Target target) throws Exception {
        Path other = raid.outside("-other", null);
        Files.writeString(other.resolve("a.txt"), Raid.SECRET);
        folder.write("real/a.txt", "own");
        raid.link("link", other);
        Path name = folder.file("name");
        AtomicBoolean over = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            while (!over.get()) {
                try { // a folder and a link take turns under one name
                    Files.move(folder.file("real"), name, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(name, folder.file("real"), StandardCopyOption.ATOMIC_MOVE);
                    Files.move(folder.file("link"), name, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(name, folder.file("link"), StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.start();
        try {
            for (int i = 0; i < 150; i++) {
                for (String path : List.of("name/a.txt", "name/", "?q=a.txt")) {
                    Raid.expectNoSecret(folder.get(path));
                }
                // An archive may break off, if what is in it goes while it is made.
                try (Wire wire = raid.http().begin("GET", folder.path("name/?zip"), Raid.NOTHING)) {
                    String all = everything(wire);
                    if (all.contains(Raid.SECRET)) {
                        throw wire.failure("nothing of what is outside the shared folder", all.indexOf(Raid.SECRET));
                    }
                }
            }
        } finally {
            over.set(true);
            thread.join(10_000);
        }
        raid.expectAlive();
    }

    private static String everything(Wire wire) {
        StringBuilder all = new StringBuilder();
        while (wire.awaitMore("the end of the connection")) {
            all.append(new String(wire.read(1, "a byte"), StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    @ParameterizedTest(name = "{0}")
    @Order(9)
    @DisplayName("what is hidden stays hidden, and what is in hidden folders: path, list, search, zip (attack 11)")
    @ValueSource(strings = {".git/config", ".hidden.txt", "sub/.hid/deep/s.txt"})
    void hidden(String name) throws IOException {
        folder.write(name, Raid.SECRET);
        folder.write("sub/own.txt", "own");
        String last = name.substring(name.lastIndexOf('/') + 1);
        for (String path :
                List.of(name, name.toUpperCase(java.util.Locale.ROOT), name.replace(".", "%2e"), name + "?width=9")) {
            raid.expectNowhere(folder.get(path));
        }
        expectZip(folder.get("?zip").expectStatus(200));
        for (String path : List.of("", "sub/", "?q=" + last, "?q=hid")) {
            if (folder.list(path).names().stream().anyMatch(n -> n.contains(last) || n.matches("(.*/)?\\..*"))) {
                throw folder.get(path, JSON).failure("nothing hidden in it", 0);
            }
        }
    }

    @Test
    @Order(10)
    @DisplayName("a pipe, or a device, is no file: the answer comes at once, and list, search and zip do (attack 12)")
    void pipe() throws Exception {
        Path pipe = folder.file("pipe.txt");
        try {
            if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
                return;
            }
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("there are no pipes here");
        }
        raid.link("zero.bin", Path.of("/dev/zero"));
        folder.write("own.txt", "own");
        for (String name : List.of("pipe.txt", "zero.bin")) {
            raid.expectNowhere(folder.get(name));
            raid.expectNowhere(folder.get(name + "?width=10"));
        }
        folder.get("").expectStatus(200);
        folder.get("?q=t").expectStatus(200);
        expectZip(folder.get("?zip").expectStatus(200));
        Raid.expectRefused(folder.put("pipe.txt", "x"));
        raid.expectAlive();
    }

    @Test
    @Order(11)
    @DisplayName("half of an upload can neither be seen nor fetched, under no name (attack 13)")
    void halves() throws IOException {
        byte[] half = Raid.SECRET.repeat(5000).getBytes(StandardCharsets.UTF_8);
        Wire wire = raid.http().begin("PUT", folder.path("new.txt"), half, "Content-Length: " + half.length * 2);
        folder.write("own.txt", "own");
        for (int i = 0; i < 20; i++) { // it may take a moment until the server has begun
            for (Path path : Raid.list(folder.dir())) {
                String name = path.getFileName().toString();
                if (!name.equals("own.txt")) {
                    Raid.expectKept(folder.get(name));
                    Raid.expectKept(folder.get(name + "?download"));
                }
            }
            if (!folder.list("").names().equals(List.of("own.txt"))) {
                throw folder.get("", JSON).failure("nothing of the upload in the list before it is whole", 0);
            }
            Raid.expectKept(folder.get("?zip"));
            Raid.expectKept(folder.get("?q=new"));
        }
        wire.reset();
        raid.awaitFiles("own.txt"); // else what is left of it might come between another test and what it looks for
    }
}
