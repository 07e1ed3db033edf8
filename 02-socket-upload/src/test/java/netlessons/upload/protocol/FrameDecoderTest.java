package netlessons.upload.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The frames, byte by byte: without a socket, so that each way in which a network may cut them can be tried. */
final class FrameDecoderTest {
    private static final Message.Limits LIMITS = new Message.Limits(1024, 262_144, 1L << 40, 30_000);
    private static final UploadId ID = new UploadId(0x0001020304050607L, 0x08090a0b0c0d0e0fL);
    private static final long NEW_YEAR = 1_767_225_600_000L;

    private Map<String, byte[]> vectors;

    @BeforeEach
    void read() throws IOException {
        vectors = new ProtocolPage().vectors();
    }

    @Test
    @DisplayName("each message is encoded as the specification's vector has it")
    void encodes() throws IOException {
        Digest hello = crc("hello");
        Digest nothing = crc("");
        assertThat(encoded(LIMITS)).isEqualTo(vectors.get("limits"));
        assertThat(encoded(begin("hello.txt", 5, 0644, DigestKind.CRC, false, false)))
                .isEqualTo(vectors.get("begin"));
        assertThat(encoded(begin("hello.txt", 5, 0644, DigestKind.SHA_256, false, false)))
                .isEqualTo(vectors.get("begin-sha-256"));
        assertThat(encoded(begin("größe/ü.txt", 0, 0644, DigestKind.CRC, true, false)))
                .isEqualTo(vectors.get("begin-eager"));
        assertThat(encoded(begin("photos/empty", 0, 0755, DigestKind.CRC, true, true)))
                .isEqualTo(vectors.get("begin-folder"));
        assertThat(encoded(new Message.Ready(0, nothing))).isEqualTo(vectors.get("ready"));
        assertThat(encoded(new Message.Ready(2, crc("he")))).isEqualTo(vectors.get("ready-resume"));
        assertThat(encoded(new Message.Ready(0, sha("")))).isEqualTo(vectors.get("ready-sha-256"));
        assertThat(encoded(new Message.Data(0, bytes("hello")))).isEqualTo(vectors.get("data"));
        assertThat(encoded(new Message.Data(2, bytes("llo")))).isEqualTo(vectors.get("data-resume"));
        assertThat(encoded(new Message.End(hello))).isEqualTo(vectors.get("end"));
        assertThat(encoded(new Message.End(sha("hello")))).isEqualTo(vectors.get("end-sha-256"));
        assertThat(encoded(new Message.Committed(5, hello, "hello.txt", false))).isEqualTo(vectors.get("committed"));
        assertThat(encoded(new Message.Committed(5, hello, "hello.txt", true))).isEqualTo(vectors.get("have"));
        assertThat(encoded(Message.Refusal.reject(Code.EXISTS, "There is a file of this name.")))
                .isEqualTo(vectors.get("reject"));
        assertThat(encoded(Message.Refusal.error(Code.CHECKSUM, "A frame was damaged on its way.")))
                .isEqualTo(vectors.get("error"));
        assertThat(encoded(Message.Signal.CANCEL)).isEqualTo(vectors.get("cancel"));
        assertThat(encoded(Message.Signal.PING)).isEqualTo(vectors.get("ping"));
        assertThat(encoded(Message.Signal.PONG)).isEqualTo(vectors.get("pong"));
        ByteBuffer preamble = ByteBuffer.allocate(Preamble.LENGTH);
        Preamble.put(preamble);
        assertThat(preamble.array()).isEqualTo(vectors.get("preamble"));
        assertThat(vectors).as("nothing forgotten").hasSize(20);
    }

    @Test
    @DisplayName("all vectors in one stream come out the same however the stream is cut in two, or byte by byte")
    void everySplit() throws IOException {
        for (boolean fromSender : new boolean[] {true, false}) {
            byte[] stream = stream(fromSender);
            List<String> whole = decoded(fromSender, stream, stream.length);
            assertThat(whole).hasSize(fromSender ? 10 : 9);
            for (int cut = 1; cut < stream.length; cut++) {
                assertThat(decoded(fromSender, stream, cut)).as("cut at " + cut).isEqualTo(whole);
            }
            assertThat(decoded(fromSender, stream, 1, 1)).as("byte by byte").isEqualTo(whole);
        }
    }

    @Test
    @DisplayName("no byte of a frame can be changed unseen")
    void everyByteDamaged() {
        byte[] good = vectors.get("data");
        for (int index = 0; index < good.length; index++) {
            byte[] bad = good.clone();
            bad[index] ^= 0x10;
            FrameDecoder decoder = new FrameDecoder(true, LIMITS);
            decoder.room().put(bad);
            boolean seen;
            try {
                seen = decoder.next() == null; // a greater length: what comes next is taken for its end
            } catch (ProtocolException e) {
                seen = true;
            }
            assertThat(seen).as("byte " + index).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a length outside the bounds of its type is refused as soon as the header is there")
    void lengths(FrameType type) throws IOException {
        int longest = type.longest(LIMITS);
        for (long length : new long[] {0, 1, 7, longest, longest + 1L, Integer.MAX_VALUE, 1L << 31, 0xFFFFFFFFL}) {
            FrameDecoder decoder = new FrameDecoder(type.isFromSender(), LIMITS);
            decoder.room().put(type.letter()).put((byte) 0).putInt((int) length);
            if (length >= type.shortest() && length <= longest) {
                decoder.next();
            } else {
                assertThatExceptionOfType(ProtocolException.class)
                        .isThrownBy(decoder::next)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.BAD_LENGTH));
            }
        }
    }

    @Test
    @DisplayName("unknown types, those of the other side, and unknown flags are refused")
    void strangers() {
        for (int letter = 0; letter < 256; letter++) {
            FrameType type = FrameType.of((byte) letter);
            for (boolean fromSender : new boolean[] {true, false}) {
                FrameDecoder decoder = new FrameDecoder(fromSender, LIMITS);
                boolean known = type != null && type.isFromSender() == fromSender;
                int flag = known ? Integer.lowestOneBit(~type.flags()) : 0;
                decoder.room().put((byte) letter).put((byte) flag).putInt(0);
                assertThatExceptionOfType(ProtocolException.class)
                        .isThrownBy(decoder::next)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.BAD_FRAME));
            }
        }
    }

    @Test
    @DisplayName("frames of the greatest length follow one another through one buffer")
    void longest() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[LIMITS.data()];
        FrameEncoder encoder = new FrameEncoder(
                Channels.newChannel(out), Frame.HEADER + FrameType.DATA.longest(LIMITS) + Frame.TRAILER);
        for (int i = 0; i < 5; i++) {
            piece[i] = (byte) i;
            ByteBuffer sent = encoder.writeData(
                    (long) i * piece.length, Channels.newChannel(new ByteArrayInputStream(piece)), piece.length);
            assertThat(sent).isEqualTo(ByteBuffer.wrap(piece));
        }
        encoder.flush();
        FrameReader reader = reader(true, out.toByteArray());
        for (int i = 0; i < 5; i++) {
            Message.Data data = (Message.Data) reader.next().message();
            assertThat(data.offset()).isEqualTo((long) i * piece.length);
            assertThat(data.bytes().remaining()).isEqualTo(piece.length);
        }
        assertThat(reader.next()).isNull();
    }

    @Test
    @DisplayName("the end of the stream within a frame is no end")
    void endWithinAFrame() throws IOException {
        byte[] frame = vectors.get("end");
        for (int length = 1; length < frame.length; length++) {
            FrameReader reader = reader(true, Arrays.copyOf(frame, length));
            assertThatExceptionOfType(EOFException.class).isThrownBy(reader::next);
        }
        assertThat(reader(true, new byte[0]).next()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "474554202f20, NOT_THIS_PROTOCOL", // GET /
        "160301020001, NOT_THIS_PROTOCOL", // a TLS ClientHello
        "4e4c55500000, VERSION",
        "4e4c5550ff00, VERSION",
        "4e4c55500101, VERSION"
    })
    @DisplayName("other preambles are told apart")
    void preambles(String hex, Code code) {
        FrameReader reader = reader(true, HexFormat.of().parseHex(hex));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(reader::preamble)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    @DisplayName("a text for people is cut to 512 bytes between two characters, and has no control characters")
    void texts() throws IOException {
        byte[] frame = encoded(Message.Refusal.reject(Code.IO, "\u001b[31m" + "ü".repeat(400)));
        Message.Refusal refusal = (Message.Refusal) reader(false, frame).next().message();
        assertThat(refusal.text()).startsWith("?[31m").endsWith("ü").doesNotContain("\uFFFD");
        assertThat(refusal.text().getBytes(StandardCharsets.UTF_8).length).isBetween(511, 512);
    }

    @Test
    @DisplayName("the codes are those of the specification's table")
    void codes() throws IOException {
        List<String> page = new ProtocolPage()
                .rows("\\d+ \\| [A-Z_]+ \\| [A-Z, ]+ \\| [01] \\| .*")
                .map(cells -> cells[0] + " " + cells[1] + " " + cells[3])
                .toList();
        List<String> ours = new ArrayList<>();
        for (Code code : Code.values()) {
            ours.add(code.number() + " " + code + " " + (code.again() ? 1 : 0));
            assertThat(Code.nameOf(code.number())).isEqualTo(code.name());
        }
        assertThat(page).isEqualTo(ours);
        assertThat(Code.nameOf(999)).isEqualTo("code 999");
    }

    private byte[] stream(boolean fromSender) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        vectors.forEach((name, bytes) -> {
            FrameType type = FrameType.of(bytes[0]);
            if (!name.equals("preamble") && type.isFromSender() == fromSender) {
                stream.writeBytes(bytes);
            }
        });
        return stream.toByteArray();
    }

    /** What comes out, as text, if the bytes come in pieces: one of the first length, then more, the last one the rest. */
    private static List<String> decoded(boolean fromSender, byte[] stream, int first, int... more) throws IOException {
        FrameDecoder decoder = new FrameDecoder(fromSender, LIMITS);
        List<String> frames = new ArrayList<>();
        int length = first;
        for (int from = 0; from < stream.length; from += length, length = more.length > 0 ? more[0] : stream.length) {
            length = Math.min(length, stream.length - from);
            decoder.room().put(stream, from, length);
            for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
                byte[] payload = new byte[frame.payload().remaining()];
                frame.payload().get(payload);
                frames.add(frame.type() + " " + frame.flags() + " "
                        + HexFormat.of().formatHex(payload));
            }
        }
        assertThat(decoder.buffered()).isZero();
        return frames;
    }

    private static FrameReader reader(boolean fromSender, byte[] stream) {
        return new FrameReader(
                Channels.newChannel(new ByteArrayInputStream(stream)), new FrameDecoder(fromSender, LIMITS));
    }

    private static byte[] encoded(Message message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameEncoder encoder = new FrameEncoder(Channels.newChannel(out), 1 << 16);
        encoder.write(message, 1024);
        encoder.flush();
        return out.toByteArray();
    }

    private static Message.Begin begin(
            String name, long size, int mode, DigestKind kind, boolean eager, boolean folder) {
        return new Message.Begin(
                ID, size, NEW_YEAR, mode, kind.number(), name.getBytes(StandardCharsets.UTF_8), eager, folder);
    }

    private static Digest crc(String text) {
        return digest(DigestKind.CRC, text);
    }

    private static Digest sha(String text) {
        return digest(DigestKind.SHA_256, text);
    }

    private static Digest digest(DigestKind kind, String text) {
        FileDigest digest = kind.begin();
        digest.update(bytes(text));
        return digest.value();
    }

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }
}
