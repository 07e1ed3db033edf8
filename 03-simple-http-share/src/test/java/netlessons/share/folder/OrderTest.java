package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final List<Entry> ENTRIES = List.of(
            entry("b.txt", false, 5, 3),
            entry("z", true, 0, 9),
            entry("a.txt", false, 5, 1),
            entry("A10", true, 0, 9),
            entry("a2", true, 0, 10),
            entry("c.txt", false, 1, 2));

    private static Entry entry(String name, boolean folder, long size, long second) {
        return new Entry(name, folder, size, Instant.ofEpochSecond(second));
    }

    private static List<String> sorted(Order order, boolean descending) {
        return order.sorted(ENTRIES, descending).stream().map(Entry::path).toList();
    }

    @Test
    @DisplayName("folders come first whichever way round; what is equal is by name")
    void sorts() {
        assertThat(sorted(Order.name, false)).containsExactly("a2", "A10", "z", "a.txt", "b.txt", "c.txt");
        assertThat(sorted(Order.name, true)).containsExactly("z", "A10", "a2", "c.txt", "b.txt", "a.txt");
        assertThat(sorted(Order.size, false)).containsExactly("a2", "A10", "z", "c.txt", "a.txt", "b.txt");
        assertThat(sorted(Order.size, true)).containsExactly("a2", "A10", "z", "a.txt", "b.txt", "c.txt");
        assertThat(sorted(Order.modified, false)).containsExactly("A10", "z", "a2", "a.txt", "c.txt", "b.txt");
        assertThat(sorted(Order.modified, true)).containsExactly("a2", "A10", "z", "b.txt", "c.txt", "a.txt");
    }
}
