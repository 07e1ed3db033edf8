package netlessons.ftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import netlessons.ftp.folder.Root;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.user.Password;
import netlessons.ftp.user.Right;
import netlessons.ftp.user.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the perm fact of a list tells has to be what the commands grant. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are made as Unix has them")
class RightsTest {
    @TempDir
    Path dir;

    private Root root;
    private final Set<Right> all = Right.parse("elradfmwMT");

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(dir.resolve("a/secret"));
        Files.writeString(dir.resolve("a/secret/file"), "x");
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("a/secret/file"));
        root = Root.open(dir);
    }

    private Predicate<Right> rights(String path) throws IOException {
        User user = new User("ann", Password.ANY, all, Map.of(), dir).with("/a/secret", Right.parse("l"));
        return Rights.in(root, user, root.find(VirtualPath.ROOT.resolve(path)));
    }

    @Test
    @DisplayName("of a folder with rights of its own, and all in it, those count")
    void below() throws IOException {
        assertThat(rights("/a/secret").test(Right.READ)).isFalse();
        assertThat(rights("/a/secret/file").test(Right.READ)).isFalse();
        assertThat(rights("/a/secret/file").test(Right.LIST)).isTrue();
        assertThat(rights("/a").test(Right.READ)).isTrue();
    }

    @Test
    @DisplayName("of a link those count, too, of the place that it leads to")
    void link() throws IOException {
        assertThat(rights("/link").test(Right.READ)).isFalse();
        assertThat(rights("/link").test(Right.LIST)).isTrue();
    }

    @Test
    @DisplayName("a folder above one with rights of its own cannot be renamed")
    void above() throws IOException {
        assertThat(rights("/a").test(Right.RENAME)).isFalse();
    }
}
