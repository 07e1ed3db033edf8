package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("names in natural order")
class NameTest {
    /** Each list is in order, and is sorted from any other order into it. */
    private static void inOrder(String... names) {
        List<Name> all = new ArrayList<>(List.of(names).stream().map(Name::of).toList());
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(all, new Random(seed));
            Collections.sort(all);
            assertThat(all).extracting(Name::text).containsExactly(names);
        }
    }

    @Test
    void asPeopleCount() {
        inOrder("1", "2", "10", "100");
        inOrder("a.txt", "a1.txt", "a2.txt", "a10.txt", "a10b.txt", "b.txt");
        inOrder("1.2.9", "1.2.10", "1.10.1");
        inOrder("IMG_9.jpg", "img_10.jpg", "IMG_11.jpg");
        inOrder("a", "a0", "a1");
    }

    @Test
    @DisplayName("numbers beyond all counting, and zeros before a number")
    void longNumbers() {
        inOrder("9".repeat(30), "1" + "0".repeat(30), "1" + "0".repeat(29) + "1");
        inOrder("01", "1", "02", "2", "002x");
        inOrder("0", "00", "000", "1");
        inOrder("a0b", "a00c", "a1");
    }

    @Test
    @DisplayName("capitals beside small letters, accents beside their letters")
    void letters() {
        inOrder("A", "a", "B", "b");
        inOrder("apfel", "Ärger", "Birne", "Zebra");
        inOrder("Ecole", "Ecoles", "École", "F");
        inOrder("Strasse", "Straße", "Strate");
    }

    @ParameterizedTest
    @CsvSource({"STRASSE,straße", "CAFE\u0301,café", "１２,12", "ΟΔΟΣ,οδος", "ΟΔΟΣ,οδοσ", "ﬁle,FILE", "I,i", "Å,Å"})
    @DisplayName("what folds to the same is found by either")
    void folds(String one, String two) {
        assertThat(Name.fold(one)).isEqualTo(Name.fold(two));
    }

    @Test
    void whoLooksForALetterFindsItWithItsAccent() {
        assertThat(Name.fold("Café.TXT")).contains(Name.fold("cafe")).contains(Name.fold("CAFÉ"));
        assertThat(Name.fold("cafe")).doesNotContain(Name.fold("é"));
    }

    @Test
    @DisplayName("any three names have one order, or sorting would fail")
    void isAnOrder() {
        Random random = new Random(7);
        String letters = "aAbB019.\u0301é²٣";
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            StringBuilder name = new StringBuilder();
            for (int j = random.nextInt(5); j >= 0; j--) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            names.add(Name.of(name.toString()));
        }
        for (Name a : names) {
            for (Name b : names) {
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
                assertThat(a.compareTo(b) == 0).as("%s %s", a, b).isEqualTo(a.equals(b));
                for (Name c : names) {
                    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0 && a.compareTo(c) > 0) {
                        throw new AssertionError("no order: " + List.of(a, b, c));
                    }
                }
            }
        }
    }

    @Test
    void manyAndLongNamesTakeNoTime() {
        List<Entry> entries = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            entries.add(
                    new Entry("0".repeat(random.nextInt(100)) + random.nextInt(), false, 0, java.time.Instant.EPOCH));
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(Order.name.sorted(entries, false)).hasSize(100_000));
    }
}
