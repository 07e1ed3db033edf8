package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The last step of an upload, on file systems with links and on those without. */
@Timeout(60)
class PublisherTest {
    private static final int MANY = 20;

    @TempDir
    Path dir;

    private Root root;

    @BeforeEach
    void start() throws IOException {
        root = Root.open(dir, false);
    }

    private Published publish(Publisher publisher, String name, String text, Conflict rule) throws IOException {
        try (Temporary file = Temporary.in(root, root.path())) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.finish();
            Place place = new Place(root, List.of(name.split("/")));
            return publisher
                    .publish(List.of(), List.of(new Publisher.Job(file, place, rule, there -> true)))
                    .get(0);
        }
    }

    @ParameterizedTest(name = "links: {0}")
    @DisplayName("first come, first served; the others are refused, get a number, or take the place")
    @ValueSource(booleans = {true, false})
    void rules(boolean links) throws IOException {
        Publisher publisher = new Publisher(root, links);
        publish(publisher, "x/a.txt", "1", Conflict.reject);
        assertThatThrownBy(() -> publish(publisher, "x/a.txt", "2", Conflict.reject))
                .isInstanceOf(Refused.class);
        assertThat(publish(publisher, "x/a.txt", "3", Conflict.rename).names()).containsExactly("x", "a (1).txt");
        assertThat(publish(publisher, "x/a.txt", "4", Conflict.replace).replaced())
                .isTrue();
        assertThat(dir.resolve("x/a.txt")).hasContent("4");
        assertThat(dir.resolve("x/a (1).txt")).hasContent("3");
        assertThat(dir.resolve("x").toFile().list()).hasSize(2);
        assertThat(dir.toFile().list()).containsExactly("x");
    }

    @ParameterizedTest(name = "{0}, links: {1}")
    @DisplayName("of twenty that want one name at once one gets it, or each its own, and all are whole (attack 20)")
    @CsvSource({"reject, true", "reject, false", "rename, true", "rename, false", "replace, true", "replace, false"})
    void race(Conflict rule, boolean links) throws Exception {
        Publisher publisher = new Publisher(root, links);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String text = Integer.toString(i).repeat(1000);
            results.add(threads.submit(() -> {
                start.await();
                try {
                    publish(publisher, "new/name", text, rule);
                    return true;
                } catch (Refused e) {
                    assertThat(e.reason()).isEqualTo(Refused.Reason.CONFLICT);
                    return false;
                }
            }));
        }
        start.countDown();
        int published = 0;
        for (Future<Boolean> result : results) {
            published += result.get() ? 1 : 0;
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        String[] names = dir.resolve("new").toFile().list();
        assertThat(published).isEqualTo(rule == Conflict.reject ? 1 : MANY);
        assertThat(names).hasSize(rule == Conflict.rename ? MANY : 1);
        for (String name : names) {
            String text = Files.readString(dir.resolve("new").resolve(name));
            assertThat(text)
                    .isEqualTo(Integer.toString(Integer.parseInt(text.substring(0, text.length() / 1000)))
                            .repeat(1000));
        }
        assertThat(dir.toFile().list()).containsExactly("new");
    }
}
