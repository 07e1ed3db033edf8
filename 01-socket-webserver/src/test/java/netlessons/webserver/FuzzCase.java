package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import netlessons.testkit.Mutations;

/**
 * One connection of the fuzzer: what the client sends, in which pieces, and how it ends. All of it follows from the seed
 * and the index.
 *
 * @param requests how many mutated requests there are in what is sent
 * @param cuts where one write ends and the next begins
 * @param pauses whether there is a moment between two writes
 */
record FuzzCase(long seed, long index, int requests, byte[] sent, int[] cuts, boolean pauses, Ending ending) {
    enum Ending {
        /** Half-closes, then reads to the end. */
        FINISHES,
        /** Reads to the end, which is the server's to make: by a time-out if by nothing else. */
        WAITS,
        /** Closes without reading. */
        LEAVES,
        /** Resets the connection. */
        RESETS
    }

    private static final Mutations MUTATIONS = FuzzCorpus.mutations();
    private static final int[] HOW_MANY = {1, 1, 2, 3, 5};

    /** Before this no time limit of the server can have ended anything. */
    static final Duration SHORTEST_WAIT = Duration.ofMillis(250);

    /** So small that mutations reach them, so brief that a client which waits does not wait for long. */
    static final Limits LIMITS = new Limits(
            8 << 10,
            10 << 10,
            25,
            4 << 10,
            1 << 30,
            1 << 10,
            1000,
            SHORTEST_WAIT,
            SHORTEST_WAIT,
            SHORTEST_WAIT,
            1 << 30,
            SHORTEST_WAIT,
            Duration.ofSeconds(10));

    /** -Dseed=N, or a new one each time. */
    static long chosenSeed() {
        return Long.getLong("seed", Math.floorMod(System.nanoTime(), 1_000_000L));
    }

    /** @param waiting how many of a thousand clients wait for the server to end the connection */
    static FuzzCase of(long seed, long index, int waiting) {
        // Random begins alike for seeds that are alike: so spread them first, by a large odd number.
        Random random = new Random((seed * 1_000_003 + index) * 0x9E3779B97F4A7C15L);
        int ending = random.nextInt(1000);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        int requests = HOW_MANY[random.nextInt(HOW_MANY.length)];
        for (int i = 0; i < requests; i++) {
            sent.writeBytes(MUTATIONS.next(random));
        }
        int length = sent.size();
        String text = sent.toString(ISO_8859_1);
        int[] cuts = length < 300 && random.nextInt(30) == 0
                ? IntStream.range(1, Math.max(1, length)).toArray()
                : random.ints(random.nextInt(4), 0, length + 1)
                        .map(cut -> snap(text, cut))
                        .sorted()
                        .toArray();
        return new FuzzCase(
                seed,
                index,
                requests,
                sent.toByteArray(),
                cuts,
                random.nextInt(3) == 0,
                ending < waiting
                        ? Ending.WAITS
                        : ending > 980 ? Ending.RESETS : ending > 960 ? Ending.LEAVES : Ending.FINISHES);
    }

    /** Cuts fall anywhere, behind a line, or behind an empty line, where a head may end: most happens there. */
    private static int snap(String sent, int cut) {
        String end = cut % 4 == 1 ? "\r\n" : "\r\n\r\n";
        int at = sent.indexOf(end, cut);
        return cut % 2 == 0 || at < 0 ? cut : at + end.length();
    }

    String describe() {
        return "sent in %d pieces%s, then the client %s: %s"
                .formatted(
                        cuts.length + 1,
                        pauses ? " with pauses" : "",
                        ending.name().toLowerCase(Locale.ROOT),
                        shown(sent));
    }

    /** The bytes for a shell's printf and for people. */
    static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder("printf '");
        for (byte octet : bytes) {
            char c = (char) (octet & 0xff);
            text.append(
                    switch (c) {
                        case '\r' -> "\\r";
                        case '\n' -> "\\n";
                        case '\\' -> "\\\\";
                        case '%' -> "%%";
                        case '\'' -> "'\\''";
                        default -> c >= ' ' && c < 0x7f ? String.valueOf(c) : "\\%03o".formatted((int) c);
                    });
        }
        return text.append('\'').toString();
    }
}
