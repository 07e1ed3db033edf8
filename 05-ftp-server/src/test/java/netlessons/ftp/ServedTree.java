package netlessons.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import netlessons.testkit.containers.Peer;

/** A folder with some files, which the lesson serves to programs in a container; and what these have made of it. */
final class ServedTree implements Closeable {
    /** Its files, in order. */
    static final List<String> NAMES = List.of(
            "./empty.txt",
            "./large.bin",
            "./notes.txt",
            "./pictures/50% & more #1.txt",
            "./pictures/Grüße aus Köln.txt",
            "./pictures/old ones/it's.txt");

    private final Peer clients;
    private final Path folder;
    private final Lesson.Running server;
    /** A new folder of the container, where its commands run. */
    private final String here;

    /** Fills the folder, and starts the server with these options besides the usual ones. */
    ServedTree(Peer clients, Path folder, String... more) throws IOException {
        this.clients = clients;
        this.folder = folder;
        here = clients.exec("mktemp", "-d").expectSuccess().strip();
        byte[] large = new byte[6 << 20];
        new Random(1).nextBytes(large);
        Files.createDirectories(folder.resolve("pictures/old ones"));
        for (String name : NAMES) {
            Files.writeString(folder.resolve(name), "this is " + name + "\n");
        }
        Files.write(folder.resolve("large.bin"), large);
        Files.write(folder.resolve("empty.txt"), new byte[0]);
        FtpLesson lesson = new FtpLesson();
        List<String> options = new ArrayList<>(lesson.options());
        options.addAll(List.of("--host", clients.bindAddress().getHostAddress()));
        options.addAll(List.of(more));
        server = lesson.start(folder, options);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /**
     * Runs a script in the container. It has where the server is as $host and $port, and the address of its folder, for
     * guests and for the user who may do everything, as $guest and $url; both end in a slash.
     */
    String shell(String script) {
        int port = server.address().getPort();
        String where = Peer.HOST + ":" + port + "/";
        return clients.exec(
                        "bash",
                        "-ec",
                        "set -o pipefail; cd " + here + "; host=" + Peer.HOST + "; port=" + port + "; guest=ftp://"
                                + where + "; url=ftp://" + FtpLesson.USER + ":" + FtpLesson.PASSWORD + "@" + where
                                + "\n" + script)
                .expectSuccess();
    }

    /** The files in this folder of the container that have the bytes of those in the served one. */
    List<String> brought(String name) {
        String sums = shell("cd " + name + " && find . -type f | LC_ALL=C sort | while IFS= read -r f; do"
                + " sha256sum < \"$f\" | cut -c1-64; printf '%s\\n' \"$f\"; done");
        List<String> lines = sums.lines().toList();
        return IntStream.range(0, lines.size() / 2)
                .filter(i -> lines.get(2 * i).equals(sum(path(lines.get(2 * i + 1)))))
                .mapToObj(i -> lines.get(2 * i + 1))
                .toList();
    }

    static String sum(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            return "none: " + e;
        }
    }

    /** What is, or would be, served under this name. */
    Path path(String name) {
        return folder.resolve(name);
    }

    byte[] read(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    /** All that a served folder and those in it hold; also what is hidden. */
    List<String> served(String name) throws IOException {
        Path top = path(name);
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> "./" + top.relativize(file))
                    .sorted()
                    .toList();
        }
    }
}
