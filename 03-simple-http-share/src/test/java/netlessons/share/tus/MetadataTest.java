package netlessons.share.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import netlessons.share.http.HttpError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static List<String> names(String filename, String folder) {
        return new Metadata(Client.encode(Map.of("filename", filename, "folder", folder))).names();
    }

    @Test
    @DisplayName("the name goes into the folder; slashes at the folder's ends mean nothing")
    void names() {
        assertThat(names("ä, b.txt", "")).containsExactly("ä, b.txt");
        assertThat(names("a", "/")).containsExactly("a");
        assertThat(names("a", "/x/y/")).containsExactly("x", "y", "a");
        assertThat(names("a", "x//y")).containsExactly("x", "y", "a");
    }

    @Test
    @DisplayName("what it does with dots and slashes in names is up to the folder: here they only stay where they are")
    void hostileNames() {
        assertThat(names("../a", "x/../..")).containsExactly("x", "..", "..", "../a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filename YQ==,filetype dGV4dA==",
                "filename YQ==,empty",
                " filename  YQ , empty ",
                "filename YQ==,"
            })
    @DisplayName("other keys are allowed, values may be empty, and blanks do no harm")
    void others(String field) {
        assertThat(new Metadata(field).names()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "filename",
                "filename ",
                "name YQ==",
                "filename YQ==,filename Yg==",
                "filename Y",
                "filename %%",
                "filename /w==",
                "filename YQ== YQ==",
                "Filename YQ==",
                "filename YQ==\nx",
                "filename YQ==,ä eA=="
            })
    @DisplayName("without a name, or with what is no text in Base64, it is refused")
    void broken(String field) {
        assertThatThrownBy(() -> new Metadata(field).names())
                .isInstanceOfSatisfying(
                        HttpError.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    @DisplayName("folders in folders have an end: what is kept of an upload is small")
    void deep() {
        assertThat(names("a", "x/".repeat(99))).hasSize(100);
        assertThatThrownBy(() -> names("a", "x/".repeat(100))).isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> names("a", "x".repeat(8 << 10))).isInstanceOf(HttpError.class);
    }
}
