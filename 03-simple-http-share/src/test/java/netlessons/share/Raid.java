package netlessons.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import netlessons.testkit.Reply;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.Assumptions;

/** What attacks have in common: something outside that nobody may read or change, and a server that has to live on. */
final class Raid implements AutoCloseable {
    /** No body. */
    static final byte[] NOTHING = null;

    static final String SECRET = "a word that is nowhere else";

    private final SharedFolder folder;
    private final List<Path> outside = new ArrayList<>();

    Raid(Target target) {
        this.folder = new SharedFolder(target);
    }

    SharedFolder folder() {
        return folder;
    }

    Http http() {
        return folder.http();
    }

    /**
     * Puts something beside the folder that the server serves; the test is skipped where that is not allowed.
     *
     * @param suffix behind the name of the served folder
     * @param bytes null for a folder
     */
    Path outside(String suffix, byte[] bytes) throws IOException {
        Path root = folder.dir().getParent().toRealPath();
        Path path = root.resolveSibling(root.getFileName() + suffix);
        try {
            outside.add(bytes == null ? Files.createDirectories(path) : Files.write(path, bytes));
        } catch (FileSystemException e) {
            Assumptions.abort("nothing can be put beside the folder that is served: " + e);
        }
        return path;
    }

    Path secret(String suffix) throws IOException {
        return outside(suffix, SECRET.getBytes(StandardCharsets.UTF_8));
    }

    /** The test is skipped where there are no links. */
    void link(String name, Path to) throws IOException {
        try {
            Files.createSymbolicLink(folder.file(name), to);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Assumptions.abort("this system lets nobody make links: " + e);
        }
    }

    /** Whatever the answer is, the secret is not in it, and it is no fault of the server. */
    static Reply expectKept(Reply reply) {
        return expectSane(expectNoSecret(reply));
    }

    static Reply expectNoSecret(Reply reply) {
        if (reply.text().contains(SECRET)) {
            throw reply.failure("nothing of what is outside the shared folder", 0);
        }
        return reply;
    }

    static Reply expectSane(Reply reply) {
        if (reply.status() == 500) {
            throw reply.failure("an answer that tells what is wrong with the request; 500 is a fault of the server", 0);
        }
        return reply;
    }

    /** A 4xx of some kind. */
    static Reply expectRefused(Reply reply) {
        expectKept(reply);
        if (reply.status() < 400 || reply.status() > 499) {
            throw reply.failure("a refusal, 4xx", 0);
        }
        return reply;
    }

    /** The answer, or the end of the connection: some requests are beyond an answer. */
    static Optional<Reply> answer(Wire wire) {
        Optional<Reply> reply = wire.replyIfAny();
        while (reply.isPresent() && reply.get().status() < 200) {
            reply = wire.replyIfAny();
        }
        reply.ifPresent(Raid::expectKept);
        return reply;
    }

    /** Somebody who means no harm gets what they ask for. */
    void expectAlive() throws IOException {
        folder.write("alive.txt", "yes");
        folder.get("alive.txt").expectStatus(200).expectBody("yes");
        Files.delete(folder.file("alive.txt"));
    }

    /** @param names of all files that there are, in any depth */
    void expectFiles(Reply reply, String... names) throws IOException {
        List<String> files = files();
        if (!files.equals(Stream.of(names).sorted().toList())) {
            throw reply.failure("the folder to hold " + List.of(names) + " then; it holds " + files, 0);
        }
    }

    List<String> files() throws IOException {
        return folder.files();
    }

    /** Not found, or a bad request; never what is outside. A redirect is fine if it stays here. */
    Reply expectNowhere(Reply reply) {
        expectKept(reply);
        if (reply.status() / 100 == 3) {
            expectHere(reply);
        } else if (reply.status() < 400 || reply.status() > 499) {
            throw reply.failure("400 or 404, or another 4xx", 0);
        }
        return reply;
    }

    Reply expectHere(Reply reply) {
        String own = http().host();
        reply.headers("Location").forEach(location -> {
            boolean path = location.matches("/(?![/\\\\]).*") || location.matches("(?![a-zA-Z]+:)[^/\\\\].*");
            if (!path && !location.startsWith("http://" + own + "/")) {
                throw reply.failure("a Location on this very server, not " + location, 0);
            }
        });
        return reply;
    }

    /** Soon there is nothing on the disk but these: temporary files are gone, too. */
    void awaitFiles(String... names) throws IOException {
        List<String> expected = Stream.of(names).sorted().toList();
        List<String> files = folder.await(30, expected::equals);
        if (!files.equals(expected)) {
            throw folder.get("").failure("the folder to hold " + expected + " soon; it holds " + files, 0);
        }
    }

    /** The client goes in the middle of its request, rudely or in order; that is no end of a body. */
    static void breakOff(Wire wire, boolean reset) {
        if (reset) {
            wire.reset();
            return;
        }
        wire.finish();
        Optional<Reply> reply = answer(wire);
        if (reply.isPresent() && reply.get().status() < 400) {
            throw reply.get().failure("an error, such as 400: the body breaks off", 0);
        }
        wire.close();
    }

    /** At the same time, as far as that can be. */
    static void together(int clients, IntConsumer action) throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            CompletableFuture<Void> one = new CompletableFuture<>();
            all.add(one);
            Thread thread = new Thread(() -> {
                try {
                    action.accept(number);
                    one.complete(null);
                } catch (Throwable e) {
                    one.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(120, TimeUnit.SECONDS);
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Nothing outside has been changed. */
    void expectUntouched(Reply reply) throws IOException {
        for (Path path : outside) {
            if (Files.isRegularFile(path) && !Files.readString(path).equals(SECRET)
                    || Files.isDirectory(path) && !list(path).isEmpty()) {
                throw reply.failure("nothing outside the shared folder to change: " + path, 0);
            }
        }
    }

    static List<Path> list(Path dir) throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.toList();
        }
    }

    /** Takes away what it has put outside. */
    @Override
    public void close() throws IOException {
        for (Path root : outside) {
            if (Files.exists(root)) {
                try (Stream<Path> all = Files.walk(root)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }
}
