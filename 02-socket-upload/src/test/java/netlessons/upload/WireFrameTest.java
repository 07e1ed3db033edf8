package netlessons.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netlessons.upload.protocol.ProtocolPage;
import org.junit.jupiter.api.Test;

/** The frames of the tests are those of docs/02-protocol.md section 9, and people can read them. */
class WireFrameTest {
    private static final byte[] ID = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final long NEW_YEAR = 1_767_225_600_000L;

    private static WireUpload upload(String name, String text, int kind) {
        return new WireUpload(ID, name, text.getBytes(UTF_8), kind, NEW_YEAR);
    }

    @Test
    void vectors() throws IOException {
        WireUpload hello = upload("hello.txt", "hello", 2);
        WireUpload sha = hello.kind(1);
        WireUpload empty = upload("größe/ü.txt", "", 2);
        Map<String, byte[]> made = new LinkedHashMap<>();
        made.put("preamble", WireFrame.PREAMBLE);
        made.put("limits", WireFrame.limits(1024, 262_144, 1L << 40, 30_000).bytes());
        made.put("begin", hello.begin().bytes());
        made.put("begin-sha-256", sha.begin().bytes());
        made.put("begin-eager", empty.eager().bytes());
        made.put("begin-folder", upload("photos/empty", "", 2).folder().bytes());
        made.put("ready", WireFrame.ready(0, hello.digest(0)).bytes());
        made.put("ready-resume", WireFrame.ready(2, hello.digest(2)).bytes());
        made.put("ready-sha-256", WireFrame.ready(0, sha.digest(0)).bytes());
        made.put("data", hello.data()[0].bytes());
        made.put("data-resume", hello.data(2, 5).bytes());
        made.put("end", hello.end().bytes());
        made.put("end-sha-256", sha.end().bytes());
        made.put(
                "committed", WireFrame.committed(5, hello.digest(), "hello.txt").bytes());
        made.put("have", WireFrame.have(5, hello.digest(), "hello.txt").bytes());
        made.put(
                "reject",
                WireFrame.reject(WireCode.EXISTS, "There is a file of this name.")
                        .bytes());
        made.put(
                "error",
                WireFrame.error(WireCode.CHECKSUM, "A frame was damaged on its way.")
                        .bytes());
        made.put("cancel", WireFrame.cancel().bytes());
        made.put("ping", WireFrame.ping().bytes());
        made.put("pong", WireFrame.pong().bytes());
        assertThat(hex(made)).containsExactlyInAnyOrderEntriesOf(hex(new ProtocolPage().vectors()));
    }

    private static Map<String, String> hex(Map<String, byte[]> vectors) {
        Map<String, String> hex = new HashMap<>();
        vectors.forEach((name, bytes) -> hex.put(name, HexFormat.of().formatHex(bytes)));
        return hex;
    }

    @Test
    void theCodesAreThoseOfThePage() throws IOException {
        assertThat(new ProtocolPage().rows("\\d+ \\| [A-Z_]+ \\| (?:ERROR|REJECT)[^|]*\\| [01] \\|.*"))
                .hasSize(WireCode.values().length)
                .allSatisfy(row -> {
                    WireCode code = WireCode.of(Integer.parseInt(row[0])).orElseThrow();
                    assertThat(code.name()).isEqualTo(row[1]);
                    assertThat(code.again).isEqualTo(Integer.parseInt(row[3]));
                });
    }

    @Test
    void tellsWhatWasSaid() {
        WireUpload hello = upload("hello.txt", "hello", 2);
        byte[] session = WireFrame.join(
                WireFrame.PREAMBLE,
                WireFrame.join(hello.begin(), hello.data()[0]),
                hello.end().damaged(),
                WireFrame.header('E', 0, 8));
        List<String> lines = FrameSpeech.INSTANCE.told(session);
        assertThat(lines)
                .containsExactly(
                        "4e 4c 55 50 01 00                         preamble",
                        "42 00 00 00 00 2c 00 01 02 03 04 05 ..    BEGIN hello.txt, 5 bytes, crc, id 0001020304050607...",
                        "44 00 00 00 00 0d 00 00 00 00 00 00 ..    DATA of 5 bytes at 0",
                        "45 00 00 00 00 08 36 10 a6 86 9a 71 ..    END, digest 3610a6869a71bb4c;"
                                + " its CRC-32C is 35cab1f4, not 35cab1f5",
                        "45 00 00 00 00 08                         END, but only 6 of 18 bytes");
        assertThat(FrameSpeech.INSTANCE.told(session, 6 + 20, "here"))
                .containsSequence(
                        ".. 08 09 0a 0b 0c 0d 0e 0f 00 00 00 00 .. BEGIN hello.txt, 5 bytes, crc, id 0001020304050607...",
                        "                     ^ here");
    }

    @Test
    void tellsWhatIsNoFrame() {
        assertThat(FrameSpeech.INSTANCE.told("HTTP/1.1 200 OK\r\n".getBytes(UTF_8), 0, "here"))
                .containsExactly(
                        "48 54 54 50 2f 31 2e 31 20 32 30 30 ..    17 bytes that begin like no frame: HTTP/1.1 200 OK..",
                        "^ here");
        assertThat(FrameSpeech.INSTANCE.told("ok".getBytes(UTF_8), 0, "here").get(0))
                .endsWith("2 bytes that begin like no frame: ok");
        assertThat(FrameSpeech.INSTANCE.told(new byte[0], 0, "here")).containsExactly("^ here");
    }

    @Test
    void leavesOutTheMiddle() {
        byte[] many = WireFrame.join(WireUpload.of("a", new byte[100_000]).whole(1000));
        List<String> lines = FrameSpeech.INSTANCE.told(many);
        assertThat(lines)
                .hasSize(15)
                .anyMatch(line -> line.matches("\\.\\.\\. 88 frames of \\d+ bytes in all left out .*"));
        List<String> end = FrameSpeech.INSTANCE.told(many, many.length, "here");
        assertThat(end).hasSizeLessThan(15);
        assertThat(end.get(end.size() - 1)).isEqualTo("^ here");
    }
}
