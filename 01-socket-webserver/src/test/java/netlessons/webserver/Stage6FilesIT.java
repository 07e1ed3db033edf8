package netlessons.webserver;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.restassured.config.HttpClientConfig;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 6: the files of {dir} under /files/. Each test writes into a folder of its own there.
 * Each request has a connection of its own, so that a server which closes after each response can pass, and one that
 * serves one client at a time.
 */
@Stage(value = 6, name = "files")
@DisplayName("Stage 6: files")
final class Stage6FilesIT {
    private static final String SECRET = "root of all evil";
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");
    private static final String LONG_AGO_IN_WORDS = "Sat, 03 Feb 2001 04:05:06 GMT";

    private Target target;
    private Path folder;
    private final List<Path> elsewhere = new ArrayList<>();

    @BeforeEach
    void makeFolder(Target given) {
        target = given;
        folder = given.newFolder();
    }

    @AfterEach
    void removeWhatIsElsewhere() throws IOException {
        for (Path path : elsewhere) {
            delete(path);
        }
    }

    private static void delete(Path root) throws IOException {
        if (root != null && Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file;
        try {
            file = folder.resolve(name);
        } catch (InvalidPathException e) {
            return abort("this system, or Java's locale (try LC_ALL=C.UTF-8), has no file called " + name);
        }
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private byte[] writeRandom(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        target.random().nextBytes(bytes);
        write(name, bytes);
        return bytes;
    }

    /** The path in the URL; the name is to be percent-encoded already. */
    private String path(String name) {
        return "/files/" + folder.getFileName() + "/" + name;
    }

    private Reply get(String name, String... fields) {
        return ask("GET", path(name), fields);
    }

    /** One request on its own connection, which is closed afterwards. */
    private Reply ask(String method, String path, String... fields) {
        StringBuilder request =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        try (Wire wire = target.connect().send(request.append("\r\n").toString())) {
            Reply reply = wire.replyTo(method);
            if (method.equals("HEAD") || reply.status() == 304) {
                reply.expectClosed(); // not one byte of a body
            }
            return reply;
        }
    }

    /** The same as a program would do it that has a library for HTTP; a failure tells what was said. */
    private <T> T program(Function<RequestSpecification, T> exchange) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        LogConfig log = LogConfig.logConfig()
                .defaultStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                .enableLoggingOfRequestAndResponseIfValidationFails();
        HttpClientConfig patience = HttpClientConfig.httpClientConfig()
                .setParam("http.connection.timeout", 10_000)
                .setParam("http.socket.timeout", 10_000);
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        try {
            return exchange.apply(
                    given().config(RestAssuredConfig.config().logConfig(log).httpClient(patience))
                            .baseUri("http://" + host)
                            .port(target.port())
                            .urlEncodingEnabled(false)
                            .header("Connection", "close"));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + said.toString(StandardCharsets.UTF_8), e);
        } catch (Exception e) { // the library's own: no answer, or one that it cannot read
            throw new AssertionError("a client library (Apache HttpClient) says: " + e, e);
        }
    }

    private static String etag(Reply reply) {
        reply.expectHeader("ETag", "a strong entity tag such as \"v1\"", tag -> tag.matches("\"[!#-~]*\""));
        return reply.header("ETag").orElseThrow();
    }

    @Nested
    @Order(1)
    @DisplayName("whole files")
    final class Whole {
        @Test
        @Order(1)
        @DisplayName("a text file")
        @Rfc("RFC 9110 section 9.3.1")
        void text() throws IOException {
            write("hello.txt", "Hello, file!\n");
            get("hello.txt")
                    .expectStatus(200)
                    .expectHeader(
                            "Content-Type", "text/plain, with or without a charset", t -> t.startsWith("text/plain"))
                    .expectBody("Hello, file!\n");
        }

        @Test
        @Order(2)
        @DisplayName("a megabyte of random bytes arrives byte for byte, with its length")
        @Rfc("RFC 9110 section 8.6")
        void binary() throws IOException {
            byte[] bytes = writeRandom("random.bin", 1 << 20);
            get("random.bin")
                    .expectStatus(200)
                    .expectHeader("Content-Length", "1048576")
                    .expectBody(bytes);
        }

        @Test
        @Order(3)
        @DisplayName("an empty file is a file too")
        @Rfc("RFC 9110 section 8.6")
        void empty() throws IOException {
            write("empty.txt", "");
            get("empty.txt")
                    .expectStatus(200)
                    .expectHeader("Content-Length", "0")
                    .expectBody("");
        }

        @Test
        @Order(4)
        @DisplayName("a file that is not there is a 404")
        @Rfc("RFC 9110 section 15.5.5")
        void missing() throws IOException {
            write("hello.txt", "Hello, file!\n");
            get("goodbye.txt").expectStatus(404);
            get("hello.txt/more").expectStatus(404);
        }

        @Test
        @Order(5)
        @DisplayName("HEAD tells the same as GET, without the body")
        @Rfc("RFC 9110 section 9.3.2")
        void head() throws IOException {
            write("page.html", "<!doctype html><p>page");
            Reply get = get("page.html").expectStatus(200);
            Reply head = ask("HEAD", path("page.html")).expectStatus(200);
            for (String name : List.of("Content-Length", "Content-Type", "ETag", "Last-Modified")) {
                head.expectHeader(name, get.header(name).orElse("as in the answer to GET"));
            }
        }

        @Test
        @Order(6)
        @DisplayName("the ending of the name decides the Content-Type")
        @Rfc("RFC 9110 section 8.3")
        void mediaTypes() throws IOException {
            Map<String, String> types = Map.of(
                    "page.html", "text/html",
                    "style.css", "text/css",
                    "script.js", "(text|application)/javascript",
                    "notes.txt", "text/plain",
                    "picture.png", "image/png",
                    "data.json", "application/json");
            for (String name : types.keySet()) {
                write(name, "{}");
                String type = program(
                        p -> p.get(path(name)).then().statusCode(200).extract().contentType());
                assertThat(type).as("Content-Type of " + name).matches(types.get(name) + "(;.*)?");
            }
        }

        @Test
        @Order(7)
        @DisplayName("files are in folders in folders")
        @Rfc("RFC 9110 section 9.3.1")
        void subfolders() throws IOException {
            write("one/two/three.txt", "deep\n");
            get("one/two/three.txt").expectStatus(200).expectBody("deep\n");
        }

        @Test
        @Order(8)
        @DisplayName("a folder with a slash at the end is its index.html; without one, no list of its files")
        @Rfc("RFC 9110 section 4.2.3")
        void index() throws IOException {
            write("index.html", "<!doctype html><p>index");
            write("bare/file.txt", "file\n");
            get("").expectStatus(200)
                    .expectHeader("Content-Type", "text/html", t -> t.startsWith("text/html"))
                    .expectBody("<!doctype html><p>index");
            get("bare/").expectStatus(403, 404);
        }

        @Test
        @Order(9)
        @DisplayName("a folder without a slash at the end is redirected to the address with one")
        @Rfc("RFC 9110 section 15.4")
        void redirect() throws IOException {
            write("folder/index.html", "<!doctype html><p>index of the folder");
            get("folder")
                    .expectStatus(301, 302, 303, 307, 308)
                    .expectHeader(
                            "Location",
                            path("folder/") + ", with or without http://host before it",
                            to -> URI.create(to).getRawPath().equals(path("folder/")));
            program(p -> p.header("Host", target.host() + ":" + target.port())
                    .get(path("folder"))
                    .then()
                    .statusCode(200)
                    .body(equalTo("<!doctype html><p>index of the folder")));
        }

        @Test
        @Order(10)
        @DisplayName("files cannot be changed from outside: PUT, POST and DELETE are refused")
        @Rfc("RFC 9110 section 15.5.6")
        void readOnly() throws IOException {
            Path file = write("hello.txt", "Hello, file!\n");
            for (String method : List.of("PUT", "POST", "DELETE")) {
                ask(method, path("hello.txt"), "Content-Length: 0").expectStatus(403, 404, 405, 501);
            }
            assertThat(file).hasContent("Hello, file!\n");
        }
    }

    @Nested
    @Order(2)
    @DisplayName("names")
    final class Names {
        @Test
        @Order(1)
        @DisplayName("with blanks, percent signs and plus signs")
        @Rfc("RFC 3986 section 2.1")
        void encoded() throws IOException {
            Map<String, String> names = Map.of(
                    "a b.txt", "a%20b.txt",
                    "100%.txt", "100%25.txt",
                    "1+1.txt", "1+1.txt",
                    "1+1 = 2.txt", "1+1%20=%202.txt",
                    "%41.txt", "%2541.txt",
                    "semi;colon.txt", "semi;colon.txt",
                    "hash#.txt", "hash%23.txt");
            for (String name : names.keySet()) {
                write(name, name);
                get(names.get(name)).expectStatus(200).expectBody(name);
            }
        }

        @Test
        @Order(2)
        @DisplayName("with letters beyond ASCII, in UTF-8")
        @Rfc("RFC 3986 section 2.5")
        void utf8() throws IOException {
            write("gr\u00fc\u00df \u20ac.txt", "UTF-8\n");
            get("gr%C3%BC%C3%9F%20%e2%82%ac.txt").expectStatus(200).expectBody("UTF-8\n");
        }

        @Test
        @Order(3)
        @DisplayName("a question mark ends the name: what follows is the query")
        @Rfc("RFC 3986 section 3.4")
        void query() throws IOException {
            write("hello.txt", "Hello, file!\n");
            get("hello.txt?version=../2").expectStatus(200).expectBody("Hello, file!\n");
        }

        @Test
        @Order(4)
        @DisplayName("hidden files (.htpasswd, .git/config) stay hidden")
        @Rfc("RFC 9110 section 17.3")
        void hidden() throws IOException {
            write(".htpasswd", SECRET);
            write(".git/config", SECRET);
            for (String name : List.of(".htpasswd", "%2ehtpasswd", ".git/config", "%2Egit/config")) {
                expectRefused(path(name));
            }
        }

        @Test
        @Order(5)
        @DisplayName("'..' does not lead out of the folder")
        @Rfc("RFC 9110 section 17.3")
        void dots() throws IOException {
            String secret = besideTheRoot();
            String here = folder.getFileName().toString();
            for (String way : List.of("../", here + "/../../", "./../", here + "/./.././../", "..//")) {
                expectRefused("/files/" + way + secret);
            }
            expectRefused("/files/" + "../".repeat(20) + "etc/passwd");
            expectRefused("/files/" + here + "/" + "../".repeat(20) + "etc/passwd");
        }

        @Test
        @Order(6)
        @DisplayName("'..' in percent-encoding does not lead out of the folder, decoded once or twice")
        @Rfc("RFC 9110 section 17.3")
        void encodedDots() throws IOException {
            String secret = besideTheRoot();
            String here = folder.getFileName().toString();
            for (String up : List.of(
                    "%2e%2e/",
                    "%2E%2e/",
                    ".%2e/",
                    "..%2f",
                    "..%2F",
                    "%2e%2e%2f",
                    "%252e%252e/",
                    "..%252f",
                    "%c0%ae%c0%ae/",
                    "..%c0%af",
                    "..;/",
                    "%uff0e%uff0e/")) {
                expectRefused("/files/" + up + secret);
                expectRefused("/files/" + here + "/" + up + up + secret);
                expectRefused("/files/" + up.repeat(20) + "etc/passwd");
            }
        }

        @Test
        @Order(7)
        @DisplayName("a backslash is no slash")
        @Rfc("RFC 9110 section 17.3")
        void backslashes() throws IOException {
            String secret = besideTheRoot();
            for (String up : List.of("..\\", "..%5c", "..%5C", "%2e%2e%5c", "..%255c", "..\\/")) {
                expectRefused("/files/" + up + secret);
            }
        }

        @Test
        @Order(8)
        @DisplayName("a path that begins at the root of the file system finds nothing")
        @Rfc("RFC 9110 section 17.3")
        void absolute() throws IOException {
            Path secret =
                    write("../" + folder.getFileName() + "/secret.txt", SECRET).toRealPath();
            expectRefused("/files/" + secret);
            expectRefused("/files" + secret.toString().replace("/", "%2f"));
            expectRefused("/files/" + secret.toString().replace("/", "%2F"));
            for (String start :
                    List.of("//", "/files//", "/files///", "/files/%2f", "/files/%2F%2F", "/files/file:///")) {
                expectRefused(start + "etc/passwd");
            }
        }

        @Test
        @Order(9)
        @DisplayName("a NUL is no end of a name")
        @Rfc("RFC 9110 section 17.3")
        void nul() throws IOException {
            write("hello.txt", SECRET);
            write(".hidden", SECRET);
            expectRefused(path("hello.txt%00"));
            expectRefused(path("hello.txt%00.html"));
            expectRefused(path(".hidden%00.txt"));
            expectRefused(path("%00/hello.txt"));
        }

        @Test
        @Order(10)
        @DisplayName("a link inside the folder does not lead out of it")
        @Rfc("RFC 9110 section 17.3")
        void links() throws IOException {
            Path outside = Files.createTempDirectory("stage6-outside-");
            elsewhere.add(outside);
            Path secret = Files.writeString(outside.resolve("secret.txt"), SECRET);
            try {
                Files.createSymbolicLink(folder.resolve("link.txt"), secret);
                Files.createSymbolicLink(folder.resolve("door"), outside);
            } catch (UnsupportedOperationException | IOException e) {
                abort("this system does not let us make symbolic links");
            }
            expectRefused(path("link.txt"));
            expectRefused(path("door/secret.txt"));
        }

        @Test
        @Order(11)
        @DisplayName("a pipe in the folder does not hang the server")
        @Rfc("RFC 9110 section 17.3")
        void pipe() throws Exception {
            write("hello.txt", "Hello, file!\n");
            Path pipe = folder.resolve("pipe");
            assumeTrue(runs("mkfifo", pipe.toString()), "this system has no mkfifo");
            try {
                get("pipe").expectStatus(400, 403, 404, 500, 503);
                get("hello.txt").expectStatus(200);
            } finally {
                runs("sh", "-c", ": <>\"$0\"", pipe.toString()); // wakes a server that waits for somebody to write
            }
        }

        private static boolean runs(String... command) throws InterruptedException {
            try {
                Process process = new ProcessBuilder(command).start();
                boolean ended = process.waitFor(3, TimeUnit.SECONDS);
                process.destroyForcibly();
                return ended && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            }
        }

        /** A file next to the root, where that is possible: its name. */
        private String besideTheRoot() throws IOException {
            Path root = target.dir().toRealPath();
            Path parent = root.getParent();
            if (parent == null || !Files.isWritable(parent)) {
                return "etc/passwd";
            }
            Path secret = parent.resolve(root.getFileName() + "-secret.txt");
            elsewhere.add(secret);
            Files.writeString(secret, SECRET);
            return secret.getFileName().toString();
        }

        private void expectRefused(String path) {
            Reply reply = ask("GET", path).expectStatus(400, 403, 404);
            if (reply.text().contains(SECRET) || reply.text().contains("root:x:")) {
                throw reply.wire().failure("not the content of a file that is none of the client's business", 0);
            }
        }
    }

    @Nested
    @Order(3)
    @DisplayName("conditions")
    final class Conditions {
        private String etag;

        @BeforeEach
        void writeOldFile() throws IOException {
            Files.setLastModifiedTime(write("old.txt", "I am old.\n"), FileTime.from(LONG_AGO));
        }

        private Reply get(String... fields) {
            return Stage6FilesIT.this.get("old.txt", fields);
        }

        private String etag() {
            etag = etag == null ? Stage6FilesIT.etag(get().expectStatus(200)) : etag;
            return etag;
        }

        private void expectWhole(String... fields) {
            get(fields).expectStatus(200).expectBody("I am old.\n");
        }

        private void expectNotModified(String... fields) {
            Reply reply = get(fields)
                    .expectStatus(304)
                    .expectHeader("ETag", etag())
                    .expectHeader("Date", "a date", d -> true);
            if (reply.header("Content-Length").isPresent()) {
                reply.expectHeader("Content-Length", "10"); // of what a GET without condition would get, if anything
            }
        }

        @Test
        @Order(1)
        @DisplayName("an answer names the version of the file: ETag and Last-Modified")
        @Rfc("RFC 9110 section 8.8")
        void validators() {
            Reply reply = get().expectStatus(200).expectHeader("Last-Modified", LONG_AGO_IN_WORDS);
            Stage6FilesIT.etag(reply);
        }

        @Test
        @Order(2)
        @DisplayName("a file that has changed has another ETag")
        @Rfc("RFC 9110 section 8.8.3")
        void changedFile() throws Exception {
            String before = etag();
            letTheClockTick();
            Path file = write("old.txt", "I am new.\n");
            Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(1)));
            String sameLength = Stage6FilesIT.etag(
                    get().expectHeader("ETag", "another one than " + before, t -> !t.equals(before)));
            write("old.txt", "I am longer now.\n");
            Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(1)));
            get().expectHeader("ETag", "another one than " + sameLength, t -> !t.equals(sameLength));
        }

        /** Of the file system: some count in steps of 10 ms, and a tag may come from the time at which a file changed. */
        private static void letTheClockTick() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(50);
        }

        @Test
        @Order(3)
        @DisplayName("If-None-Match with the ETag: 304, without the body, with the ETag")
        @Rfc("RFC 9110 section 13.1.2, RFC 9110 section 15.4.5, RFC 9110 section 8.6")
        void ifNoneMatch() {
            expectNotModified("If-None-Match: " + etag());
        }

        @Test
        @Order(4)
        @DisplayName("If-None-Match with another ETag: the file")
        @Rfc("RFC 9110 section 13.1.2")
        void ifNoneMatchOther() {
            expectWhole("If-None-Match: \"another\"");
            expectWhole("If-None-Match: " + etag().replaceFirst("\"$", "x\""));
        }

        @Test
        @Order(5)
        @DisplayName("If-None-Match with a list, a weak tag, a star")
        @Rfc("RFC 9110 section 13.1.2, RFC 9110 section 8.8.3.2")
        void ifNoneMatchForms() {
            expectNotModified("If-None-Match: \"first\", " + etag() + ", \"last\"");
            expectNotModified("If-None-Match: W/" + etag());
            expectNotModified("If-None-Match: *");
            expectWhole("If-None-Match: \"first\", \"second\"");
        }

        @Test
        @Order(6)
        @DisplayName("HEAD with If-None-Match: 304 too")
        @Rfc("RFC 9110 section 13.1.2")
        void headIfNoneMatch() {
            ask("HEAD", path("old.txt"), "If-None-Match: " + etag()).expectStatus(304);
        }

        @Test
        @Order(7)
        @DisplayName("If-Modified-Since with the date of the file: 304, in each of the three forms of a date")
        @Rfc("RFC 9110 section 13.1.3, RFC 9110 section 5.6.7")
        void ifModifiedSince() {
            expectNotModified("If-Modified-Since: " + LONG_AGO_IN_WORDS);
            expectNotModified("If-Modified-Since: Saturday, 03-Feb-01 04:05:06 GMT");
            expectNotModified("If-Modified-Since: Sat Feb  3 04:05:06 2001");
        }

        @Test
        @Order(8)
        @DisplayName("If-Modified-Since with an earlier date: the file")
        @Rfc("RFC 9110 section 13.1.3")
        void ifModifiedSinceEarlier() {
            expectWhole("If-Modified-Since: Sat, 03 Feb 2001 04:05:05 GMT");
        }

        @Test
        @Order(9)
        @DisplayName("If-Modified-Since with what is no date is ignored")
        @Rfc("RFC 9110 section 13.1.3")
        void ifModifiedSinceNonsense() {
            for (String nonsense : List.of("yesterday", "2001-02-03", "Sat, 03 Feb", "0")) {
                expectWhole("If-Modified-Since: " + nonsense);
            }
        }

        @Test
        @Order(10)
        @DisplayName("If-None-Match counts, and If-Modified-Since beside it does not")
        @Rfc("RFC 9110 section 13.1.3")
        void ifNoneMatchComesFirst() {
            expectWhole("If-None-Match: \"another\"", "If-Modified-Since: " + LONG_AGO_IN_WORDS);
        }

        @Test
        @Order(11)
        @DisplayName("If-Match: 412 unless the ETag is the same, and strong")
        @Rfc("RFC 9110 section 13.1.1")
        void ifMatch() {
            expectWhole("If-Match: " + etag());
            expectWhole("If-Match: \"first\", " + etag());
            expectWhole("If-Match: *");
            get("If-Match: \"another\"").expectStatus(412);
            get("If-Match: W/" + etag()).expectStatus(412);
        }

        @Test
        @Order(12)
        @DisplayName("If-Unmodified-Since: 412 if the file is newer")
        @Rfc("RFC 9110 section 13.1.4")
        void ifUnmodifiedSince() {
            expectWhole("If-Unmodified-Since: " + LONG_AGO_IN_WORDS);
            expectWhole("If-Unmodified-Since: Sat, 03 Feb 2001 04:05:07 GMT");
            get("If-Unmodified-Since: Sat, 03 Feb 2001 04:05:05 GMT").expectStatus(412);
        }

        @Test
        @Order(13)
        @DisplayName("a program keeps a copy and asks whether it is still good")
        @Rfc("RFC 9110 section 13.1.2")
        void revalidation() throws IOException {
            String tag = program(
                    p -> p.get(path("old.txt")).then().statusCode(200).extract().header("ETag"));
            program(p ->
                    p.header("If-None-Match", tag).get(path("old.txt")).then().statusCode(304));
            write("old.txt", "I am new, and longer.\n");
            program(p -> p.header("If-None-Match", tag)
                    .get(path("old.txt"))
                    .then()
                    .statusCode(200)
                    .body(equalTo("I am new, and longer.\n")));
        }
    }

    @Nested
    @Order(4)
    @DisplayName("ranges")
    final class Ranges {
        private byte[] bytes;

        @BeforeEach
        void writeFile() throws IOException {
            bytes = writeRandom("file.bin", 1000);
            Files.setLastModifiedTime(folder.resolve("file.bin"), FileTime.from(LONG_AGO));
        }

        private Reply get(String... fields) {
            return Stage6FilesIT.this.get("file.bin", fields);
        }

        private void expectPart(Reply reply, int first, int last) {
            reply.expectStatus(206)
                    .expectHeader("Content-Range", "bytes " + first + "-" + last + "/1000")
                    .expectHeader("Content-Length", String.valueOf(last - first + 1))
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
            expectPart(get("Range: bytes=0-99"), 0, 99);
        }

        @Test
        @Order(2)
        @DisplayName("from the middle; from a place to the end; the last so many; one byte")
        @Rfc("RFC 9110 section 14.1.2")
        void parts() {
            expectPart(get("Range: bytes=300-599"), 300, 599);
            expectPart(get("Range: bytes=900-"), 900, 999);
            expectPart(get("Range: bytes=-10"), 990, 999);
            expectPart(get("Range: bytes=0-0"), 0, 0);
            expectPart(get("Range: bytes=999-999"), 999, 999);
        }

        @Test
        @Order(3)
        @DisplayName("an end beyond the file is the end of the file")
        @Rfc("RFC 9110 section 14.1.2")
        void clipped() {
            expectPart(get("Range: bytes=990-5000"), 990, 999);
            Reply all = get("Range: bytes=-5000").expectStatus(200, 206).expectBody(bytes);
            if (all.status() == 206) {
                expectPart(all, 0, 999);
            }
        }

        @Test
        @Order(4)
        @DisplayName("a part carries the ETag and the date of the answer")
        @Rfc("RFC 9110 section 15.3.7")
        void validators() {
            get("Range: bytes=0-99")
                    .expectStatus(206)
                    .expectHeader("ETag", etag(get()))
                    .expectHeader("Date", "a date", date -> true);
        }

        @Test
        @Order(5)
        @DisplayName("a range that begins behind the end: 416, and how long the file is")
        @Rfc("RFC 9110 section 15.5.17, RFC 9110 section 14.4")
        void unsatisfiable() {
            for (String range : List.of("1000-", "1000-1000", "5000-6000", "-0")) {
                get("Range: bytes=" + range).expectStatus(416).expectHeader("Content-Range", "bytes */1000");
            }
        }

        @Test
        @Order(6)
        @DisplayName("a range that makes no sense: the whole file, or 416")
        @Rfc("RFC 9110 section 14.1.1, RFC 9110 section 14.2")
        void nonsense() {
            for (String range : List.of("", "-", "abc", "5-2", "1-x", "0x1-2", "--5", "+1-2")) {
                Reply reply = get("Range: bytes=" + range).expectStatus(200, 400, 416);
                if (reply.status() == 200) {
                    expectWhole(reply);
                }
            }
        }

        @Test
        @Order(7)
        @DisplayName("numbers that fit into no variable do no harm")
        @Rfc("RFC 9110 section 14.1.2")
        void hugeNumbers() {
            String huge = "99999999999999999999999";
            get("Range: bytes=0-" + huge).expectStatus(200, 206, 400, 416);
            get("Range: bytes=-" + huge).expectStatus(200, 206, 400, 416);
            get("Range: bytes=" + huge + "-").expectStatus(200, 400, 416);
            get("Range: bytes=18446744073709551616-18446744073709551617").expectStatus(200, 400, 416);
        }

        @Test
        @Order(8)
        @DisplayName("several ranges: the whole file, or all of them in a multipart body")
        @Rfc("RFC 9110 section 14.2, RFC 9110 section 14.6")
        void several() {
            Reply reply = get("Range: bytes=0-1,10-11").expectStatus(200, 206);
            if (reply.status() == 200) {
                expectWhole(reply);
            } else {
                reply.expectHeader("Content-Type", "multipart/byteranges", t -> t.startsWith("multipart/byteranges"))
                        .expectBodyContaining("bytes 0-1/1000")
                        .expectBodyContaining("bytes 10-11/1000");
            }
        }

        @Test
        @Order(9)
        @DisplayName("another unit than bytes is ignored")
        @Rfc("RFC 9110 section 14.2")
        void otherUnit() {
            expectWhole(get("Range: lines=0-1"));
        }

        @Test
        @Order(10)
        @DisplayName("a range is for GET: in a POST it means nothing")
        @Rfc("RFC 9110 section 14.2")
        void rangeOfPost() {
            ask("POST", path("file.bin"), "Content-Length: 0", "Range: bytes=0-1")
                    .expectStatus(403, 404, 405, 501);
        }

        @Test
        @Order(11)
        @DisplayName("If-Range with the ETag: the part; with another, or a weak one: the whole file")
        @Rfc("RFC 9110 section 13.1.5")
        void ifRangeTag() {
            String tag = etag(get());
            expectPart(get("Range: bytes=0-99", "If-Range: " + tag), 0, 99);
            expectWhole(get("Range: bytes=0-99", "If-Range: \"another\""));
            expectWhole(get("Range: bytes=0-99", "If-Range: W/" + tag));
        }

        @Test
        @Order(12)
        @DisplayName("If-Range with the very date of the file: the part; with any other: the whole file")
        @Rfc("RFC 9110 section 13.1.5")
        void ifRangeDate() {
            Reply reply =
                    get("Range: bytes=0-99", "If-Range: " + LONG_AGO_IN_WORDS).expectStatus(200, 206);
            if (reply.status() == 206) {
                expectPart(reply, 0, 99);
            }
            expectWhole(get("Range: bytes=0-99", "If-Range: Sat, 03 Feb 2001 04:05:05 GMT"));
            expectWhole(get("Range: bytes=0-99", "If-Range: Sat, 03 Feb 2001 04:05:07 GMT"));
        }

        @Test
        @Order(13)
        @DisplayName("conditions come first: 304 and 412 win over a range")
        @Rfc("RFC 9110 section 13.2.2")
        void conditionsFirst() {
            get("Range: bytes=0-99", "If-None-Match: " + etag(get())).expectStatus(304);
            get("Range: bytes=0-99", "If-Match: \"another\"").expectStatus(412);
        }

        @Test
        @Order(14)
        @DisplayName("a program resumes a download that broke off")
        @Rfc("RFC 9110 section 14.2, RFC 9110 section 13.1.5")
        void resume() throws IOException {
            byte[] big = writeRandom("big.bin", 300_000);
            int had = 1 + target.random().nextInt(big.length - 1);
            String tag = program(p ->
                    p.head(path("big.bin")).then().statusCode(200).extract().header("ETag"));
            byte[] rest = program(p -> p.header("Range", "bytes=" + had + "-")
                    .header("If-Range", tag)
                    .get(path("big.bin"))
                    .then()
                    .statusCode(206)
                    .header("Content-Range", startsWith("bytes " + had + "-299999/"))
                    .extract()
                    .asByteArray());
            assertThat(rest).isEqualTo(Arrays.copyOfRange(big, had, big.length));
        }
    }
}
