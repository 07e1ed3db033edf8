package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal says, and what we believe of it. */
class EntryTest {
    private static final URI HERE = URI.create("http://a.example/x.bin?id=1");
    private static final Identity FULL = new Identity(
            HERE,
            Optional.of("W/\"é \""),
            Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
            true,
            OptionalLong.of(1000));
    private static final String HEAD = Entry.head("0123456789abcdef", new Wanted("ü x.bin", false), FULL);

    private static Entry parse(String text) {
        return Entry.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Ranges ranges(long from, long to) {
        Ranges ranges = new Ranges();
        ranges.add(from, to);
        return ranges;
    }

    @Test
    @DisplayName("a person can read it, and so can we")
    void text() {
        String journal =
                HEAD + Entry.done(ranges(0, 10)) + Entry.owner("fedcba9876543210") + Entry.done(ranges(20, 30));
        assertThat(journal)
                .isEqualTo("netlessons part 1\nowner 0123456789abcdef\nname ü x.bin\nurl http://a.example/x.bin?id=1\n"
                        + "etag W/\"é \"\nmodified 2026-01-02T03:04:05Z\ndateable true\ntotal 1000\n"
                        + "done 0-10\nowner fedcba9876543210\ndone 20-30\n");
        Entry entry = parse(journal);
        assertThat(entry.identity()).contains(FULL);
        assertThat(entry.wanted()).contains(new Wanted("ü x.bin", false));
        assertThat(entry.done()).hasToString("[0-10, 20-30]");
        assertThat(entry.length()).isEqualTo(journal.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    @DisplayName("it says if the user chose the name: then it is for a command that chooses the same, and no other")
    void chosenName() {
        Wanted chosen = new Wanted("ü x.bin", true);
        String head = Entry.head("0123456789abcdef", chosen, FULL);
        assertThat(head).isEqualTo(HEAD.replace("name ", "chosen true\nname "));
        assertThat(parse(head).wanted()).contains(chosen);
        assertThat(parse(head).identity()).contains(FULL);
        assertThat(parse(head.replace("true", "false")).wanted()).contains(new Wanted("ü x.bin", false));
        assertThat(chosen.fits(Optional.of("ü x.bin"))).isTrue();
        assertThat(chosen.fits(Optional.of("y"))).isFalse();
        assertThat(chosen.fits(Optional.empty())).isFalse();
    }

    @Test
    @DisplayName("what the origin did not tell stays unknown; names, passwords and what breaks lines are not written")
    void little() {
        URI secret = URI.create("http://me:secret@a.example/x?a@b//c@d#there");
        Identity little = new Identity(secret, Optional.of("\"a\nb\""), Optional.empty(), false, OptionalLong.empty());
        String head = Entry.head("0", new Wanted("x", false), little);
        assertThat(head).doesNotContain("secret").contains("total unknown");
        URI plain = URI.create("http://a.example/x?a@b//c@d");
        assertThat(parse(head).identity())
                .contains(new Identity(plain, Optional.empty(), Optional.empty(), false, OptionalLong.empty()));
        assertThat(parse(head).uri()).contains(Entry.plain(secret)).contains(plain);
    }

    @Test
    @DisplayName("torn at any byte, it says less and nothing else (case 43)")
    void torn() {
        String journal = HEAD + "done 0-100\ndone 200-300\nowner 00\ndone 100-1000\n";
        byte[] bytes = journal.getBytes(StandardCharsets.UTF_8);
        Ranges all = ranges(0, 1000);
        for (int length = 0; length < bytes.length; length++) {
            Entry entry = Entry.parse(Arrays.copyOf(bytes, length));
            assertThat(entry.length()).isLessThanOrEqualTo(length);
            if (length < HEAD.getBytes(StandardCharsets.UTF_8).length) {
                assertThat(entry.identity()).isEmpty();
            } else {
                assertThat(entry.identity()).contains(FULL);
                assertThat(entry.done().end()).isIn(0L, 100L, 300L);
            }
            entry.done().remove(all);
            assertThat(entry.done().isEmpty()).isTrue();
            assertThat(Entry.parse(Arrays.copyOf(bytes, bytes.length + length)).done())
                    .as("with zeros behind it, as a power failure may leave them")
                    .isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "done 0-1001",
                "done 5-4",
                "done -1-4",
                "done 1-99999999999999999999",
                "done 1-9223372036854775808",
                "done 7",
                "done 1-2-3",
                "done 0x1-2",
                "done",
                "Done 0-1",
                "total 1000",
                "url http://b.example/",
                "name y",
                "something else",
                "",
                "\0\0\0\0"
            })
    @DisplayName("with a lie in it nothing is believed, and all is fetched anew (case 43)")
    void lies(String line) {
        Entry entry = parse(HEAD + "done 0-10\n" + line + "\ndone 20-30\n");
        assertThat(entry.identity()).isEmpty();
        assertThat(entry.done().isEmpty()).isTrue();
        assertThat(entry.uri()).contains(HERE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "netlessons part 1>netlessons part 2",
                "total 1000>total 10 00",
                "total 1000>total -1",
                "total 1000>total",
                "total 1000>done 0-10",
                "modified 2026>modified never",
                "name ü>name ../",
                "name ü x.bin>",
                "url http>url ht tp",
                "url http>etag http",
                "url http>url #http"
            })
    @DisplayName("the same with a head that lies")
    void lyingHead(String change) {
        String head = HEAD.replace(change.split(">", -1)[0], change.split(">", -1)[1]);
        assertThat(head).isNotEqualTo(HEAD);
        assertThat(parse(head + "done 0-10\n").identity()).isEmpty();
    }

    @RepeatedTest(20)
    @DisplayName("whatever stands there, it is read to an end")
    void anything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = (HEAD + "done 0-100\ndone 200-300\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? '\n' : random.nextInt(256));
            }
            Entry entry = Entry.parse(bytes);
            assertThat(entry.done().end()).as("seed %d", seed).isLessThanOrEqualTo(Long.MAX_VALUE);
            assertThat(entry.identity().isPresent() || entry.done().isEmpty()).isTrue();
        }
    }
}
