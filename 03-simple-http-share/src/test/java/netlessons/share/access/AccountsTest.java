package netlessons.share.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("accounts: who may what")
class AccountsTest {
    private static final Accounts ACCOUNTS =
            Accounts.parse(List.of("ada:secret", "bob:pa:ss:read", ":drop:upload", "bob:other:upload"));

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("a password opens what its account names, both rights if it names none")
    void rights() {
        assertThat(ACCOUNTS.rights(basic("ada:secret"))).contains(Set.of(Right.read, Right.upload));
        assertThat(ACCOUNTS.rights(basic("bob:other"))).contains(Set.of(Right.upload));
        assertThat(ACCOUNTS.rights(basic("bob:secret"))).isEmpty();
    }

    @Test
    @DisplayName("a password may have a colon in it (attack 39)")
    void colon() {
        assertThat(ACCOUNTS.rights(basic("bob:pa:ss"))).contains(Set.of(Right.read));
        assertThat(ACCOUNTS.rights(basic("bob:pa"))).isEmpty();
    }

    @Test
    @DisplayName("an account without a name takes its password under any name")
    void nameless() {
        assertThat(ACCOUNTS.rights(basic(":drop"))).contains(Set.of(Right.upload));
        assertThat(ACCOUNTS.rights(basic("anybody:drop"))).contains(Set.of(Right.upload));
        assertThat(ACCOUNTS.rights(basic("anybody:drops"))).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("what is no name and password opens nothing (attack 39)")
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic YWRh", // ada
                "Basic OnNlY3JldA==", // :secret
                "Basic //8=", // no UTF-8
                "Digest username=\"ada\"",
                "Bearer YWRhOnNlY3JldA=="
            })
    void nonsense(String authorization) {
        assertThat(ACCOUNTS.rights(authorization)).isEmpty();
        assertThat(ACCOUNTS.name(authorization)).isEmpty();
    }

    @Test
    @DisplayName("Basic may be written in any case, and be followed by several blanks")
    void scheme() {
        assertThat(ACCOUNTS.rights("bAsIC   YWRhOnNlY3JldA==")).isPresent();
    }

    @Test
    @DisplayName("an accent is the same letter whether it is one character or two (RFC 7617 section 2.1)")
    void accents() {
        Accounts accounts = Accounts.parse(List.of("Zo\u00eb:caf\u00e9"));
        assertThat(accounts.rights(basic("Zoe\u0308:cafe\u0301"))).isPresent();
    }

    @Test
    @DisplayName("a right that nobody has by password is everybody's")
    void free() {
        Accounts uploadOnly = Accounts.parse(List.of(":drop:upload"));
        assertThat(uploadOnly.isFree(Right.read)).isTrue();
        assertThat(uploadOnly.isFree(Right.upload)).isFalse();
        assertThat(Accounts.parse(List.of()).isEmpty()).isTrue();
    }

    @Test
    @DisplayName("the log names only those whose password was right")
    void names() {
        assertThat(ACCOUNTS.name(basic("ada:secret"))).contains("ada");
        assertThat(ACCOUNTS.name(basic("ada:wrong"))).isEmpty();
        assertThat(ACCOUNTS.name(basic("mallory:drop"))).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("what cannot be meant is refused, above all a misspelt right: it must not become a part of a password")
    @ValueSource(
            strings = {"", "ada", "ada:", "ada::read", "ada:secret:", "ada:secret:wirte", "ada:secret:read,", "a:b:R"})
    void typos(String text) {
        assertThatThrownBy(() -> Accounts.parse(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--user: ");
    }
}
