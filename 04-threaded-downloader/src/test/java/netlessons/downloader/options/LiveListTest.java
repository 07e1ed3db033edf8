package netlessons.downloader.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netlessons.downloader.fetch.Item;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A list from standard input. */
@Timeout(30)
class LiveListTest {
    private static final Item FIRST = item("http://a/first");

    private static Item item(String uri) {
        return new Item(List.of(URI.create(uri)), Optional.empty(), Optional.empty());
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(PipedOutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    @Test
    @DisplayName("what is on the command line comes first, then line after line")
    void all() {
        LiveList list = new LiveList(List.of(FIRST), input("http://a/1\n# no\nhttp://a/2"));
        assertThat(list).containsExactly(FIRST, item("http://a/1"), item("http://a/2"));
        assertThat(list.fault()).isEmpty();
    }

    @Test
    @DisplayName("a line is there as soon as it was typed; the next one is waited for")
    void live() throws Exception {
        try (PipedOutputStream keyboard = new PipedOutputStream()) {
            LiveList list = new LiveList(List.of(), new PipedInputStream(keyboard));
            Iterator<Item> items = list.iterator();
            write(keyboard, "http://a/1\n");
            assertThat(items.next()).isEqualTo(item("http://a/1"));
            CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(items::hasNext);
            assertThat(more).isNotDone();
            write(keyboard, "http://a/2\n");
            assertThat(more.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(items.next()).isEqualTo(item("http://a/2"));
        }
    }

    @Test
    @DisplayName("a line without an end, as of /dev/zero, ends the list; so does whatever else goes wrong")
    void endless() {
        LiveList list = new LiveList(List.of(FIRST), new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        });
        assertThat(list).containsExactly(FIRST);
        assertThat(list.fault()).get().asString().contains("line 1: the line is longer than 262144 characters");
        LiveList broken = new LiveList(List.of(FIRST), new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("a fault of this test, to be printed");
            }
        });
        assertThat(broken).containsExactly(FIRST);
        assertThat(broken.fault()).get().asString().contains("cannot be read");
    }

    @Test
    @DisplayName("lines end as on any system; a mark at the beginning is none of the first")
    void lineEnds() {
        LiveList list = new LiveList(List.of(), input("\uFEFFhttp://a/1\r\n\r\nhttp://a/2\rhttp://a/3\n\nx"));
        assertThat(list).containsExactly(item("http://a/1"), item("http://a/2"), item("http://a/3"));
        assertThat(list.fault()).get().asString().contains("line 6: ");
    }

    @Test
    @DisplayName("a bad line ends the list and is named; what was before it is kept")
    void bad() {
        LiveList list = new LiveList(List.of(), input("http://a/1\nnonsense\nhttp://a/3\n"));
        assertThat(list).containsExactly(item("http://a/1"));
        assertThat(list.fault())
                .get()
                .extracting(Wrong::getMessage)
                .isEqualTo("Standard input, line 2: 'nonsense' does not begin with http:// or https://");
    }

    @Test
    @DisplayName("a close ends the wait for a line that does not come")
    void close() throws Exception {
        try (PipedOutputStream keyboard = new PipedOutputStream()) {
            LiveList list = new LiveList(List.of(), new PipedInputStream(keyboard));
            CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(list.iterator()::hasNext);
            list.close();
            assertThat(more.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    @DisplayName("a close ends a list of which much has been read already")
    void closeFull() throws Exception {
        LiveList list = new LiveList(List.of(), input("http://a/1\n".repeat(1000)));
        Iterator<Item> items = list.iterator();
        items.next();
        list.close();
        CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(items::hasNext);
        assertThat(more.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    @DisplayName("an interrupt ends it, too")
    void interrupt() throws Exception {
        try (PipedOutputStream keyboard = new PipedOutputStream()) {
            LiveList list = new LiveList(List.of(), new PipedInputStream(keyboard));
            CompletableFuture<Boolean> more = new CompletableFuture<>();
            Thread waiting = new Thread(() -> more.complete(list.iterator().hasNext()));
            waiting.start();
            waiting.interrupt();
            assertThat(more.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }
}
