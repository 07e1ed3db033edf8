package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;

/** What GNOME's file manager does when somebody clicks: the client of FTP is gvfs, and gio is its command line. */
@NeedsDocker
class FileManagerContainerIT {
    @Container
    static final Peer DESKTOP = Peer.withPackages("gvfs-backends", "libglib2.0-bin", "dbus-daemon")
            .withEnv("LANG", "C.UTF-8") // for names of files
            .withEnv("XDG_RUNTIME_DIR", "/tmp");

    @TempDir
    Path folder;

    private ServedTree tree;

    @BeforeEach
    void start() throws IOException {
        tree = new ServedTree(DESKTOP, folder);
    }

    @AfterEach
    void stop() throws IOException {
        tree.close();
    }

    /** In a session of a desktop, where the server is mounted as $there, without a slash at its end. */
    private String desktop(String who, String script) {
        return tree.shell("""
                export there=ftp://%s$host:$port
                cat > script <<'END'
                set -e
                %s
                END
                dbus-run-session bash script 2> complaints || { cat complaints >&2; exit 1; }
                """.formatted(who, script));
    }

    @Test
    @DisplayName("a guest looks around, opens a file, and drags one to his desktop")
    void guest() {
        assertThat(desktop("", """
                gio mount -a $there
                gio list -l $there
                gio tree $there/pictures
                gio cat $there/notes.txt
                gio info -a standard::size,time::modified $there/large.bin | grep -o 'time::modified: [1-9]'
                gio copy $there/large.bin $there/pictures/old%20ones/it%27s.txt .
                """).lines().map(String::strip))
                .contains("large.bin\t6291456\t(regular)", "pictures\t0\t(directory)", "this is ./notes.txt")
                .anyMatch(line -> line.endsWith("-- Grüße aus Köln.txt"))
                .anyMatch(line -> line.endsWith("-- it's.txt"))
                .anyMatch(line -> line.startsWith("time::modified: "));
        assertThat(tree.shell("cat \"it's.txt\"")).isEqualTo("this is ./pictures/old ones/it's.txt\n");
        assertThat(tree.brought(".")).contains("./large.bin");
    }

    @Test
    @DisplayName("who logs in drops files, makes folders, moves, renames, and deletes")
    void user() throws IOException {
        desktop(FtpLesson.USER + "@", """
                echo %s | gio mount $there
                gio copy $there/large.bin .
                gio mkdir $there/new
                gio copy large.bin $there/new/
                gio copy large.bin $there/new/%%C3%%BC%%20%%231.bin
                gio rename $there/new/large.bin other.bin
                gio move $there/notes.txt $there/new/notes.txt
                gio remove $there/empty.txt
                gio copy $there/new/other.bin back.bin
                cmp large.bin back.bin
                """.formatted(FtpLesson.PASSWORD));
        assertThat(tree.served("new")).containsExactly("./notes.txt", "./other.bin", "./ü #1.bin");
        assertThat(tree.read("new/ü #1.bin")).isEqualTo(tree.read("large.bin"));
        assertThat(tree.read("new/other.bin")).isEqualTo(tree.read("large.bin"));
        assertThat(tree.path("empty.txt")).doesNotExist();
        assertThat(tree.path("notes.txt")).doesNotExist();
    }
}
