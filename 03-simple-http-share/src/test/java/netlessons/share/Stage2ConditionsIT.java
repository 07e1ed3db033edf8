package netlessons.share;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 2, first part: what is said about a file, and whether somebody wants it who has one of its versions. */
@Stage(value = 2, name = "ranges and conditions")
@Order(1)
@DisplayName("Stage 2: conditions")
final class Stage2ConditionsIT {
    static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");
    static final String LONG_AGO_IN_WORDS = "Sat, 03 Feb 2001 04:05:06 GMT";
    private static final String A_SECOND_BEFORE = "Sat, 03 Feb 2001 04:05:05 GMT";
    private static final String A_SECOND_LATER = "Sat, 03 Feb 2001 04:05:07 GMT";

    private SharedFolder folder;

    @BeforeEach
    void writeOldFile(Target target) throws IOException {
        folder = new SharedFolder(target);
        Files.setLastModifiedTime(folder.write("old.txt", "I am old.\n"), FileTime.from(LONG_AGO));
    }

    private Reply get(String... fields) {
        return folder.get("old.txt", fields);
    }

    static String etag(Reply reply) {
        reply.expectStatus(200)
                .expectHeader("ETag", "a strong entity tag such as \"v1\"", tag -> tag.matches("\"[!#-~]*\""));
        return reply.header("ETag").orElseThrow();
    }

    private void expectWhole(String... fields) {
        get(fields).expectStatus(200).expectBody("I am old.\n");
    }

    private void expectNotModified(String... fields) {
        String tag = etag(get());
        Reply reply = get(fields).expectStatus(304).expectHeader("ETag", tag).expectHeader("Date", "a date", d -> true);
        if (reply.header("Content-Length").isPresent()) {
            reply.expectHeader("Content-Length", "10"); // of what a GET without condition would get, if anything
        }
    }

    @Test
    @Order(1)
    @DisplayName(
            "a file has its length and a type, as the ending of its name says, and a browser may not guess another")
    @Rfc("RFC 9110 section 8.3, RFC 9110 section 8.6")
    void types() throws IOException {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("notes.txt", "text/plain");
        types.put("page.html", "text/html");
        types.put("picture.png", "image/png");
        types.put("photo.jpg", "image/jpeg");
        types.put("paper.pdf", "application/pdf");
        types.put("data.json", "application/json");
        for (Map.Entry<String, String> type : types.entrySet()) {
            folder.write(type.getKey(), "{}");
            folder.get(type.getKey())
                    .expectStatus(200)
                    .expectHeader("Content-Length", "2")
                    .expectHeader(
                            "Content-Type",
                            type.getValue() + ", with or without a charset",
                            is -> is.matches("(?i)" + type.getValue() + "\\s*(;.*)?"))
                    .expectHeader("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    @Order(2)
    @DisplayName("HEAD tells the same as GET, without the body: of a file and of a folder")
    @Rfc("RFC 9110 section 9.3.2")
    void head() {
        Reply get = get().expectStatus(200);
        Reply head = folder.head("old.txt").expectStatus(200);
        for (String name : List.of("Content-Length", "Content-Type", "ETag", "Last-Modified")) {
            head.expectHeader(name, get.header(name).orElse("as in the answer to GET"));
        }
        folder.head("").expectStatus(200).expectHeader("Content-Type", "text/html", t -> t.startsWith("text/html"));
        folder.head("nothing.txt").expectStatus(404);
    }

    @Test
    @Order(3)
    @DisplayName("OPTIONS says in Allow what can be done, and a method that nobody knows is refused")
    @Rfc("RFC 9110 section 9.3.7, RFC 9110 section 15.5.6, RFC 9110 section 9.1")
    void methods() {
        folder.http()
                .ask("OPTIONS", folder.path("old.txt"), null)
                .expectStatus(200, 204)
                .expectHeader("Allow", "GET and HEAD, and perhaps more", Stage2ConditionsIT::readable);
        Reply refused =
                folder.http().ask("BREW", folder.path("old.txt"), new byte[0]).expectStatus(405, 501);
        if (refused.status() == 405) {
            refused.expectHeader("Allow", "GET and HEAD, and perhaps more", Stage2ConditionsIT::readable);
        }
    }

    private static boolean readable(String allow) {
        List<String> methods = List.of(allow.split("\\s*,\\s*"));
        return methods.contains("GET") && methods.contains("HEAD");
    }

    @Test
    @Order(4)
    @DisplayName("an answer names the version of the file: a strong ETag, and Last-Modified")
    @Rfc("RFC 9110 section 8.8")
    void validators() {
        etag(get().expectHeader("Last-Modified", LONG_AGO_IN_WORDS));
    }

    @Test
    @Order(5)
    @DisplayName("a file that has changed has another ETag, also if it is as long as before")
    @Rfc("RFC 9110 section 8.8.3, RFC 9110 section 8.8.1")
    void changed() throws IOException {
        String before = etag(get());
        Path file = folder.write("old.txt", "I am new.\n");
        FileTime first = Files.getLastModifiedTime(file);
        String sameLength = etag(expectOther(before));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // file systems look at a clock that ticks slowly
        folder.write("old.txt", "I am 2nd.\n");
        assumeFalse(
                Files.getLastModifiedTime(file).equals(first),
                "this file system does not tell two versions apart that are made within a second");
        expectOther(sameLength).expectBody("I am 2nd.\n");
    }

    private Reply expectOther(String tag) {
        return get().expectStatus(200)
                .expectHeader("ETag", "another one than " + tag + ", that of the last version", t -> !t.equals(tag));
    }

    @Test
    @Order(6)
    @DisplayName("If-None-Match with the ETag: 304, without a body, and again with the ETag (attack 45)")
    @Rfc("RFC 9110 section 13.1.2, RFC 9110 section 15.4.5, RFC 9110 section 8.6")
    void ifNoneMatch() {
        String tag = etag(get());
        expectNotModified("If-None-Match: " + tag);
        expectWhole("If-None-Match: \"another\"");
        expectWhole("If-None-Match: " + tag.replaceFirst("\"$", "x\""));
        folder.head("old.txt", "If-None-Match: " + tag).expectStatus(304);
    }

    @Test
    @Order(7)
    @DisplayName("If-None-Match with a list, a weak tag, a star (attack 45)")
    @Rfc("RFC 9110 section 13.1.2, RFC 9110 section 8.8.3.2")
    void ifNoneMatchForms() {
        String tag = etag(get());
        expectNotModified("If-None-Match: \"first\", " + tag + ", \"last\"");
        expectNotModified("If-None-Match: \"a,b\"," + tag);
        expectNotModified("If-None-Match: W/" + tag);
        expectNotModified("If-None-Match: *");
        expectWhole("If-None-Match: \"first\", \"second\"");
    }

    @Test
    @Order(8)
    @DisplayName("If-Modified-Since with the date of the file: 304, in each of the three forms of a date")
    @Rfc("RFC 9110 section 13.1.3, RFC 9110 section 5.6.7")
    void ifModifiedSince() {
        expectNotModified("If-Modified-Since: " + LONG_AGO_IN_WORDS);
        expectNotModified("If-Modified-Since: Saturday, 03-Feb-01 04:05:06 GMT");
        expectNotModified("If-Modified-Since: Sat Feb  3 04:05:06 2001");
        expectWhole("If-Modified-Since: " + A_SECOND_BEFORE);
    }

    @Test
    @Order(9)
    @DisplayName("If-Modified-Since with what is no date is ignored, and beside If-None-Match it does not count")
    @Rfc("RFC 9110 section 13.1.3")
    void ifModifiedSinceIgnored() {
        for (String nonsense : List.of("yesterday", "2001-02-03", "Sat, 03 Feb", "0")) {
            expectWhole("If-Modified-Since: " + nonsense);
        }
        expectWhole("If-None-Match: \"another\"", "If-Modified-Since: " + LONG_AGO_IN_WORDS);
    }

    @Test
    @Order(10)
    @DisplayName("If-Match: 412 unless the ETag is the same, and strong (attack 45)")
    @Rfc("RFC 9110 section 13.1.1")
    void ifMatch() {
        String tag = etag(get());
        expectWhole("If-Match: " + tag);
        expectWhole("If-Match: \"first\", " + tag);
        expectWhole("If-Match: *");
        get("If-Match: \"another\"").expectStatus(412);
        get("If-Match: W/" + tag).expectStatus(412);
    }

    @Test
    @Order(11)
    @DisplayName("If-Unmodified-Since: 412 if the file is newer")
    @Rfc("RFC 9110 section 13.1.4")
    void ifUnmodifiedSince() {
        expectWhole("If-Unmodified-Since: " + LONG_AGO_IN_WORDS);
        expectWhole("If-Unmodified-Since: " + A_SECOND_LATER);
        get("If-Unmodified-Since: " + A_SECOND_BEFORE).expectStatus(412);
    }

    @Test
    @Order(12)
    @DisplayName("a program keeps a copy and asks whether it is still good")
    @Rfc("RFC 9110 section 13.1.2")
    void revalidation() throws IOException {
        String path = folder.path("old.txt");
        Target target = folder.target();
        String tag = Library.ask(
                target, p -> p.get(path).then().statusCode(200).extract().header("ETag"));
        Library.ask(target, p -> p.header("If-None-Match", tag).get(path).then().statusCode(304));
        folder.write("old.txt", "I am new, and longer.\n");
        Library.ask(
                target,
                p -> p.header("If-None-Match", tag)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .body(equalTo("I am new, and longer.\n")));
    }
}
