package netlessons.share;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.http.Form;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 4: pictures in other sizes. What is hostile about pictures comes in stage 6. */
@Stage(value = 4, name = "images")
@DisplayName("Stage 4: images")
final class Stage4ImagesIT {
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    private static BufferedImage picture(Reply reply, String type) {
        reply.expectHeader(
                "Content-Type", type, value -> value.toLowerCase(Locale.ROOT).startsWith(type));
        BufferedImage picture = Pictures.read(reply.body());
        if (picture == null) {
            throw reply.failure("a picture that can be read, of the type " + type, 0);
        }
        return picture;
    }

    private static void expectSize(Reply reply, BufferedImage picture, int width, int height) {
        if (Math.abs(picture.getWidth() - width) > 1 || Math.abs(picture.getHeight() - height) > 1) {
            throw reply.failure(
                    "a picture of %d x %d pixels; this one has %d x %d"
                            .formatted(width, height, picture.getWidth(), picture.getHeight()),
                    0);
        }
    }

    /** In the middle of the top left quarter there is red, at the right of it green, below it blue, and black. */
    private static void expectColors(Reply reply, BufferedImage picture, String colors) {
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int x = picture.getWidth() * (1 + i % 2 * 2) / 4;
            int y = picture.getHeight() * (1 + i / 2 * 2) / 4;
            Color color = new Color(picture.getRGB(x, y));
            boolean red = color.getRed() > 128;
            seen.append(red ? "red " : color.getGreen() > 128 ? "green " : color.getBlue() > 128 ? "blue " : "black ");
        }
        if (!seen.toString().strip().equals(colors)) {
            throw reply.failure(
                    "a picture whose quarters are " + colors + ", row by row; they are "
                            + seen.toString().strip(),
                    0);
        }
    }

    private Reply post(String query, byte[] body, String... fields) {
        return folder.http().ask("POST", folder.path("") + query, body, fields);
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("GET pic?width=100&height=100 is the picture as it fits into that box, of its own kind")
    @CsvSource({"png, image/png", "jpeg, image/jpeg", "gif, image/gif"})
    void resized(String kind, String type) throws IOException {
        folder.write("pic." + kind, Pictures.of(kind, Pictures.quarters(400, 200)));
        Reply reply = folder.get("pic." + kind + "?width=100&height=100").expectStatus(200);
        BufferedImage picture = picture(reply, type);
        expectSize(reply, picture, 100, 50);
        expectColors(reply, picture, "red green blue black");
    }

    @ParameterizedTest(name = "{0} x {1} in {2} x {3}")
    @Order(2)
    @DisplayName("the proportions stay, and no picture grows")
    @CsvSource({
        "200, 400, 100, 100, 50, 100",
        "400, 200, 50, 500, 50, 25",
        "60, 40, 100, 100, 60, 40",
        "400, 4, 100, 100, 100, 1"
    })
    void proportions(int width, int height, int boxWidth, int boxHeight, int newWidth, int newHeight)
            throws IOException {
        folder.write("pic.png", Pictures.png(width, height));
        Reply reply =
                folder.get("pic.png?width=" + boxWidth + "&height=" + boxHeight).expectStatus(200);
        expectSize(reply, picture(reply, "image/png"), newWidth, newHeight);
    }

    @Test
    @Order(3)
    @DisplayName("without width and height it is the file itself, byte for byte")
    void whole() throws IOException {
        byte[] png = Pictures.png(300, 200);
        folder.write("pic.png", png);
        folder.get("pic.png").expectStatus(200).expectBody(png);
    }

    @ParameterizedTest(name = "{0}")
    @Order(4)
    @DisplayName("a width or a height that is no number above 0, or beyond all measure, is a bad request")
    @Rfc("RFC 9110 section 15.5.1")
    @ValueSource(
            strings = {
                "width=0&height=100",
                "width=100&height=-1",
                "width=abc&height=100",
                "width=100&height=NaN",
                "width=1e2&height=100",
                "width=100&height=",
                "width=99999999999999999999&height=100"
            })
    void badNumbers(String query) throws IOException {
        folder.write("pic.png", Pictures.png(300, 200));
        folder.get("pic.png?" + query).expectStatus(400);
    }

    @Test
    @Order(5)
    @DisplayName("what is no picture is refused with 415, whatever its name says; what is not there with 404")
    @Rfc("RFC 9110 section 15.5.16")
    void noPicture() throws IOException {
        folder.write("text.png", "This is text.\n");
        folder.write("empty.jpg", "");
        folder.get("text.png?width=100&height=100").expectStatus(415);
        folder.get("empty.jpg?width=100&height=100").expectStatus(415);
        folder.get("nothing.png?width=100&height=100").expectStatus(404);
    }

    @Test
    @Order(6)
    @DisplayName("each size has an entity tag of its own, and with it 304 and 412; a new picture has new ones")
    @Rfc("RFC 9110 section 8.8.3")
    void tags() throws IOException {
        folder.write("pic.png", Pictures.png(300, 200));
        String small = "pic.png?width=30&height=30";
        String tag = tag(folder.get(small));
        String other = tag(folder.get("pic.png?width=60&height=60"));
        String whole = tag(folder.get("pic.png"));
        Reply again = folder.get(small, "If-None-Match: " + tag).expectStatus(304);
        if (!again.header("ETag").filter(tag::equals).isPresent()) {
            throw again.failure("the field ETag: " + tag + ", as with the 200", 0);
        }
        for (String wrong : new String[] {other, whole}) {
            Reply reply = folder.get(small, "If-None-Match: " + wrong);
            if (reply.status() != 200) {
                throw reply.failure("200: the entity tag " + wrong + " is that of another size", 0);
            }
        }
        folder.get(small, "If-Match: " + whole).expectStatus(412);
        folder.write("pic.png", Pictures.png(301, 200));
        Reply changed = folder.get(small, "If-None-Match: " + tag).expectStatus(200);
        expectSize(changed, picture(changed, "image/png"), 30, 20);
    }

    private static String tag(Reply reply) {
        return reply.expectStatus(200)
                .expectHeader("ETag", "an entity tag", value -> value.matches("(W/)?\"[^\"]*\""))
                .header("ETag")
                .orElseThrow();
    }

    @Test
    @Order(7)
    @DisplayName("HEAD tells what GET would: type, length and entity tag, and no picture comes")
    @Rfc("RFC 9110 section 9.3.2")
    void head() throws IOException {
        folder.write("pic.png", Pictures.png(300, 200));
        Reply get = folder.get("pic.png?width=30&height=30").expectStatus(200);
        Reply head = folder.head("pic.png?width=30&height=30").expectStatus(200);
        for (String name : new String[] {"Content-Type", "ETag"}) {
            String value = get.header(name).orElse("");
            head.expectHeader(name, value);
        }
        if (head.header("Content-Length").isPresent()) { // which is not a must, section 9.3.2
            head.expectHeader("Content-Length", Integer.toString(get.body().length));
        }
    }

    @ParameterizedTest(name = "orientation {0}")
    @Order(8)
    @DisplayName("a photo stands upright, however the camera was held: EXIF says how")
    @CsvSource({
        "1, red green blue black",
        "3, black blue green red",
        "6, blue red black green",
        "8, green black red blue"
    })
    void turned(int orientation, String colors) throws IOException {
        folder.write("photo.jpg", Pictures.turned(Pictures.jpeg(400, 200), orientation));
        Reply reply = folder.get("photo.jpg?width=100&height=100").expectStatus(200);
        BufferedImage picture = picture(reply, "image/jpeg");
        boolean lying = orientation >= 5;
        expectSize(reply, picture, lying ? 50 : 100, lying ? 100 : 50);
        expectColors(reply, picture, colors);
    }

    @Test
    @Order(9)
    @DisplayName("POST ?preview=100x100 answers with the picture in that size, and stores nothing")
    @Rfc("RFC 9110 section 9.3.3")
    void preview() throws IOException {
        Reply reply = post("?preview=100x100", Pictures.jpeg(400, 200), "Content-Type: image/jpeg")
                .expectStatus(200);
        BufferedImage picture = picture(reply, "image/jpeg");
        expectSize(reply, picture, 100, 50);
        expectColors(reply, picture, "red green blue black");
        Reply form = folder.http()
                .post(folder.path("") + "?preview=100x100", new Form().file("pic.png", Pictures.png(400, 200)))
                .expectStatus(200);
        expectSize(form, picture(form, "image/png"), 100, 50);
        expectFiles(form);
    }

    private void expectFiles(Reply reply, String... names) throws IOException {
        if (!folder.files().equals(Arrays.asList(names))) {
            throw reply.failure(
                    "the folder to hold " + Arrays.toString(names) + " then; it holds " + folder.files(), 0);
        }
    }

    @Test
    @Order(10)
    @DisplayName("POST ?resize=72x72 with a form stores NAME-72x72.png and says where it is: 201 and Location")
    @Rfc("RFC 9110 section 15.3.2")
    void stored() throws IOException {
        Reply reply = folder.http()
                .post(folder.path("") + "?resize=72x72", new Form().file("photo.jpg", Pictures.jpeg(400, 200)))
                .expectStatus(201)
                .expectHeader(
                        "Location", "a path that ends with photo-72x72.png", at -> at.endsWith("photo-72x72.png"));
        expectFiles(reply, "photo-72x72.png");
        Reply copy = folder.get("photo-72x72.png").expectStatus(200);
        BufferedImage picture = picture(copy, "image/png");
        expectSize(copy, picture, 72, 36);
        expectColors(copy, picture, "red green blue black");
    }

    @Test
    @Order(11)
    @DisplayName("the picture may be the body itself; ?name= says what it is called")
    void raw() throws IOException {
        Reply reply = post("?resize=72x72&name=photo.jpg", Pictures.jpeg(400, 200), "Content-Type: image/jpeg")
                .expectStatus(201);
        expectFiles(reply, "photo-72x72.png");
    }

    @Test
    @Order(12)
    @DisplayName("a name that is taken is not taken away: 409, or another name")
    @Rfc("RFC 9110 section 15.5.10")
    void taken() throws IOException {
        folder.write("photo-72x72.png", "mine");
        Reply reply = folder.http()
                .post(folder.path("") + "?resize=72x72", new Form().file("photo.jpg", Pictures.jpeg(400, 200)))
                .expectStatus(201, 409);
        if (!Files.readString(folder.file("photo-72x72.png")).equals("mine")) {
            throw reply.failure("the file that had the name to be as it was", 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(13)
    @DisplayName("a box that is none, and a body that is no picture: 400 and 415, and nothing is stored")
    @CsvSource({
        "?resize=0x72, 400",
        "?resize=72, 400",
        "?resize=axb, 400",
        "?resize=-1x72, 400",
        "?preview=72x, 400",
        "?resize=72x72, 415",
        "?preview=72x72, 415"
    })
    void refused(String query, int status) throws IOException {
        byte[] body = status == 400 ? Pictures.png(40, 40) : "This is text.\n".getBytes(StandardCharsets.UTF_8);
        expectFiles(post(query, body, "Content-Type: image/png").expectStatus(status));
    }

    @ParameterizedTest(name = "{0}")
    @Order(14)
    @DisplayName("more than 2 MiB are refused with 413: at once where the length is known, else when they have come")
    @Rfc("RFC 9110 section 15.5.14")
    @ValueSource(strings = {"?resize=72x72", "?preview=72x72"})
    void tooLarge(String query) throws IOException {
        byte[] body = folder.random((2 << 20) + 1);
        System.arraycopy(Pictures.png(40, 40), 0, body, 0, 40);
        expectFiles(post(query, null, "Content-Type: image/png", "Content-Length: 3000000")
                .expectStatus(413));
        byte[] start = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunked = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, chunked, start.length, body.length);
        expectFiles(post(query, chunked, "Content-Type: image/png", "Transfer-Encoding: chunked")
                .expectStatus(413));
    }

    @Test
    @Order(15)
    @DisplayName("a picture of 2 MiB is taken")
    void large() throws IOException {
        byte[] body = Arrays.copyOf(Pictures.jpeg(400, 200), 2 << 20);
        Reply reply = post("?preview=100x100", body, "Content-Type: image/jpeg").expectStatus(200);
        expectSize(reply, picture(reply, "image/jpeg"), 100, 50);
    }

    @Test
    @Order(16)
    @DisplayName("the folder must be there: 404, and no folder is made")
    void noFolder() throws IOException {
        Reply reply = folder.http()
                .ask("POST", folder.path("nothing/") + "?resize=72x72", Pictures.png(40, 40), "Content-Type: image/png")
                .expectStatus(404);
        if (Files.exists(folder.file("nothing"))) {
            throw reply.failure("no folder to be made", 0);
        }
    }
}
