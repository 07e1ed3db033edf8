package netlessons.testkit.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A form with files in it, as a browser sends it: multipart/form-data, RFC 7578. Names are written as they are given, in
 * UTF-8 and without any escaping, so that hostile ones can be sent, too. For one thread.
 */
public final class Form {
    private final String boundary;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    public Form() {
        this("----netlessons7MA4YWxkTrZu0gW");
    }

    public Form(String boundary) {
        this.boundary = boundary;
    }

    /** What somebody has typed. */
    public Form field(String name, String value) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"\r\n", value.getBytes(StandardCharsets.UTF_8));
    }

    /** A file that somebody has chosen. */
    public Form file(String fileName, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\n"
                        + "Content-Type: application/octet-stream\r\n",
                content);
    }

    public Form file(String fileName, String content) {
        return file(fileName, content.getBytes(StandardCharsets.UTF_8));
    }

    /** @param head its fields, each with CR LF */
    public Form part(String head, byte[] content) {
        return raw("--" + boundary + "\r\n" + head + "\r\n").raw(content).raw("\r\n");
    }

    /** These bytes, whatever they mean there. */
    public Form raw(byte[] bytes) {
        parts.writeBytes(bytes);
        return this;
    }

    public Form raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    public String boundary() {
        return boundary;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** All that was added, and the end. */
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(unfinished());
        all.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }

    /** All that was added: nothing says that it is the end. */
    public byte[] unfinished() {
        return parts.toByteArray();
    }
}
