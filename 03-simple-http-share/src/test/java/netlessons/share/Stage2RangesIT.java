package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.BytePart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 2, second part: pieces of a file, so that a download which broke off, or a film, goes on where it was. */
@Stage(value = 2, name = "ranges and conditions")
@Order(2)
@DisplayName("Stage 2: ranges")
final class Stage2RangesIT {
    /** In bytes: more than two sockets hold, so that most of it has not been sent when its sending has begun. */
    private static final int BIG = 24 << 20;

    private SharedFolder folder;
    private byte[] bytes;

    @BeforeEach
    void writeFile(Target target) throws IOException {
        folder = new SharedFolder(target);
        bytes = folder.writeRandom("file.bin", 1000);
        Files.setLastModifiedTime(folder.file("file.bin"), FileTime.from(Stage2ConditionsIT.LONG_AGO));
    }

    private Reply get(String... fields) {
        return folder.get("file.bin", fields);
    }

    private Reply range(String range) {
        return get("Range: bytes=" + range);
    }

    private void expectPart(Reply reply, int first, int last) {
        reply.expectStatus(206)
                .expectHeader("Content-Range", "bytes " + first + "-" + last + "/1000")
                .expectBody(Arrays.copyOfRange(bytes, first, last + 1));
    }

    private void expectWhole(Reply reply) {
        reply.expectStatus(200).expectNoHeader("Content-Range").expectBody(bytes);
    }

    @Test
    @Order(1)
    @DisplayName("the first hundred bytes")
    @Rfc("RFC 9110 section 14.1.2, RFC 9110 section 15.3.7")
    void first() {
        Reply reply = range("0-99");
        expectPart(reply, 0, 99);
        reply.expectHeader("Content-Length", "100");
    }

    @Test
    @Order(2)
    @DisplayName("from the middle; from a place to the end; the last so many; one byte")
    @Rfc("RFC 9110 section 14.1.2")
    void parts() {
        expectPart(range("300-599"), 300, 599);
        expectPart(range("900-"), 900, 999);
        expectPart(range("-10"), 990, 999);
        expectPart(range("0-0"), 0, 0);
        expectPart(range("999-999"), 999, 999);
    }

    @Test
    @Order(3)
    @DisplayName("an end beyond the file is the end of the file (attack 44)")
    @Rfc("RFC 9110 section 14.1.2")
    void clipped() {
        expectPart(range("990-5000"), 990, 999);
        Reply all = range("-5000").expectStatus(200, 206).expectBody(bytes);
        if (all.status() == 206) {
            expectPart(all, 0, 999);
        }
    }

    @Test
    @Order(4)
    @DisplayName("a part has the ETag of the whole, and an answer with all of it says that parts can be had")
    @Rfc("RFC 9110 section 15.3.7, RFC 9110 section 14.3")
    void fields() {
        String tag = Stage2ConditionsIT.etag(get().expectHeader("Accept-Ranges", "bytes"));
        range("0-99").expectStatus(206).expectHeader("ETag", tag).expectHeader("Date", "a date", date -> true);
    }

    @Test
    @Order(5)
    @DisplayName("a range that begins behind the end: 416, and how long the file is (attack 44)")
    @Rfc("RFC 9110 section 15.5.17, RFC 9110 section 14.4")
    void unsatisfiable() {
        for (String range : List.of("1000-", "1000-1000", "5000-6000", "-0")) {
            range(range).expectStatus(416).expectHeader("Content-Range", "bytes */1000");
        }
    }

    @Test
    @Order(6)
    @DisplayName(
            "a range that makes no sense, or another unit: the whole file, or a refusal; never another piece (attack 44)")
    @Rfc("RFC 9110 section 14.1.1, RFC 9110 section 14.2")
    void nonsense() {
        for (String range : List.of("", "-", "abc", "5-2", "1-x", "0x1-2", "--5", "+1-2", "1-2-3")) {
            Reply reply = range(range).expectStatus(200, 400, 416);
            if (reply.status() == 200) {
                expectWhole(reply);
            }
        }
        expectWhole(get("Range: lines=0-1"));
    }

    @Test
    @Order(7)
    @DisplayName("numbers that fit into no variable do no harm (attack 44)")
    @Rfc("RFC 9110 section 14.1.2")
    void hugeNumbers() {
        for (String huge : List.of("99999999999999999999999", "18446744073709551616", "9223372036854775808")) {
            range("0-" + huge).expectStatus(200, 206, 400, 416);
            range("-" + huge).expectStatus(200, 206, 400, 416);
            range(huge + "-").expectStatus(200, 400, 416);
            range(huge + "-" + huge + "0").expectStatus(200, 400, 416);
        }
        expectWhole(get());
    }

    @Test
    @Order(8)
    @DisplayName("an empty file has no part: 416, or all of nothing (attack 44)")
    @Rfc("RFC 9110 section 14.1.2")
    void emptyFile() throws IOException {
        folder.write("empty.bin", "");
        for (String range : List.of("0-", "0-0", "-1", "-0")) {
            Reply reply = folder.get("empty.bin", "Range: bytes=" + range).expectStatus(200, 416);
            if (reply.status() == 200) {
                reply.expectBody("");
            }
        }
    }

    @Test
    @Order(9)
    @DisplayName("several ranges: all of them in a multipart body, or the whole file")
    @Rfc("RFC 9110 section 14.2, RFC 9110 section 14.6")
    void several() {
        expectRanges(get("Range: bytes=0-1,500-509,-5"), new int[][] {{0, 1}, {500, 509}, {995, 999}});
        expectRanges(get("Range: bytes=900-909 , 100-109"), new int[][] {{900, 909}, {100, 109}});
        // Those that do not lie in the file are left out.
        expectRanges(get("Range: bytes=0-1,2000-3000"), new int[][] {{0, 1}});
    }

    /** Each asked for is covered; a server may join them, and sort them then. */
    private void expectRanges(Reply reply, int[][] ranges) {
        if (reply.expectStatus(200, 206).status() == 200) {
            expectWhole(reply);
            return;
        }
        List<BytePart> parts = BytePart.of(reply);
        for (BytePart part : parts) {
            if (part.length() != 1000
                    || !Arrays.equals(part.bytes(), Arrays.copyOfRange(bytes, part.first(), part.last() + 1))) {
                throw reply.failure("the bytes of the file in the part " + part.first() + "-" + part.last(), 0);
            }
        }
        for (int[] range : ranges) {
            if (parts.stream().noneMatch(part -> part.first() <= range[0] && part.last() >= range[1])) {
                throw reply.failure("a part with the bytes " + range[0] + "-" + range[1], 0);
            }
        }
    }

    @Test
    @Order(10)
    @DisplayName(
            "many ranges, or ranges that lie over each other, bring no more than a little more than the file (attack 44)")
    @Rfc("RFC 9110 section 14.2, RFC 9110 section 17.15")
    void greedy() throws IOException {
        folder.writeRandom("larger.bin", 100_000);
        String overlapping = "0-,".repeat(300) + "0-";
        String many =
                IntStream.range(0, 1000).mapToObj(i -> i * 100 + "-" + i * 100).collect(Collectors.joining(","));
        for (String ranges : List.of(overlapping, many)) {
            Reply reply = folder.get("larger.bin", "Range: bytes=" + ranges).expectStatus(200, 206, 400, 416, 431);
            if (reply.body().length > 300_000) {
                throw reply.failure("no more than three times what the file has", 300_000);
            }
        }
    }

    @Test
    @Order(11)
    @DisplayName("a range is for GET: in a HEAD it means nothing (attack 44)")
    @Rfc("RFC 9110 section 14.2, RFC 9110 section 9.3.2")
    void headWithRange() {
        // Many servers answer as a GET would be answered; that is what HEAD is for, too.
        Reply reply = folder.head("file.bin", "Range: bytes=0-1").expectStatus(200, 206);
        if (reply.header("Content-Length").isPresent()) {
            reply.expectHeader("Content-Length", reply.status() == 200 ? "1000" : "2");
        }
    }

    @Test
    @Order(12)
    @DisplayName("If-Range with the ETag: the part; with another, or a weak one: the whole file (attack 44)")
    @Rfc("RFC 9110 section 13.1.5")
    void ifRangeTag() throws IOException {
        String tag = Stage2ConditionsIT.etag(get());
        expectPart(get("Range: bytes=0-99", "If-Range: " + tag), 0, 99);
        expectWhole(get("Range: bytes=0-99", "If-Range: \"another\""));
        expectWhole(get("Range: bytes=0-99", "If-Range: W/" + tag));
        bytes = folder.writeRandom("file.bin", 1000);
        expectWhole(get("Range: bytes=0-99", "If-Range: " + tag)); // else a download would be made of two versions
    }

    @Test
    @Order(13)
    @DisplayName("If-Range with the very date of the file: the part; with any other: the whole file")
    @Rfc("RFC 9110 section 13.1.5")
    void ifRangeDate() {
        Reply reply = get("Range: bytes=0-99", "If-Range: " + Stage2ConditionsIT.LONG_AGO_IN_WORDS)
                .expectStatus(200, 206);
        if (reply.status() == 206) {
            expectPart(reply, 0, 99);
        }
        expectWhole(get("Range: bytes=0-99", "If-Range: Sat, 03 Feb 2001 04:05:05 GMT"));
        expectWhole(get("Range: bytes=0-99", "If-Range: Sat, 03 Feb 2001 04:05:07 GMT"));
    }

    @Test
    @Order(14)
    @DisplayName("conditions come first: 304 and 412 win over a range")
    @Rfc("RFC 9110 section 13.2.2")
    void conditionsFirst() {
        String tag = Stage2ConditionsIT.etag(get());
        get("Range: bytes=0-99", "If-None-Match: " + tag).expectStatus(304);
        get("Range: bytes=0-99", "If-Match: \"another\"").expectStatus(412);
    }

    @Test
    @Order(15)
    @DisplayName("a program goes on with a download that broke off")
    @Rfc("RFC 9110 section 14.2, RFC 9110 section 13.1.5")
    void resume() throws IOException {
        byte[] big = folder.writeRandom("big.bin", 300_000);
        int had = 1 + folder.target().random().nextInt(big.length - 1);
        String path = folder.path("big.bin");
        String tag = Library.ask(
                folder.target(),
                p -> p.head(path).then().statusCode(200).extract().header("ETag"));
        byte[] rest = Library.ask(
                folder.target(),
                p -> p.header("Range", "bytes=" + had + "-")
                        .header("If-Range", tag)
                        .get(path)
                        .then()
                        .statusCode(206)
                        .header("Content-Range", startsWith("bytes " + had + "-299999/"))
                        .extract()
                        .asByteArray());
        assertThat(rest).isEqualTo(Arrays.copyOfRange(big, had, big.length));
    }

    @Test
    @Order(16)
    @DisplayName(
            "a file that becomes shorter while it is fetched: the answer breaks off, nothing is made up (attack 44)")
    @Rfc("RFC 9110 section 6.1, RFC 9112 section 8")
    void truncated() throws IOException {
        Path file = bigFile("shrinks.bin", 1);
        try (Wire wire =
                folder.http().begin("GET", folder.path("shrinks.bin"), null).awaitAnswer()) {
            try (RandomAccessFile shrinks = new RandomAccessFile(file.toFile(), "rw")) {
                shrinks.setLength(1000);
            }
            // Who has read all of it into memory can still send it.
            wire.replyUnlessCut().ifPresent(reply -> reply.expectStatus(200).expectBody(big(1)));
        }
        expectWhole(get()); // the others are served as before
    }

    @Test
    @Order(17)
    @DisplayName(
            "a file whose name is given to another one while it is fetched: no mixture of the two arrives (attack 44)")
    @Rfc("RFC 9110 section 8.8.1")
    void replaced() throws IOException {
        Path file = bigFile("replaced.bin", 1);
        bigFile("other.bin", 2);
        try (Wire wire =
                folder.http().begin("GET", folder.path("replaced.bin"), null).awaitAnswer()) {
            Files.move(folder.file("other.bin"), file, StandardCopyOption.REPLACE_EXISTING);
            wire.replyUnlessCut().ifPresent(reply -> reply.expectStatus(200).expectBody(big(1)));
        }
    }

    private Path bigFile(String name, int value) throws IOException {
        return folder.write(name, big(value));
    }

    private static byte[] big(int value) {
        byte[] all = new byte[BIG];
        Arrays.fill(all, (byte) value);
        return all;
    }
}
