package netlessons.share.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import netlessons.share.http.HttpError;
import netlessons.testkit.http.Form;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms, however they are cut into pieces on their way, and whatever is in them (attack 22). */
@Timeout(60)
class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=b";

    private static final List<String> FORMS = List.of(
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhello\r\n--b--\r\n",
            "--b\r\nA: 1\r\nB: 2\r\n\r\n\r\n--b\r\n\r\n\r\n--b--",
            "preamble\r\n--b \t\r\nA:1\r\n\r\n\r\n--c\r\n-\r\n--\r\n\r--b\n--b\r\r\n\r\n\r\n--b--\r\nepilogue",
            "--b--\r\n",
            "\r\n--b\r\nA: 1\r\n\r\n\r\n\r\n--b\r\nA: ä\r\n\r\n--\r\n--b--");

    /** Comes in pieces that end where this says. */
    private static InputStream pieces(byte[] bytes, int... cuts) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                int end = Arrays.stream(cuts).filter(cut -> cut > pos).min().orElse(count);
                return super.read(to, offset, Math.min(length, Math.max(1, end - pos)));
            }
        };
    }

    /** All of it as text: the fields of each part, and what is in it. */
    private static List<String> read(InputStream in, String type) throws IOException {
        List<String> all = new ArrayList<>();
        Multipart form = new Multipart(in, type);
        for (Optional<Multipart.Part> part = form.next(); part.isPresent(); part = form.next()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (ByteBuffer next = part.get().next();
                    next != null;
                    next = part.get().next()) {
                assertThat(next.hasRemaining()).isTrue();
                while (next.hasRemaining()) {
                    content.write(next.get());
                }
            }
            assertThat(part.get().read()).isEqualTo(-1);
            all.add(part.get().fields() + "|" + content.toString(StandardCharsets.ISO_8859_1));
        }
        return all;
    }

    private static List<String> read(byte[] bytes, int... cuts) throws IOException {
        return read(pieces(bytes, cuts), TYPE);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("what is in a part is all between its empty line and the next boundary")
    void contents() throws IOException {
        assertThat(read(utf8(FORMS.get(0)))).singleElement().asString().endsWith("|hello");
        assertThat(read(utf8(FORMS.get(1)))).hasSize(2).allMatch(part -> part.endsWith("|"));
        assertThat(read(utf8(FORMS.get(2))))
                .singleElement()
                .asString()
                .endsWith("|\r\n--c\r\n-\r\n--\r\n\r--b\n--b\r\r\n\r\n");
        assertThat(read(utf8(FORMS.get(3)))).isEmpty();
        assertThat(read(utf8(FORMS.get(4))))
                .hasSize(2)
                .last()
                .asString()
                .contains("ä")
                .endsWith("|--");
    }

    @Test
    @DisplayName("wherever a form is cut in two or three, and byte by byte, it is the same form")
    void splits() throws IOException {
        for (String form : FORMS) {
            byte[] bytes = utf8(form);
            List<String> whole = read(bytes);
            for (int i = 0; i <= bytes.length; i++) {
                for (int j = i; j <= bytes.length; j++) {
                    assertThat(read(bytes, i, j))
                            .as("%s cut at %s and %s", form, i, j)
                            .isEqualTo(whole);
                }
            }
            int[] all = java.util.stream.IntStream.range(0, bytes.length).toArray();
            assertThat(read(bytes, all)).isEqualTo(whole);
        }
    }

    @Test
    @DisplayName("a form that breaks off, wherever, is no shorter form")
    void breaksOff() {
        for (String form : FORMS) {
            int end = form.lastIndexOf("--b--") + 5;
            for (int i = 0; i < end; i++) {
                byte[] bytes = Arrays.copyOf(utf8(form), i);
                assertThatThrownBy(() -> read(bytes)).as(form.substring(0, i)).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    @DisplayName(
            "any bytes, boundaries of all lengths, look-alikes at the buffer's edge: what comes out is what went in")
    void random() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            String boundary = "-".repeat(random.nextInt(30)) + "x".repeat(1 + random.nextInt(40));
            byte[] delimiter = utf8("\r\n--" + boundary);
            Form form = new Form(boundary);
            List<byte[]> contents = new ArrayList<>();
            for (int parts = random.nextInt(4); parts >= 0; parts--) {
                byte[] content = content(random, delimiter);
                contents.add(content);
                form.file("f", content);
            }
            byte[] bytes = form.bytes();
            int[] cuts = random.ints(random.nextInt(50), 0, bytes.length + 1).toArray();
            List<String> all = read(pieces(bytes, cuts), form.contentType());
            assertThat(all).as("-Dseed=%s, round %s", seed, round).hasSameSizeAs(contents);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).endsWith("|" + new String(contents.get(i), StandardCharsets.ISO_8859_1)))
                        .as("-Dseed=%s, round %s, part %s", seed, round, i)
                        .isTrue();
            }
        }
    }

    /** Full of beginnings of the delimiter, but without one. */
    private static byte[] content(Random random, byte[] delimiter) {
        byte[] content = new byte[random.nextInt(4) == 0 ? 60_000 + random.nextInt(80_000) : random.nextInt(300)];
        random.nextBytes(content);
        for (int likes = random.nextInt(40); likes > 0 && content.length > 0; likes--) {
            int length = Math.min(1 + random.nextInt(delimiter.length - 1), content.length);
            System.arraycopy(delimiter, 0, content, random.nextInt(content.length - length + 1), length);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.contains(new String(delimiter, StandardCharsets.ISO_8859_1)) ? new byte[0] : content;
    }

    @Test
    @DisplayName("spoilt forms: an answer, never an exception of another kind, and never without an end")
    void spoilt() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = utf8(FORMS.get(random.nextInt(FORMS.size())));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) "\r\n-b: \0\"=ä".charAt(random.nextInt(10));
            }
            try {
                read(bytes);
            } catch (HttpError | EOFException e) {
                // that is what it is for
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("-Dseed=" + seed + ", round " + round, e);
            }
        }
    }

    @Test
    @DisplayName("a part may be left unread, or be read in part: the next one begins where it begins")
    void skipped() throws IOException {
        Form parts = new Form("b").file("1", new byte[200_000]).file("2", "two").file("3", "three");
        Multipart form = new Multipart(new ByteArrayInputStream(parts.bytes()), TYPE);
        form.next();
        assertThat(form.next().orElseThrow().read()).isEqualTo('t');
        Multipart.Part third = form.next().orElseThrow();
        assertThat(third.readNBytes(2)).containsExactly('t', 'h');
        assertThat(third.read(new byte[1], 0, 0)).isZero();
        assertThat(third.readAllBytes()).containsExactly(utf8("ree"));
        assertThat(form.next()).isEmpty();
    }

    private static int status(String type, byte[] form) throws IOException {
        try {
            read(new ByteArrayInputStream(form), type);
            return 200;
        } catch (HttpError e) {
            return e.status();
        }
    }

    @ParameterizedTest
    @DisplayName("a type without a usable boundary is 400, another type 415 (attack 22)")
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"a \"",
                "multipart/form-data; boundary=\"a\\\\b\"",
                "multipart/form-data; boundary=a; boundary=b",
                "multipart/form-data; boundary=ä",
                "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void badBoundary(String type) throws IOException {
        assertThat(status(type, new byte[0])).isEqualTo(400);
        assertThat(status(type.replace("form-data", "mixed"), new byte[0])).isEqualTo(415);
    }

    @Test
    @DisplayName("a boundary may have 70 characters, of several kinds, quoted or not (RFC 2046 section 5.1.1)")
    void goodBoundary() throws IOException {
        String longest = "0123456789'()+_,-./:=?012345678901234567890123456789012345678901234567";
        for (String boundary : List.of(longest, "a b", "'", "----WebKitFormBoundary7MA4YWxkTrZu0gW")) {
            byte[] form = new Form(boundary).file("f", "x").bytes();
            String type = "Multipart/Form-Data ; charset=utf-8; Boundary=\"" + boundary + "\"; x=y";
            assertThat(read(new ByteArrayInputStream(form), type)).hasSize(1);
        }
        byte[] form = new Form("a+b").file("f", "x").bytes();
        assertThat(read(new ByteArrayInputStream(form), "multipart/form-data;boundary=a+b"))
                .hasSize(1);
    }

    @Test
    @DisplayName("too many parts, too long heads, too much around them, lines without CR: refused (attack 22)")
    void limits() throws IOException {
        Form most = new Form("b");
        for (int i = 0; i < Multipart.MOST_PARTS; i++) {
            most.field("a", "");
        }
        assertThat(status(TYPE, most.bytes())).isEqualTo(200);
        assertThat(status(TYPE, most.field("a", "").bytes())).isEqualTo(413);
        String long1 = "A: " + "x".repeat(Multipart.HEAD) + "\r\n";
        String long2 = "A: x\r\n".repeat(Multipart.HEAD / 6 + 1);
        assertThat(status(TYPE, new Form("b").part(long1, new byte[1]).bytes())).isEqualTo(400);
        assertThat(status(TYPE, new Form("b").part(long2, new byte[1]).bytes())).isEqualTo(400);
        assertThat(status(
                        TYPE,
                        new Form("b").part(long2.substring(600), new byte[1]).bytes()))
                .isEqualTo(200);
        String around = "x".repeat(Multipart.AROUND - 10);
        byte[] form = utf8(around + "\r\n--b--\r\n" + around);
        assertThat(status(TYPE, form)).isEqualTo(200);
        assertThat(status(TYPE, utf8("x".repeat(Multipart.AROUND + 1) + "\r\n--b--")))
                .isEqualTo(400);
        assertThat(status(TYPE, utf8("--b--\r\n" + "x".repeat(100_000)))).isEqualTo(400);
        assertThat(status(TYPE, utf8("--b\nA: 1\n\nx\n--b--\n\r\n"))).isEqualTo(400);
        assertThat(status(TYPE, utf8("--b\r\nA\r\n\r\nx\r\n--b--\r\n"))).isEqualTo(400);
        assertThat(status(TYPE, utf8("--b\r\nA: 1\r\n B: 2\r\n\r\nx\r\n--b--\r\n")))
                .isEqualTo(400);
        assertThat(status(TYPE, utf8("--b\r\n\r\nx\r\n--bc\r\n\r\n--b--"))).isEqualTo(400);
    }

    @Test
    @DisplayName("names are UTF-8; what is none is taken letter by letter (attack 16)")
    void names() throws IOException {
        String form = "--b\r\nA: grün\r\n\r\n\r\n--b--";
        assertThat(read(new ByteArrayInputStream(utf8(form)), TYPE).get(0)).contains("grün");
        byte[] latin1 = form.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(new ByteArrayInputStream(latin1), TYPE).get(0)).contains("grün");
    }
}
