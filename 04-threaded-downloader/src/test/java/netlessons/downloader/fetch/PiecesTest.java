package netlessons.downloader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import netlessons.downloader.file.Ranges;
import netlessons.downloader.http.HttpFault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static final int SIZE = 100_000;

    private final Scope scope = new Scope();

    @Test
    @DisplayName("a new file is asked for from its beginning, with several segments only the first piece of it")
    void fresh() throws HttpFault {
        assertThat(range(new Pieces(1, 1000).take(scope))).isEqualTo("0-" + Piece.OPEN);
        assertThat(range(new Pieces(4, 1000).take(scope))).isEqualTo("0-1000");
    }

    @Test
    @DisplayName("a piece is a sixteenth of the file with four segments, but not too small")
    void sizes() throws HttpFault {
        assertThat(first(4, 1000, 160_000)).isEqualTo("0-10000");
        assertThat(first(4, 1000, 3_000)).isEqualTo("0-1000");
        assertThat(first(4, 1000, 1L << 40)).isEqualTo("0-" + (64 << 20));
        assertThat(first(1, 1000, 160_000)).isEqualTo("0-160000");
    }

    @Test
    @DisplayName("what came is never missing again, what did not come is, until all has come; any order, any break")
    void random() throws HttpFault {
        long seed = RandomGenerator.getDefault().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            BitSet come = new BitSet(SIZE);
            Pieces pieces = new Pieces(3, 1 + random.nextInt(5000));
            pieces.missing(List.of(new Ranges.Range(0, SIZE)), SIZE, false);
            List<Piece> taken = new ArrayList<>();
            for (int i = 0; i < 100_000 && come.cardinality() < SIZE; i++) {
                if (taken.size() < 3 && (pieces.waiting() > 0 || taken.isEmpty())) {
                    taken.add(pieces.take(scope));
                } else {
                    Piece piece = taken.remove(random.nextInt(taken.size()));
                    int part = random.nextInt(3) == 0 ? random.nextInt((int) piece.left() + 1) : (int) piece.left();
                    assertThat(come.get((int) piece.from(), (int) piece.from() + part)
                                    .isEmpty())
                            .as("seed %s", seed)
                            .isTrue();
                    come.set((int) piece.from(), (int) piece.from() + part);
                    piece.advance(part);
                    pieces.give(piece);
                }
            }
            taken.forEach(pieces::give);
            assertThat(come.cardinality()).as("seed %s", seed).isEqualTo(SIZE);
            assertThat(pieces.take(scope)).as("seed %s", seed).isNull();
        }
    }

    @Test
    @DisplayName("a worker waits while others have the rest, and gets what they give back")
    void waits() throws Exception {
        Pieces pieces = new Pieces(1, 10);
        Piece piece = pieces.take(scope);
        CompletableFuture<Piece> other = CompletableFuture.supplyAsync(() -> {
            try {
                return pieces.take(scope);
            } catch (HttpFault e) {
                throw new IllegalStateException(e);
            }
        });
        piece.advance(7);
        assertThat(other).isNotDone();
        pieces.give(piece);
        assertThat(other.get(10, TimeUnit.SECONDS).from()).isEqualTo(7);
    }

    @Test
    @DisplayName("who waits is woken when all is stopped")
    void stopped() throws Exception {
        Pieces pieces = new Pieces(1, 10);
        pieces.take(scope);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> assertThatThrownBy(() -> pieces.take(scope))
                .isInstanceOfSatisfying(
                        HttpFault.class, fault -> assertThat(fault.kind()).isEqualTo(HttpFault.Kind.CUT)));
        scope.end();
        other.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> scope.sleep(Duration.ofDays(1))).isInstanceOf(HttpFault.class);
    }

    private String first(int segments, long least, long total) throws HttpFault {
        Pieces pieces = new Pieces(segments, least);
        pieces.missing(List.of(new Ranges.Range(0, total)), total, false);
        return range(pieces.take(scope));
    }

    private static String range(Piece piece) {
        return piece.from() + "-" + piece.to();
    }
}
