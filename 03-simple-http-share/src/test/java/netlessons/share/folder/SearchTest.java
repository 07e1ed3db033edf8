package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Path dir;
    private Root root;

    @BeforeEach
    void files() throws IOException {
        dir = Files.createDirectory(folder.resolve("shared"));
        root = Root.open(dir, false);
        for (String path : List.of("Summer/Beach 10.JPG", "Summer/beach-2.jpg", "winter/Straße.txt", "beach.txt")) {
            Files.createDirectories(dir.resolve(path).getParent());
            Files.writeString(dir.resolve(path), path);
        }
    }

    private Found top() throws IOException {
        return root.find(List.of()).orElseThrow();
    }

    private List<String> found(String words) throws IOException {
        Listing listing = new Search(root, new Search.Bounds(1000, 1000, 64, LONG)).in(top(), words);
        assertThat(listing.complete()).isTrue();
        return listing.entries().stream().map(Entry::path).sorted().toList();
    }

    @Test
    void findsPartsOfNamesInAllFolders() throws IOException {
        assertThat(found("beach")).containsExactly("Summer/Beach 10.JPG", "Summer/beach-2.jpg", "beach.txt");
        assertThat(found("JPG each")).containsExactly("Summer/Beach 10.JPG", "Summer/beach-2.jpg");
        assertThat(found("  STRASSE  ")).containsExactly("winter/Straße.txt");
        assertThat(found("summer"))
                .as("folders, too; but not all that is in them")
                .containsExactly("Summer");
        assertThat(found("summer/beach")).as("a name has no slash").isEmpty();
        assertThat(found("absent")).isEmpty();
        Found summer = root.find(List.of("Summer")).orElseThrow();
        assertThat(new Search(root).in(summer, "10").entries())
                .extracting(Entry::path)
                .containsExactly("Beach 10.JPG");
    }

    @Test
    @DisplayName("what looks like a pattern is text, and takes no time (attack 43)")
    void noPatterns() throws IOException {
        Files.writeString(dir.resolve("a+.(txt)"), "");
        Files.writeString(dir.resolve("a".repeat(200)), "");
        assertThat(found("a+.(txt)")).containsExactly("a+.(txt)");
        assertThat(found(".*")).isEmpty();
        assertThat(found("(a+)+$")).isEmpty();
        assertThat(found("\\Q")).isEmpty();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(found("a".repeat(1_000_000))).isEmpty();
            assertThat(found("a ".repeat(100_000))).hasSize(6);
        });
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("nothing hidden, nothing outside, and no way round in a circle (attacks 9, 11)")
    void staysInside() throws IOException {
        Files.writeString(folder.resolve("x-canary"), "");
        Files.createDirectory(dir.resolve(".hid"));
        Files.writeString(dir.resolve(".hid/x-hidden"), "");
        Files.writeString(dir.resolve(".x-hidden"), "");
        Files.writeString(dir.resolve(".netlessons-x.part"), "");
        Files.writeString(dir.resolve("winter/x"), "");
        Files.createSymbolicLink(dir.resolve("x-out"), folder.resolve("x-canary"));
        Files.createSymbolicLink(dir.resolve("outer"), folder);
        Files.createSymbolicLink(dir.resolve("round"), Path.of("."));
        Files.createSymbolicLink(dir.resolve("Summer/up"), Path.of(".."));
        Files.createSymbolicLink(dir.resolve("x-in"), Path.of("beach.txt"));
        assertThat(found("x "))
                .filteredOn(path -> path.contains("x") && !path.contains("txt"))
                .containsExactly("winter/x", "x-in");
        assertThat(found("round")).containsExactly("round");
        assertThat(found("up")).containsExactly("Summer/up");
    }

    @Test
    @DisplayName("there is an end to what it finds, looks at, goes down, and takes (attack 43)")
    void bounds() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(dir.resolve("winter/n" + i), "");
        }
        Files.createDirectories(dir.resolve("1/2/3/4/n"));
        assertThat(search(new Search.Bounds(5, 1000, 64, LONG))).isEqualTo(5 + " of more");
        assertThat(search(new Search.Bounds(1000, 6, 64, LONG))).endsWith(" of more");
        assertThat(search(new Search.Bounds(1000, 1000, 3, LONG))).endsWith(" of more");
        assertThat(search(new Search.Bounds(1000, 1000, 64, Duration.ZERO))).isEqualTo(0 + " of more");
        assertThat(search(new Search.Bounds(1000, 1000, 5, LONG))).endsWith(" of more");
        assertThat(search(new Search.Bounds(1000, 1000, 6, LONG))).isEqualTo("22");
    }

    /** How many it finds with an n: n0 to n19, n itself, and the winter. */
    private String search(Search.Bounds bounds) throws IOException {
        Listing listing = new Search(root, bounds).in(top(), "n");
        return listing.entries().size() + (listing.complete() ? "" : " of more");
    }
}
