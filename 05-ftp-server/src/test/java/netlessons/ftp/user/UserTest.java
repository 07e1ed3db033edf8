package netlessons.ftp.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import netlessons.ftp.folder.VirtualPath;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("users")
class UserTest {
    private static User user(String name, String password, String rights) {
        return new User(name, Password.of(password), Right.parse(rights), Map.of(), Path.of("."));
    }

    private static VirtualPath path(String text) {
        return VirtualPath.ROOT.resolve(text);
    }

    @Test
    @DisplayName("have the rights that pyftpdlib knows, by its letters")
    void letters() {
        assertThat(Arrays.stream(Right.values())
                        .map(right -> "" + right.letter())
                        .collect(Collectors.joining()))
                .isEqualTo("elradfmwMT");
        assertThat(Right.parse("elradfmwMT")).containsExactly(Right.values());
        assertThat(Right.parse("wwe")).containsExactly(Right.CHANGE_FOLDER, Right.WRITE);
        assertThat(Right.parse("")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"x", "elrE", "e l", "t", "m,w", "é"})
    @DisplayName("have no others")
    void noLetters(String letters) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Right.parse(letters))
                .withMessageContaining("elradfmwMT");
    }

    @ParameterizedTest(name = "{0}: r {1}, w {2}")
    @CsvSource({
        "/, true, false",
        "/a.txt, true, false",
        "/inbox, false, true",
        "/inbox/a/b.txt, false, true",
        "/inbox2, true, false",
        "/x/inbox, true, false",
        "/inbox/sorted, true, true",
        "/inbox/sorted/a, true, true"
    })
    @DisplayName("have other rights in a folder and below it; the nearest counts")
    void overrides(String path, boolean read, boolean write) {
        User user =
                user("ann", "secret", "r").with("/inbox", Right.parse("w")).with("inbox/./sorted/", Right.parse("rw"));
        assertThat(user.may(Right.READ, path(path))).isEqualTo(read);
        assertThat(user.may(Right.WRITE, path(path))).isEqualTo(write);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"/, true", "/a, true", "/a/b, true", "/a/b/c, false", "/a/c, false", "/a/bb, false", "/b, false"})
    @DisplayName("know which folders have rights of their own in them")
    void overridesIn(String path, boolean are) {
        User user = user("ann", "secret", "r").with("/a/b", Right.parse("w"));
        assertThat(user.hasOverridesIn(path(path))).isEqualTo(are);
        assertThat(user.hasOverrides()).isTrue();
        assertThat(user("ann", "secret", "r").hasOverrides()).isFalse();
    }

    @ParameterizedTest(name = "{0}, and {1} in a folder: {2}")
    @CsvSource({"elrdfmMT, elr, false", "w, elr, true", "a, elr, true", "elr, w, true", "'', a, true"})
    @DisplayName("send files if they may do so anywhere")
    void sends(String rights, String inFolder, boolean sends) {
        User user = user("ann", "secret", rights).with("/a", Right.parse(inFolder));
        assertThat(user.sends()).isEqualTo(sends);
    }

    @Test
    @DisplayName("are found by their name and their password, and by nothing else")
    void found() {
        User ann = user("ann", "secret", "r");
        User guest = new User(User.ANONYMOUS, Password.ANY, Right.parse("elr"), Map.of(), Path.of("."));
        Users users = new Users(List.of(ann, user("bob", "päss wörd", "r"), guest));
        assertThat(users.find("ann", "secret")).contains(ann);
        assertThat(users.find("bob", "päss wörd")).isPresent();
        assertThat(users.find("anonymous", "")).contains(guest);
        assertThat(users.find("anonymous", "whatever")).contains(guest);
        assertThat(users.find("ann", "")).isEmpty();
        assertThat(users.find("ann", "Secret")).isEmpty();
        assertThat(users.find("ann", "secret ")).isEmpty();
        assertThat(users.find("Ann", "secret")).isEmpty();
        assertThat(users.find("bob", "secret")).isEmpty();
        assertThat(users.find("", "")).isEmpty();
    }

    @Test
    @DisplayName("do not share a name")
    void oneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Users(List.of(user("ann", "a", "r"), user("ann", "b", "r"))))
                .withMessageContaining("ann");
    }

    @Test
    @DisplayName("do not show their passwords")
    void hidden() {
        assertThat(user("ann", "secret", "r").toString()).doesNotContain("secret");
    }
}
