package netlessons.ftp.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualPathTest {
    @ParameterizedTest(name = "in {0}, \"{1}\" is {2}")
    @CsvSource({
        "/,      '',          /",
        "/,      /,           /",
        "/,      a,           /a",
        "/a,     b,           /a/b",
        "/a,     /b,          /b",
        "/a,     .,           /a",
        "/a,     ./b/.,       /a/b",
        "/a,     ..,          /",
        "/a/b,   ../c,        /a/c",
        "/a,     ../../../..,  /",
        "/a,     /../etc,     /etc",
        "/,      ../../etc,   /etc",
        "/a,     //etc//passwd//, /etc/passwd",
        "/,      d/../a.txt,  /a.txt",
        "/a,     ...,         /a/...",
        "/a,     ..b,         /a/..b",
        "/,      ~root,       /~root",
        "/,      '~',         /~",
        "/,      ' ',         '/ '",
        "/,      ' a ',       '/ a '",
        "/,      -a,          /-a",
        "/,      a\\..\\b,    /a\\..\\b",
        "/,      C:,          /C:",
        "/,      %2e%2e/a,    /%2e%2e/a"
    })
    @DisplayName("what somebody means who is in a folder: never anything above the root (cases 25b, 26, 26b, 26c, 26e)")
    void resolve(String folder, String said, String path) {
        assertThat(VirtualPath.ROOT.resolve(folder).resolve(said)).hasToString(path);
    }

    @Test
    @DisplayName("the root is its own parent, and has no name")
    void root() {
        assertThat(VirtualPath.ROOT.isRoot()).isTrue();
        assertThat(VirtualPath.ROOT.name()).isEmpty();
        assertThat(VirtualPath.ROOT.parent()).isEqualTo(VirtualPath.ROOT);
        VirtualPath path = VirtualPath.ROOT.child("a").child("b");
        assertThat(path).isEqualTo(new VirtualPath(List.of("a", "b")));
        assertThat(path.name()).isEqualTo("b");
        assertThat(path.parent()).isEqualTo(VirtualPath.ROOT.child("a"));
        assertThat(path.isRoot()).isFalse();
    }

    @Test
    @DisplayName("quotation marks in it are doubled (case 29b)")
    void quoted() {
        assertThat(VirtualPath.ROOT.quoted()).isEqualTo("\"/\"");
        assertThat(VirtualPath.ROOT.child("a\"b\"").quoted()).isEqualTo("\"/a\"\"b\"\"\"");
    }
}
