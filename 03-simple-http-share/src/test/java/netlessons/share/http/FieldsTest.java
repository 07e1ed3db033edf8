package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldsTest {
    private final Fields fields =
            Requests.get("/", "A: 1", "b: x, Y,,", "a: 2", "B: z").fields();

    @Test
    void namesCompareWithoutRegardToCase() {
        assertThat(fields.first("a")).contains("1");
        assertThat(fields.all("A")).containsExactly("1", "2");
        assertThat(fields.has("c")).isFalse();
        assertThat(fields.first("c")).isEmpty();
        assertThat(fields.all("c")).isEmpty();
    }

    @Test
    void severalFieldsOfOneNameAreOneList() {
        assertThat(fields.list("b")).containsExactly("x", "y", "z");
        assertThat(fields.list("c")).isEmpty();
    }

    @Test
    void oneMoreChangesNothing() {
        assertThat(fields.with("c", "3").first("C")).contains("3");
        assertThat(fields.has("c")).isFalse();
    }
}
