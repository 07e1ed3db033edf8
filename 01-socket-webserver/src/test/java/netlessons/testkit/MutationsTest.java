package netlessons.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MutationsTest {
    private static final String PUT = "PUT 1 two\r\nsize: 12\r\n\r\n";
    private static final String END = "END\r\n";
    private static final Mutations MUTATIONS = new Mutations(List.of(PUT, END), List.of("\0", "size", "GET"), 500);

    private static List<String> some(Mutations mutations, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 20_000)
                .mapToObj(i -> new String(mutations.next(random), ISO_8859_1))
                .toList();
    }

    @Test
    void theSeedMakesTheMessages() {
        assertThat(some(MUTATIONS, 1)).isEqualTo(some(MUTATIONS, 1)).isNotEqualTo(some(MUTATIONS, 2));
        // The same on every JDK: a seed in a report is of use to everybody.
        assertThat(String.join("", some(MUTATIONS, 1)).hashCode()).isEqualTo(1_828_021_504);
    }

    @Test
    void messagesStayWithinTheirLength() {
        assertThat(some(MUTATIONS, 3)).allMatch(message -> message.length() <= 500);
        assertThat(some(MUTATIONS, 3)).anyMatch(message -> message.length() > 400);
    }

    @Test
    void someAreGoodAndMostAreNot() {
        List<String> messages = some(MUTATIONS, 4);
        long good = messages.stream().filter(List.of(PUT, END)::contains).count();
        assertThat(good).isBetween(messages.size() / 10L, messages.size() / 2L);
        assertThat(new HashSet<>(messages)).hasSizeGreaterThan(messages.size() / 3);
    }

    @Test
    void everyKindOfMutationHappens() {
        Set<String> messages = Set.copyOf(some(MUTATIONS, 5));
        assertThat(messages)
                .contains(
                        "", // cut off, or deleted
                        "EN", // cut off
                        "PUT 1 two\r\n\r\n", // a line deleted
                        "PUT 1 two\r\nPUT 1 two\r\nsize: 12\r\n\r\n", // a line copied
                        "PUT 1 two\r\nsize: 12\n\r\n", // another line end
                        "PUT 1 two\r\nsize: 12\r\r\n\r\n",
                        "PUT 1 two\r\nsize: 13\r\n\r\n", // another number
                        "PUT 18446744073709551617 two\r\nsize: 12\r\n\r\n",
                        "pUT 1 two\r\nsize: 12\r\n\r\n", // another case
                        "PUT 1 two\r\n\0: 12\r\n\r\n", // a token replaced
                        "EGETND\r\n", // a token inserted
                        "PUT END\r\n", // spliced
                        "EEND\r\n", // a byte doubled
                        "GND\r\n") // a bit flipped
                // a piece repeated
                .anyMatch(message -> message.contains("PUT 1 tw".repeat(10)))
                // bytes inserted
                .anyMatch(message -> message.matches("END\r\n[\\x80-\\xff]+"));
    }

    @Test
    void nothingToMutateIsNoTrouble() {
        assertThat(some(new Mutations(List.of(""), List.of(""), 10), 6)).allMatch(message -> message.length() <= 10);
    }
}
