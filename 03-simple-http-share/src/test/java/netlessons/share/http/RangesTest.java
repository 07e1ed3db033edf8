package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the Range field (attack 44)")
class RangesTest {
    private static String parse(String field, long length) {
        return Ranges.parse(field, length)
                .map(ranges -> ranges.stream()
                        .map(range -> range.first() + "-" + range.last())
                        .collect(Collectors.joining(",")))
                .orElse("ignored");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0|0-0",
                "bytes=0-999|0-999",
                "bytes=0-|0-999",
                "bytes=500-600|500-600",
                "bytes=999-|999-999",
                "bytes=-1|999-999",
                "bytes=-1000|0-999",
                "bytes=-1001|0-999",
                "bytes=-99999999999999999999999|0-999",
                "bytes=990-5000|990-999",
                "bytes=0-18446744073709551616|0-999",
                "bytes=0-9223372036854775807|0-999",
                "bytes=000000000000000000000001-0000000000000000000000002|1-2",
                "BYTES=1-2|1-2",
                "bytes= 1-2 |1-2",
                "bytes=,1-2,,|1-2",
                "bytes=0-0,500-500|0-0,500-500",
                "bytes=500-500,0-0|500-500,0-0",
                "bytes=0-0,-1|0-0,999-999",
                "bytes=0-0 , 500-500|0-0,500-500",
                "bytes=0-0,5000-|0-0",
            })
    void meansTheseBytes(String field, String ranges) {
        assertThat(parse(field, 1000)).isEqualTo(ranges);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-10,5-20|0-20",
                "bytes=5-20,0-10|0-20",
                "bytes=0-0,1-1|0-1",
                "bytes=0-0,50-60|0-60", // what stands between two parts is longer than what is between these
                "bytes=900-,0-0,10-20|0-20,900-999",
                "bytes=0-,0-,0-,0-|0-999",
                "bytes=0-999,500-501|0-999",
                "bytes=-1000,0-|0-999",
            })
    @DisplayName("ranges that overlap, touch or nearly touch become one")
    void joins(String field, String ranges) {
        assertThat(parse(field, 1000)).isEqualTo(ranges);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=1000-",
                "bytes=1000-2000",
                "bytes=-0",
                "bytes=9223372036854775807-",
                "bytes=18446744073709551616-",
                "bytes=18446744073709551616-18446744073709551617",
                "bytes=1000-,2000-3000,-0",
            })
    @DisplayName("none of the ranges lies within the file")
    void unsatisfiable(String field) {
        assertThat(Ranges.parse(field, 1000)).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=--1",
                "bytes=1",
                "bytes=5-2",
                "bytes=0-0,5-2",
                "bytes=a-b",
                "bytes=+1-2",
                "bytes=1-+2",
                "bytes=1-2-3",
                "bytes=0x1-0x2",
                "bytes=1 - 2",
                "bytes=１-２",
                "bytes=0-0;1-1",
                "bytes:0-0",
                " bytes=0-0",
                "lines=0-0",
                "none",
            })
    @DisplayName("another unit, and what makes no sense, is as good as no field at all")
    void ignores(String field) {
        assertThat(Ranges.parse(field, 1000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-0", "bytes=1-"})
    @DisplayName("an empty file has no bytes to ask for")
    void emptyFile(String field) {
        assertThat(Ranges.parse(field, 0)).contains(List.of());
    }

    @Test
    void filesLargerThanAnIntCounts() {
        long length = 5_000_000_000_000L;
        assertThat(parse("bytes=4999999999999-", length)).isEqualTo("4999999999999-4999999999999");
        assertThat(parse("bytes=-1", length)).isEqualTo("4999999999999-4999999999999");
        assertThat(parse("bytes=0-9223372036854775806", Long.MAX_VALUE)).isEqualTo("0-9223372036854775806");
    }

    private static String many(int count, int step) {
        return IntStream.range(0, count)
                .mapToObj(i -> (long) i * step + "-" + (long) i * step)
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    @Test
    @DisplayName("a thousand ranges: joined where they touch, ignored where they do not")
    void aThousand() {
        assertThat(parse(many(1000, 1), 1_000_000)).isEqualTo("0-999");
        assertThat(parse(many(1000, 500), 1_000_000)).isEqualTo("ignored");
        assertThat(parse("bytes=" + "0-,".repeat(1000) + "0-", 1000)).isEqualTo("0-999");
        assertThat(Ranges.parse(many(50, 500), 1_000_000).orElseThrow()).hasSize(50);
        assertThat(Ranges.parse(many(51, 500), 1_000_000)).isEmpty();
    }

    @Test
    @DisplayName("whatever is asked for: the parts lie in the file, apart from each other, and are no more than it")
    void neverMoreThanTheFile() {
        java.util.Random random = new java.util.Random(44);
        for (int round = 0; round < 2000; round++) {
            long length = random.nextInt(2000);
            String field = Stream.generate(() -> range(random))
                    .limit(1 + random.nextInt(8))
                    .collect(Collectors.joining(",", "bytes=", ""));
            Optional<List<ByteRange>> ranges = Ranges.parse(field, length);
            long[] seen = new long[(int) length];
            for (ByteRange range : ranges.orElse(List.of())) {
                assertThat(range.length()).as(field).isPositive();
                for (long at = range.first(); at <= range.last(); at++) {
                    assertThat(++seen[(int) at]).as(field).isEqualTo(1);
                }
            }
        }
    }

    private static String range(java.util.Random random) {
        int first = random.nextInt(2100);
        return switch (random.nextInt(4)) {
            case 0 -> first + "-";
            case 1 -> "-" + first;
            default -> first + "-" + (first + random.nextInt(300));
        };
    }

    @Test
    @DisplayName("a field as long as a request's head may be is read at once")
    void longFields() {
        String digits = "9".repeat(16_000);
        List<String> fields = List.of(
                "bytes=" + digits + "-" + digits,
                "bytes=-" + digits,
                "bytes=" + ",".repeat(16_000),
                "bytes=" + " ".repeat(16_000) + "x",
                "bytes=" + "0-0,".repeat(4_000),
                "bytes=" + "-,".repeat(8_000));
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> fields.forEach(
                        field -> assertThat(Ranges.parse(field, 1000)).isNotNull()));
    }
}
