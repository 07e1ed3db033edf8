package netlessons.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes bad messages out of good ones, for any protocol: it knows what it is given, and that there are bytes, lines and
 * numbers. The same random numbers make the same messages, on every JDK. Safe for use by many threads, each with a
 * Random of its own.
 */
public final class Mutations {
    /** Makes another message out of this one. */
    private interface Mutation {
        byte[] apply(byte[] message, Random random);
    }

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final int[] SOME = {1, 1, 1, 2, 3, 8, 30};
    private static final int[] MANY = {2, 3, 10, 100, 1000, 10_000};

    private final List<byte[]> corpus;
    private final List<byte[]> dictionary;
    private final int longest;
    private final List<Mutation> mutations = List.of(
            this::insertToken,
            this::replaceByToken,
            Mutations::flipBit,
            Mutations::setByte,
            Mutations::insertBytes,
            Mutations::delete,
            Mutations::duplicate,
            Mutations::deleteLine,
            this::copyLine,
            Mutations::changeLineEnd,
            Mutations::changeNumber,
            Mutations::changeCase,
            Mutations::cutOff,
            this::repeat,
            this::splice);

    /**
     * @param corpus good messages, one of each kind
     * @param dictionary what the protocol is made of, and what it should never see
     * @param longest no mutation makes a message longer than so many bytes
     */
    public Mutations(List<String> corpus, List<String> dictionary, int longest) {
        this.corpus = corpus.stream().map(text -> text.getBytes(ISO_8859_1)).toList();
        this.dictionary =
                dictionary.stream().map(text -> text.getBytes(ISO_8859_1)).toList();
        this.longest = longest;
    }

    /** A message of the corpus with a few mutations, or, one time in five, as it is. */
    public byte[] next(Random random) {
        int count = pick(random, 0, 1, 1, 2, 4);
        byte[] message = any(corpus, random);
        for (int i = 0; i < count; i++) {
            byte[] mutated = any(mutations, random).apply(message, random);
            message = mutated.length > longest ? message : mutated;
        }
        return message;
    }

    private byte[] insertToken(byte[] message, Random random) {
        int at = random.nextInt(message.length + 1);
        return replace(message, at, at, any(dictionary, random));
    }

    /** A token of the dictionary in the place of another one that is there, or of anything. */
    private byte[] replaceByToken(byte[] message, Random random) {
        String text = new String(message, ISO_8859_1);
        String old = new String(any(dictionary, random), ISO_8859_1);
        int at = text.indexOf(old, random.nextInt(message.length + 1));
        byte[] token = any(dictionary, random);
        if (at >= 0) {
            return replace(message, at, at + old.length(), token);
        }
        int from = random.nextInt(message.length + 1);
        return replace(message, from, from + token.length, token);
    }

    private static byte[] flipBit(byte[] message, Random random) {
        int at = random.nextInt(message.length + 1);
        byte[] old = slice(message, at, at + 1);
        return old.length == 0 ? message : replace(message, at, at + 1, octet(old[0] ^ 1 << random.nextInt(8)));
    }

    private static byte[] setByte(byte[] message, Random random) {
        int at = random.nextInt(message.length + 1);
        return replace(message, at, at + 1, octet(random.nextInt(256)));
    }

    private static byte[] insertBytes(byte[] message, Random random) {
        byte[] bytes = new byte[pick(random, SOME)];
        random.nextBytes(bytes);
        int at = random.nextInt(message.length + 1);
        return replace(message, at, at, bytes);
    }

    private static byte[] delete(byte[] message, Random random) {
        int from = random.nextInt(message.length + 1);
        return replace(message, from, from + pick(random, SOME), new byte[0]);
    }

    /** A piece of the message once more, where it is or elsewhere. */
    private static byte[] duplicate(byte[] message, Random random) {
        int from = random.nextInt(message.length + 1);
        byte[] piece = slice(message, from, from + pick(random, SOME));
        int at = random.nextBoolean() ? from : random.nextInt(message.length + 1);
        return replace(message, at, at, piece);
    }

    private static byte[] deleteLine(byte[] message, Random random) {
        int[] line = line(message, random);
        return replace(message, line[0], line[1], new byte[0]);
    }

    /** A line of this message once more, or one of another message, or a token; before any line. */
    private byte[] copyLine(byte[] message, Random random) {
        int at = line(message, random)[0];
        if (random.nextInt(3) == 0) {
            return replace(message, at, at, any(dictionary, random));
        }
        byte[] from = random.nextBoolean() ? message : any(corpus, random);
        int[] line = line(from, random);
        return replace(message, at, at, slice(from, line[0], line[1]));
    }

    private static byte[] changeLineEnd(byte[] message, Random random) {
        int[] line = line(message, random);
        int from = line[1];
        while (from > line[0] && (message[from - 1] == '\n' || message[from - 1] == '\r')) {
            from--;
        }
        String end = pick(random, "\n", "\r", "\r\r\n", "\n\r", " \r\n", "\r\n ", "\r\n\r\n", "");
        return replace(message, from, line[1], end.getBytes(ISO_8859_1));
    }

    /** One more, one less, ten times as much, more than fits into 16, 31, 32, 63, 64 bits, a sign, zeros in front. */
    private static byte[] changeNumber(byte[] message, Random random) {
        List<MatchResult> numbers = NUMBER.matcher(new String(message, ISO_8859_1))
                .results()
                .limit(100)
                .toList();
        if (numbers.isEmpty()) {
            return insertBytes(message, random);
        }
        MatchResult number = any(numbers, random);
        String old = number.group();
        long value = Long.parseLong(old.substring(0, Math.min(old.length(), 18)));
        String changed = pick(
                random,
                Long.toString(value + 1),
                Long.toString(value - 1),
                old + "0",
                "65536",
                "2147483648",
                "4294967297",
                "9223372036854775808",
                "18446744073709551617",
                "80000000",
                "7fffffffffffffff",
                "ffffffffffffffff",
                "-" + old,
                "+" + old,
                "0" + old,
                "0x" + old,
                Long.toHexString(value));
        return replace(message, number.start(), number.end(), changed.getBytes(ISO_8859_1));
    }

    private static byte[] changeCase(byte[] message, Random random) {
        byte[] changed = message.clone();
        int from = random.nextInt(message.length + 1);
        int to = Math.min(from + pick(random, SOME), message.length);
        for (int i = from; i < to; i++) {
            int lower = changed[i] | 0x20;
            changed[i] ^= (byte) (lower >= 'a' && lower <= 'z' ? 0x20 : 0);
        }
        return changed;
    }

    private static byte[] cutOff(byte[] message, Random random) {
        return slice(message, 0, random.nextInt(message.length + 1));
    }

    /** A few bytes, or a line, again and again. */
    private byte[] repeat(byte[] message, Random random) {
        int from = random.nextInt(message.length + 1);
        int[] line = line(message, random);
        boolean lines = random.nextInt(3) == 0;
        int at = lines ? line[0] : from;
        String piece = new String(slice(message, at, lines ? line[1] : from + pick(random, SOME)), ISO_8859_1);
        int room = (longest - message.length) / Math.max(1, piece.length());
        String pieces = piece.repeat(Math.max(0, Math.min(room, pick(random, MANY))));
        return replace(message, at, at, pieces.getBytes(ISO_8859_1));
    }

    /** The beginning of this message and the end of another. */
    private byte[] splice(byte[] message, Random random) {
        byte[] other = any(corpus, random);
        byte[] end = slice(other, random.nextInt(other.length + 1), other.length);
        return replace(message, random.nextInt(message.length + 1), message.length, end);
    }

    private static byte[] octet(int value) {
        return new byte[] {(byte) value};
    }

    /** Where a line begins, and where the next one does. */
    private static int[] line(byte[] message, Random random) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n') {
                starts.add(i + 1);
            }
        }
        int line = random.nextInt(starts.size());
        return new int[] {starts.get(line), line + 1 < starts.size() ? starts.get(line + 1) : message.length};
    }

    private static byte[] slice(byte[] message, int from, int to) {
        return Arrays.copyOfRange(message, from, Math.min(to, message.length));
    }

    private static byte[] replace(byte[] message, int from, int to, byte[] piece) {
        byte[] rest = slice(message, Math.min(to, message.length), message.length);
        byte[] all = new byte[from + piece.length + rest.length];
        System.arraycopy(message, 0, all, 0, from);
        System.arraycopy(piece, 0, all, from, piece.length);
        System.arraycopy(rest, 0, all, from + piece.length, rest.length);
        return all;
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String pick(Random random, String... any) {
        return any[random.nextInt(any.length)];
    }

    private static int pick(Random random, int... any) {
        return any[random.nextInt(any.length)];
    }
}
