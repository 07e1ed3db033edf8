package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import netlessons.testkit.Mutations;
import netlessons.webserver.FuzzCase.Ending;
import netlessons.webserver.FuzzClient.End;
import netlessons.webserver.FuzzClient.Heard;
import netlessons.webserver.FuzzJudge.Wrong;
import netlessons.webserver.SecondOpinion.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Mutated requests for the parsers alone, without a socket: they say the same however the bytes are cut, and the same as
 * {@link SecondReader}, which is written in another way. -Dseed=N repeats a run, -Dfuzz.inputs=N makes it long or short.
 */
final class FuzzTest {
    private static final Limits LIMITS = FuzzCase.LIMITS;

    /** What became of one stream of bytes, and in which words it was refused. */
    private record Outcome(List<SecondOpinion> requests, String refusal) {}

    @Test
    @DisplayName("mutated requests: whole, cut to pieces and read by somebody else, they mean the same")
    void readersAgree() {
        long seed = FuzzCase.chosenSeed();
        int inputs = Integer.getInteger("fuzz.inputs", 100_000);
        Mutations mutations = FuzzCorpus.mutations();
        int good = 0;
        for (int i = 0; i < inputs; i++) {
            Random random = new Random(seed + i);
            byte[] bytes = mutations.next(random);
            try {
                good += readers(bytes, random) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("-Dseed=" + seed + ", input " + i + ": " + FuzzCase.shown(bytes), e);
            }
        }
        assertThat((double) good / inputs).as("not refused").isBetween(0.2, 0.8);
    }

    /** Whether nobody refused what all read in the same way. */
    private static boolean readers(byte[] bytes, Random random) {
        Outcome whole = read(bytes, bytes.length, random);
        for (int most : new int[] {1 + random.nextInt(20), 200}) {
            assertThat(read(bytes, most, random)).as("cut to pieces").isEqualTo(whole);
        }
        assertThat(whole.requests()).as("read by somebody else").isEqualTo(SecondOpinion.of(bytes, LIMITS));
        return whole.refusal().isEmpty();
    }

    /** Reads as a connection does, in pieces of at most so many bytes. */
    private static Outcome read(byte[] bytes, int most, Random random) {
        List<SecondOpinion> requests = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).limit(0);
        String refusal = "";
        SecondOpinion last;
        do {
            HeadParser parser = new HeadParser(LIMITS);
            RequestHead head = null;
            BodyDecoder decoder = null;
            StringBuilder body = new StringBuilder();
            Verdict verdict = Verdict.HALF_HEAD;
            try {
                head = parser.parse(in);
                while (head == null && more(in, bytes.length, most, random)) {
                    head = parser.parse(in);
                }
                if (head != null) {
                    decoder = BodyDecoder.of(head, LIMITS);
                    verdict = decode(decoder, in, bytes.length, most, random, body);
                }
            } catch (HttpError e) {
                refusal = e.status() + " " + e.getMessage();
                verdict = decoder == null ? Verdict.BAD_HEAD : Verdict.BAD_BODY;
            }
            last = decoder == null
                    ? new SecondOpinion(
                            verdict,
                            parser.requestLine() == null
                                    ? ""
                                    : parser.requestLine().text())
                    : new SecondOpinion(
                            verdict,
                            head.line(),
                            !head.keepAlive(),
                            head.expectsContinue(),
                            verdict == Verdict.GOOD ? body.toString() : "");
            requests.add(last);
        } while (last.is(Verdict.GOOD) && !last.closes());
        return new Outcome(requests, refusal);
    }

    private static Verdict decode(
            BodyDecoder decoder, ByteBuffer in, int end, int most, Random random, StringBuilder body) {
        boolean more = true;
        while (true) {
            ByteBuffer out = ByteBuffer.allocate(most == end ? 1 << 16 : 1 + random.nextInt(1000));
            decoder.decode(in, out);
            body.append(ISO_8859_1.decode(out.flip()));
            if (decoder.isDone()) {
                return Verdict.GOOD;
            }
            more = out.limit() > 0 || more(in, end, most, random);
            if (!more) {
                return Verdict.HALF_BODY;
            }
        }
    }

    private static boolean more(ByteBuffer in, int end, int most, Random random) {
        int more = Math.min(end - in.limit(), most == end ? end : 1 + random.nextInt(most));
        in.limit(in.limit() + more);
        return more > 0;
    }

    @Test
    @DisplayName(
            "a 408 has a body if time was up before the server could know that the method was HEAD, else it has none")
    void timeIsUpBeforeTheMethodIsKnown() throws Wrong {
        byte[] sent = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1);
        FuzzCase how = new FuzzCase(0, 0, 1, sent, new int[] {3}, true, Ending.FINISHES);
        for (String body : List.of("late\n", "")) {
            String answer =
                    "HTTP/1.1 408 Request Timeout\r\nDate: ...\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
            Heard heard = new Heard((answer + body).getBytes(ISO_8859_1), End.CLOSED, 400);
            assertThat(new FuzzJudge(how, heard).judge()).containsExactly(408);
        }
    }

    @Test
    @DisplayName("the fuzzer's cases depend on the seed alone")
    void casesRepeat() {
        for (int i = 0; i < 100; i++) {
            FuzzCase one = FuzzCase.of(5, i, 50);
            FuzzCase other = FuzzCase.of(5, i, 50);
            assertThat(other.describe()).isEqualTo(one.describe());
            assertThat(Arrays.equals(other.sent(), one.sent())).isTrue();
        }
        assertThat(FuzzCase.of(6, 0, 50).describe())
                .isNotEqualTo(FuzzCase.of(5, 0, 50).describe());
    }
}
