package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;

/** lftp, as Debian packages it, mirrors the lesson's folder both ways, and goes on with what broke off. */
@NeedsDocker
class LftpContainerIT {
    @Container
    static final Peer CLIENTS = Peer.withPackages("lftp").withEnv("LANG", "C.UTF-8"); // for names of files

    @TempDir
    Path folder;

    private ServedTree tree;

    @BeforeEach
    void start() throws IOException {
        tree = new ServedTree(CLIENTS, folder);
    }

    @AfterEach
    void stop() throws IOException {
        tree.close();
    }

    @Test
    @DisplayName("lftp mirrors down, several files at a time; a second time there is nothing to do")
    void lftpMirrors() {
        String open = "lftp -c \"set net:max-retries 2; open $url; ";
        tree.shell(open + "mirror --parallel=3 / tree\"");
        assertThat(tree.brought("tree")).isEqualTo(ServedTree.NAMES);
        assertThat(tree.shell(open + "mirror -v / tree\"")).doesNotContain("Transferring");
        assertThat(tree.shell("find tree/large.bin -newermt '1 minute ago' -printf later"))
                .isIn("", "later");
    }

    @Test
    @DisplayName("lftp mirrors up, keeps times and modes, and deletes what is too much")
    void lftpMirrorsUp() throws IOException {
        String open = "lftp -c \"set net:max-retries 2; open $url; ";
        tree.shell(open + "mirror / tree\"");
        tree.shell("touch -d '2001-02-03 04:05:06 UTC' tree/notes.txt; chmod 640 tree/notes.txt");
        tree.shell(open + "mirror -R --parallel=3 tree copy\"");
        assertThat(tree.served("copy")).isEqualTo(ServedTree.NAMES);
        for (String name : ServedTree.NAMES) {
            assertThat(ServedTree.sum(tree.path("copy").resolve(name))).isEqualTo(ServedTree.sum(tree.path(name)));
        }
        assertThat(Files.getLastModifiedTime(tree.path("copy/notes.txt")).toString())
                .isEqualTo("2001-02-03T04:05:06Z");
        assertThat(tree.shell(open + "cls -l copy/notes.txt\"")).startsWith("-rw-r-----");
        tree.shell("rm -r tree/pictures; " + open + "mirror -R --delete tree copy\"");
        assertThat(tree.served("copy")).containsExactly("./empty.txt", "./large.bin", "./notes.txt");
        assertThat(tree.path("copy/pictures")).doesNotExist();
    }

    @Test
    @DisplayName("lftp fetches one file in four parts at once, and does the small things of a shell")
    void lftpParts() throws IOException {
        String open = "lftp -c \"set net:max-retries 2; open $url; ";
        tree.shell(open + "pget -n 4 large.bin\"");
        assertThat(tree.brought(".")).containsExactly("./large.bin");
        assertThat(tree.shell(open + "cat notes.txt; mkdir -p a/b/c; put large.bin -o a/b/l; du -b a\""))
                .isEqualTo("this is ./notes.txt\n0\ta/b/c\n6291456\ta/b\n6291456\ta\n");
        assertThat(tree.shell(open + "mv a/b/l x; rm -r a; cls -1\""))
                .isEqualTo("empty.txt\nlarge.bin\nnotes.txt\npictures/\nx\n");
        assertThat(tree.read("x")).isEqualTo(tree.read("large.bin"));
        assertThat(tree.shell(open + "set ftp:passive-mode no; cat notes.txt\""))
                .isEqualTo("this is ./notes.txt\n");
    }

    @Test
    @DisplayName("lftp goes on with an upload that was killed in its middle")
    void lftpResumes() throws IOException {
        String open = "lftp -c \"set net:max-retries 2; open $url; ";
        tree.shell(open + "get large.bin\"; timeout -s KILL 2 " + open
                + "set net:limit-rate 0:1000000; put large.bin -o up.bin\" || true; sleep 2"); // until the
        // server knows,
        // too
        // Whether it has a name now is a matter of luck: that end of a connection looks like the end of a file.
        tree.shell(open + "put -c large.bin -o up.bin\"");
        assertThat(tree.read("up.bin")).isEqualTo(tree.read("large.bin"));
        assertThat(tree.served(".")).noneMatch(name -> name.contains(".netlessons"));
    }
}
