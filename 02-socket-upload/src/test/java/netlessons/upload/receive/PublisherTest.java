package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.Name;
import netlessons.upload.protocol.UploadId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last step of an upload, on file systems with links and on those without. */
class PublisherTest {
    private static final Signs NONE = () -> {};

    @TempDir
    Path dir;

    private Root root;
    private Space space;
    private long next;

    @BeforeEach
    void start() throws IOException {
        root = Root.open(dir);
        space = new Space(root.path(), 0, Long.MAX_VALUE);
    }

    private Upload whole(String name, String text) throws Exception {
        byte[] bytes = TestSender.ascii(text);
        Message.Begin begin = TestSender.eager(name, bytes.length);
        Claims claims = new Claims(Duration.ZERO);
        Upload upload = new Upload(
                begin,
                root,
                Name.of(begin.name(), false),
                root.path().resolve(name),
                Temporary.path(root.path(), new UploadId(0, next++)),
                DigestKind.CRC,
                space.reservation(),
                claims.take(begin.id(), claims.holder(() -> {}), NONE));
        upload.expectAll();
        upload.data(0, ByteBuffer.wrap(bytes));
        upload.end(TestSender.digest(bytes));
        return upload;
    }

    private Message.Committed publish(Publisher publisher, String name, String text) throws Exception {
        try (Upload upload = whole(name, text)) {
            return publisher.publish(upload, NONE);
        } finally {
            try (var all = Files.list(dir)) {
                assertThat(all.map(Path::getFileName).map(Path::toString)).noneMatch(file -> file.startsWith("."));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstStays(boolean links) throws Exception {
        Publisher publisher = new Publisher(Conflict.reject, root, space, links);
        assertThat(publish(publisher, "x", "one").before()).isFalse();
        assertThat(publish(publisher, "x", "one").before()).isTrue();
        assertThatThrownBy(() -> publish(publisher, "x", "two"))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.code()).isEqualTo(Code.EXISTS));
        assertThat(dir.resolve("x")).hasContent("one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothStay(boolean links) throws Exception {
        Publisher publisher = new Publisher(Conflict.rename, root, space, links);
        assertThat(publish(publisher, "x.y", "one").name()).isEqualTo("x.y");
        assertThat(publish(publisher, "x.y", "two").name()).isEqualTo("x (1).y");
        assertThat(publish(publisher, "x.y", "two").name()).isEqualTo("x (1).y");
        assertThat(publish(publisher, "x.y", "six").name()).isEqualTo("x (2).y");
    }

    @Test
    void theFolderGoneMeanwhileIsAFaultOfOneFile() throws Exception {
        for (boolean links : new boolean[] {true, false}) {
            Files.createDirectory(dir.resolve("a"));
            Publisher publisher = new Publisher(Conflict.reject, root, space, links);
            try (Upload upload = whole("a/x", "one")) {
                Files.delete(dir.resolve("a"));
                assertThatThrownBy(() -> publisher.publish(upload, NONE))
                        .isInstanceOfSatisfying(
                                Rejection.class, e -> assertThat(e.code()).isEqualTo(Code.IO));
            }
        }
    }
}
