package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseTest {
    @Test
    void whatIsAddedStaysWhatElseIsAdded() {
        List<Boolean> ends = new ArrayList<>();
        Response response = Response.of(200)
                .whenOver(ends::add)
                .asDownload()
                .with("A", "1")
                .with(new Content.Bytes(new byte[3]))
                .whenOver(complete -> ends.add(!complete))
                .with("B", "2");
        assertThat(response.download()).isTrue();
        assertThat(response.fields().first("A")).contains("1");
        assertThat(response.fields().first("B")).contains("2");
        assertThat(response.content().length()).isEqualTo(3);
        response.end().accept(true);
        assertThat(ends).containsExactly(true, false);
        assertThat(Response.of(200).download()).isFalse();
    }

    @Test
    void textsAreUtf8() {
        Response response = Response.text(404, "ü");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.fields().first("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(((Content.Bytes) response.content()).bytes()).hasSize(2);
    }
}
