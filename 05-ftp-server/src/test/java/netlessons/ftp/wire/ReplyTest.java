package netlessons.ftp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplyTest {
    private static String sent(Reply reply) {
        return new String(reply.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("one line, two, and many: only the last has a blank behind the code")
    void lines() {
        assertThat(sent(Reply.of(200, "Fine."))).isEqualTo("200 Fine.\r\n");
        assertThat(sent(Reply.of(220, ""))).isEqualTo("220 \r\n");
        assertThat(sent(Reply.of(211, List.of("a", "b")))).isEqualTo("211-a\r\n211 b\r\n");
        assertThat(sent(Reply.of(211, List.of("a", "211 b", "", "c"))))
                .as("what looks like an end in between is none")
                .isEqualTo("211-a\r\n 211 b\r\n \r\n211 c\r\n");
    }

    @Test
    @DisplayName("names cannot end it before its end (case 17f)")
    void stays() {
        assertThat(sent(Reply.of(257, "\"/a\r\n226 Done.\0\" ü"))).isEqualTo("257 \"/a??226 Done.?\" ü\r\n");
        assertThat(sent(Reply.of(213, List.of("a\n213 b", "c\r", "d")))).isEqualTo("213-a?213 b\r\n c?\r\n213 d\r\n");
    }

    @Test
    @DisplayName("nothing is done after it, if nothing is said; and what is said, is not done when it is made")
    void then() {
        List<String> done = new ArrayList<>();
        Reply reply = Reply.of(150, "Go.");
        reply.then().run();
        Reply more = reply.then(() -> done.add("it"));
        assertThat(sent(more)).isEqualTo(sent(reply));
        assertThat(done).isEmpty();
        more.then().run();
        assertThat(done).containsExactly("it");
    }
}
