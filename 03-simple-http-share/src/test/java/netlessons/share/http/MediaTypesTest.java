package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
    @ParameterizedTest
    @DisplayName("the type is what the ending says; with nosniff a browser believes it (attack 32)")
    @CsvSource({
        "a.html,text/html; charset=utf-8",
        "A.HTML,text/html; charset=utf-8",
        "a.tar.gz,application/gzip",
        "a.b.PNG,image/png",
        "photo.jpeg,image/jpeg",
        "a.txt,text/plain; charset=utf-8",
        "page,application/octet-stream",
        "html,application/octet-stream",
        "a.,application/octet-stream",
        ".html,text/html; charset=utf-8",
        "a.html.unknown,application/octet-stream",
        "'a.html ',application/octet-stream",
        "ﬁle.ＨＴＭＬ,application/octet-stream",
    })
    void byEnding(String name, String type) {
        assertThat(MediaTypes.of(name)).isEqualTo(type);
    }
}
