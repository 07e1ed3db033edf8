package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void namesOfFilesAndFolders() {
        assertThat(Target.parse("/", "").names()).isEmpty();
        assertThat(Target.parse("/", "").isFolder()).isTrue();
        assertThat(Target.parse("/a", "").names()).containsExactly("a");
        assertThat(Target.parse("/a", "").isFolder()).isFalse();
        assertThat(Target.parse("/a/b%20c/", "").names()).containsExactly("a", "b c");
        assertThat(Target.parse("/a/b%20c/", "").isFolder()).isTrue();
    }

    @Test
    @DisplayName(
            "a slash that was encoded is part of a name, and two slashes have an empty name between them (attack 2)")
    void slashes() {
        assertThat(Target.parse("/x/bar%2f..%2fy", "").names()).containsExactly("x", "bar/../y");
        assertThat(Target.parse("//evil.com/..", "").names()).containsExactly("", "evil.com", "..");
        assertThat(Target.parse("/a//", "").names()).containsExactly("a", "");
    }

    @Test
    void whatIsNoPathIsRefused() {
        for (String path : List.of("", "*", "a", "http://a/", "null")) {
            assertThatExceptionOfType(HttpError.class)
                    .as(path)
                    .isThrownBy(() -> Target.parse(path, ""))
                    .satisfies(error -> assertThat(error.status()).isEqualTo(400));
        }
    }
}
