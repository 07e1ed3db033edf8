package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RangesTest {
    private static final int END = 60;

    static IntStream seeds() {
        return new Random().ints(50);
    }

    private static Ranges of(long... ends) {
        Ranges ranges = new Ranges();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.add(ends[i], ends[i + 1]);
        }
        return ranges;
    }

    @Test
    @DisplayName("ranges that touch become one, and one that is cut becomes two")
    void joined() {
        assertThat(of(0, 3, 5, 8, 3, 5)).hasToString("[0-8]").isEqualTo(of(0, 8));
        assertThat(of(10, 20, 0, 5, 4, 12).all()).containsExactly(new Ranges.Range(0, 20));
        Ranges cut = of(0, 10);
        cut.remove(3, 5);
        assertThat(cut).hasToString("[0-3, 5-10]");
        assertThat(cut.gaps(12)).containsExactly(new Ranges.Range(3, 5), new Ranges.Range(10, 12));
        assertThat(cut.prefix()).isEqualTo(3);
        assertThat(of(7, 7).isEmpty()).isTrue();
        assertThat(new Ranges().gaps(0)).isEmpty();
    }

    @Test
    @DisplayName("offsets go as far as a long does")
    void far() {
        Ranges all = of(0, Long.MAX_VALUE);
        assertThat(all.size()).isEqualTo(Long.MAX_VALUE);
        assertThat(all.gaps(Long.MAX_VALUE)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> all.add(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> all.add(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> all.remove(2, 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("whatever is added and removed, they have what a set of single bits has")
    void likeBits(int seed) {
        Random random = new Random(seed);
        Ranges ranges = new Ranges();
        BitSet bits = new BitSet();
        for (int step = 0; step < 200; step++) {
            int from = random.nextInt(END);
            int to = from + random.nextInt(END - from + 1);
            boolean add = random.nextInt(3) > 0 == step % 40 < 20;
            bits.set(from, to, add);
            if (add) {
                ranges.add(from, to);
            } else {
                ranges.remove(from, to);
            }
            assertThat(bits(ranges)).isEqualTo(bits);
            assertThat(ranges.size()).isEqualTo(bits.cardinality());
            assertThat(ranges.end()).isEqualTo(bits.length());
            assertThat(ranges.prefix()).isEqualTo(bits.nextClearBit(0));
            assertThat(ranges.contains(from, to)).isEqualTo(bits.nextClearBit(from) >= to);
            int total = random.nextInt(END + 1);
            BitSet missing = new BitSet();
            ranges.gaps(total).forEach(gap -> missing.set((int) gap.from(), (int) gap.to()));
            bits.get(0, total).stream()
                    .forEach(bit -> assertThat(missing.get(bit)).isFalse());
            assertThat(missing.cardinality() + bits.get(0, total).cardinality()).isEqualTo(total);
            Ranges copy = new Ranges(ranges);
            copy.remove(ranges);
            assertThat(copy.isEmpty()).isTrue();
            copy.add(ranges);
            assertThat(copy).isEqualTo(ranges).hasSameHashCodeAs(ranges);
        }
    }

    /** Ranges that overlap, touch or are out of order would be found here. */
    private static BitSet bits(Ranges ranges) {
        BitSet bits = new BitSet();
        long before = -1;
        for (Ranges.Range range : ranges.all()) {
            assertThat(range.from()).isGreaterThan(before);
            bits.set((int) range.from(), (int) range.to());
            before = range.to();
        }
        return bits;
    }
}
