package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDecoderTest {
    /** Feeds the bytes in two parts, cut at {@code cut}, into outputs of {@code room} bytes. */
    private static String decode(BodyDecoder decoder, String bytes, int cut, int room) {
        byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder body = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(all).limit(cut);
        do {
            ByteBuffer out = ByteBuffer.allocate(room);
            int before = in.remaining();
            decoder.decode(in, out);
            body.append(StandardCharsets.ISO_8859_1.decode(out.flip()));
            if (in.remaining() == before && out.limit() == 0) {
                if (in.limit() == all.length) {
                    break;
                }
                in.limit(all.length);
            }
        } while (!decoder.isDone());
        assertThat(decoder.isDone()).as("done with %s, cut at %d", bytes, cut).isTrue();
        return body + "|" + StandardCharsets.ISO_8859_1.decode(in.limit(all.length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "5\\r\\nhello\\r\\n0\\r\\n\\r\\nnext#hello|next",
                "3\\r\\nhel\\r\\n2\\r\\nlo\\r\\n000\\r\\n\\r\\n#hello|",
                "0\\r\\n\\r\\n#|",
                "A\\r\\n0123456789\\r\\na\\r\\n0123456789\\r\\n0\\r\\n\\r\\n#01234567890123456789|",
                "5;a=b;c;d=\"x;\\\"y\"\\r\\nhello\\r\\n0;e\\r\\n\\r\\n#hello|",
                "5 ; a = b\\r\\nhello\\r\\n0\\r\\n\\r\\n#hello|",
                "5\\r\\nhello\\r\\n0\\r\\nX: 1\\r\\nY: 2\\r\\nZ: 3\\r\\n\\r\\nGET#hello|GET",
                "2\\r\\n\\r\\n\\r\\n0\\r\\n\\r\\n#\\r\\n|",
            })
    void decodesChunksAtEverySplit(String raw, String expected) {
        String bytes = raw.replace("\\r", "\r").replace("\\n", "\n");
        String wanted = expected.replace("\\r", "\r").replace("\\n", "\n");
        for (int cut = 0; cut <= bytes.length(); cut++) {
            for (int room : new int[] {1, 3, 100}) {
                assertThat(decode(new ChunkedDecoder(Limits.DEFAULT), bytes, cut, room))
                        .isEqualTo(wanted);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z\r\n",
                "+5\r\nhello\r\n",
                "-1\r\n",
                "0x5\r\nhello\r\n",
                " 5\r\nhello\r\n",
                "5 \r\nhello\r\n",
                "1_0\r\n",
                "\r\n",
                "00000000000000005\r\nhello\r\n",
                "5;\r\nhello\r\n",
                "5;[\r\nhello\r\n",
                "5;a=\r\nhello\r\n",
                "5;a=\"x\r\nhello\r\n",
                "5;a\0\r\nhello\r\n",
                "5;a\rb\r\nhello\r\n",
                "5\nhello\r\n",
                "5\rhello\r\n",
                "5\r\nhello!!\r\n",
                "5\r\nhello\n",
                "5\r\nhello0\r\n\r\n",
                "0\r\n X: 1\r\n\r\n",
                "0\r\nnocolon\r\n\r\n",
                "0\r\nX: 1\n\r\n"
            })
    void refusesBrokenChunks(String bytes) {
        HttpError whole = catchThrowableOfType(
                HttpError.class, () -> decode(new ChunkedDecoder(Limits.DEFAULT), bytes, bytes.length(), 100));
        assertThat(whole).as(bytes).isNotNull();
        assertThat(whole.status()).isEqualTo(400);
        for (int i = 0; i < bytes.length(); i++) {
            int cut = i;
            HttpError split = catchThrowableOfType(
                    HttpError.class, () -> decode(new ChunkedDecoder(Limits.DEFAULT), bytes, cut, 100));
            assertThat(split).as("cut at %d", cut).isNotNull();
        }
    }

    @Test
    void limitsExtensionsTrailersAndTheWhole() {
        assertThat(status("5;" + "a".repeat(300) + "\r\nhello\r\n0\r\n\r\n")).isEqualTo(400);
        assertThat(status("0\r\n" + "X: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(1100) + "\r\n"))
                .isEqualTo(431);
        assertThat(status("100001\r\n")).isEqualTo(413);
        assertThat(status("80000\r\n" + "a".repeat(0x80000) + "\r\n80001\r\n")).isEqualTo(413);
        assertThat(status("7fffffffffffff\r\n")).isEqualTo(413);
    }

    private static int status(String bytes) {
        return catchThrowableOfType(
                        HttpError.class,
                        () -> decode(new ChunkedDecoder(Limits.DEFAULT), bytes, bytes.length(), 1 << 20))
                .status();
    }

    @Test
    void takesAsManyBytesAsAnnounced() {
        for (int cut = 0; cut <= 9; cut++) {
            assertThat(decode(new FixedDecoder(5), "hellonext", cut, 2)).isEqualTo("hello|next");
        }
        assertThat(new FixedDecoder(0).isDone()).isTrue();
    }
}
