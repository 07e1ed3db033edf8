package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

/** curl and wget, as Debian packages them, fetch from the lesson and send to it. */
@NeedsDocker
class CurlContainerIT {
    @Container
    static final Peer CLIENTS =
            Peer.withPackages("curl", "wget", "ca-certificates").withEnv("LANG", "C.UTF-8"); // for names of files

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

    @ParameterizedTest(name = "curl {0}")
    @ValueSource(
            strings = {
                "",
                "--disable-epsv",
                "-P -",
                "-P - --disable-eprt",
                "--ftp-method nocwd",
                "--ftp-method singlecwd"
            })
    @DisplayName("curl fetches, lists and puts, passive and active, by one long path and folder by folder")
    void curl(String how) throws IOException {
        tree.shell("curl -sS " + how + " -o large.bin $guest'large.bin'");
        tree.shell("mkdir -p 'pictures/old ones'; curl -sS " + how
                + " -o \"pictures/old ones/it's.txt\" $guest\"pictures/old%20ones/it's.txt\"");
        assertThat(tree.brought(".")).containsExactly("./large.bin", "./pictures/old ones/it's.txt");
        assertThat(tree.shell("curl -sS " + how + " -l $guest'pictures/' | LC_ALL=C sort"))
                .isEqualTo("50% & more #1.txt\nGrüße aus Köln.txt\nold ones\n");
        assertThat(tree.shell("curl -sS " + how + " -X MLSD $guest"))
                .contains("size=6291456;")
                .contains(" notes.txt");
        tree.shell("curl -sS " + how + " -T large.bin $url'pictures/old%20ones/up.bin'");
        assertThat(tree.read("pictures/old ones/up.bin")).isEqualTo(tree.read("large.bin"));
    }

    @Test
    @DisplayName(
            "curl resumes both ways, fetches a part, appends, asks for size and time, and gives commands of its own")
    void curlResumes() throws IOException {
        assertThat(tree.shell("curl -sS -r 5-6 $guest'notes.txt'")).isEqualTo("is");
        tree.shell(
                "curl -sS -r 0-3999999 -o large.bin $guest'large.bin'; curl -sS -C - -o large.bin $guest'large.bin'");
        assertThat(tree.brought(".")).containsExactly("./large.bin");
        tree.shell(
                "head -c 4000000 large.bin > part; curl -sS -T part $url'up.bin'; curl -sS -C - -T large.bin $url'up.bin'");
        assertThat(tree.read("up.bin")).isEqualTo(tree.read("large.bin"));
        tree.shell("curl -sS --ftp-create-dirs -T part $url'new/deep/part'");
        assertThat(tree.path("new/deep/part")).hasSize(4000000);
        tree.shell("curl -sS -a -T part $url'up.bin'");
        assertThat(tree.path("up.bin")).hasSize(10291456);
        assertThat(tree.shell("curl -sS -I $guest'large.bin'"))
                .contains("Content-Length: 6291456", "Last-Modified: ", "Accept-ranges: bytes");
        tree.shell("curl -sS -o /dev/null -Q 'RNFR up.bin' -Q 'RNTO other.bin' -Q '-DELE notes.txt' $url");
        assertThat(tree.path("other.bin")).exists();
        assertThat(tree.path("notes.txt")).doesNotExist();
        assertThat(tree.shell("curl -sS -B $guest'pictures/50%25%20%26%20more%20%231.txt'"))
                .isEqualTo("this is ./pictures/50% & more #1.txt\r\n".replace("\r", ""));
    }

    @Test
    @DisplayName(
            "curl is told what it may not do: 9 (no such folder, no right), 67 (wrong password), 78 (no such file)")
    void curlRefused() {
        assertThat(tree.shell("code() { \"$@\" > /dev/null 2>&1 && echo 0 || echo $?; }\n"
                        + "code curl -sS $guest'none/'; code curl -sS -u user:wrong $guest; code curl -sS $guest'none';"
                        + "echo 1 > f; code curl -sS -T f $guest'f'"))
                .isEqualTo("9\n67\n78\n25\n");
        assertThat(tree.path("f")).doesNotExist();
    }

    @Test
    @DisplayName(
            "wget takes the whole tree, following lists, with and without passive mode, and goes on with half a file")
    void wgetMirrors() {
        for (String how : List.of("", "--no-passive-ftp ")) {
            tree.shell("rm -rf tree; wget -nv -r -nH " + how + "-P tree $guest 2>&1");
            assertThat(tree.brought("tree")).isEqualTo(ServedTree.NAMES);
        }
        tree.shell("cd tree && truncate -s 1000000 large.bin && wget -nv -c $guest'large.bin' 2>&1");
        assertThat(tree.brought("tree")).isEqualTo(ServedTree.NAMES);
        assertThat(tree.shell("cd tree && wget -N $guest'large.bin' 2>&1")).contains("no newer");
    }
}
