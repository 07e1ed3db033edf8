package netlessons.testkit;

import java.util.Random;

/** What the test that runs brings with it: its hint, and random numbers of its own. Safe for threads. */
final class CurrentTest {
    private final long seed;
    private volatile String name = "";
    private volatile String hint = "";
    private volatile long testSeed;
    private volatile Random random;

    /** None yet. */
    CurrentTest(long seed) {
        this.seed = seed;
        this.testSeed = seed;
    }

    /** @param newName class and method, for {@code -Donly} */
    void begin(String id, String newName, String newHint) {
        name = newName;
        hint = newHint;
        // Each test has random numbers of its own: they do not depend on which other tests ran before.
        testSeed = seed * 31 + id.hashCode();
        random = null;
    }

    Random random() {
        if (random == null) {
            random = new Random(testSeed);
        }
        return random;
    }

    /** Class and method; "" if there is none. */
    String name() {
        return name;
    }

    /** Adds what helps to understand a failure, and to have it again. */
    void addTo(Transcript transcript) {
        transcript.add("hint", hint);
        if (random != null) {
            transcript.add("seed", seed + " (the same data again: -Dseed=" + seed + ")");
        }
    }
}
